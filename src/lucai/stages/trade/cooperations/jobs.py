"""The reader that ends a cooperation with its project."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.cooperations import services

ENDING = "trade.procurementProject.end"


def read(entries: Sequence[JournalEntry]) -> None:
    """End cooperations; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.project_number for e in entries if e.event == ENDING):
        services.drop(actor, project_number=number)


READER = Reader("cooperations", read)
