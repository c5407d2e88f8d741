"""The notice as it will be read, before it is published."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.platform.documents.shapes import Section
from lucai.stages.trade.documents.cards import DocumentSheet
from lucai.stages.trade.documents.papers import announcement


def notice_preview(sheet: DocumentSheet) -> tuple[Section, ...]:
    """Return the sections of the notice as of today."""
    return announcement(sheet, clock.today())
