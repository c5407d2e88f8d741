"""The reader that prepares a panel."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.panels import services

TELLING = frozenset({"trade.tenderDocument.publish", "trade.clarification.publish"})
ENDING = "trade.procurementProject.end"


def read(entries: Sequence[JournalEntry]) -> None:
    """Prepare, adjust or dissolve panels; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.project_number for e in entries if e.event in TELLING):
        services.prepare_panel(actor, project_number=number)
    for number in dict.fromkeys(e.project_number for e in entries if e.event == ENDING):
        services.dissolve(actor, project_number=number)


READER = Reader("panels", read)
