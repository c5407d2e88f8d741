"""The reader that ends a cooperation with its project, and the clock that has reserves told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

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


def call_drawn(now: datetime) -> int:
    """Have drawn reserves, and who of them moved up, called."""
    del now
    return services.call_drawn(Actor.system(Reason.CONSEQUENCE))


READER = Reader("cooperations", read)
