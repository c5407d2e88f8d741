"""The reader that prepares a panel, and the clock that calls its experts out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

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


def call_out(now: datetime) -> int:
    """Take answers, take silence for a no, fill what fell free, then call who was not called yet.

    Whoever was called for what does not take place is told so.
    """
    del now
    reached, heard = Actor.system(Reason.CONSEQUENCE), Actor.system(Reason.COUNTERPARTY_MESSAGE)
    over = Actor.system(Reason.DEADLINE_REACHED)
    done = services.hear(heard) + services.lapse(over) + services.fill_vacant(over)
    return done + services.ring(reached) + services.call_off(reached)


READER = Reader("panels", read)
