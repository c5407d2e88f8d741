"""The notice as it will be read, before it is published."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.law.methods import method
from lucai.platform.documents.shapes import Section
from lucai.stages.trade.documents.cards import DocumentSheet
from lucai.stages.trade.documents.notices import CALLS
from lucai.stages.trade.documents.papers import announcement
from lucai.stages.trade.prequalifications.selectors import is_called_by_name


def is_announced(sheet: DocumentSheet) -> bool:
    """Whether everybody reads it; where suppliers are asked by name only they do."""
    by_name = bool(sheet.project.sole_supplier or sheet.project.prequalification_at)
    by_name = by_name or is_called_by_name(SYSTEM, sheet.project.number)
    return not by_name and (method(sheet.project.method).notice_kind or "") in CALLS


def notice_preview(sheet: DocumentSheet) -> tuple[Section, ...]:
    """Return the sections of the notice as of today."""
    return announcement(sheet, clock.today())
