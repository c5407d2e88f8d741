"""The reader that asks for ratings when something has ended, and the clock that closes the tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from lucai.kernel.actors import Actor, Reason
from lucai.law.calendar import beijing_day
from lucai.oversight.ratings import services
from lucai.oversight.ratings.occasions import ANNOUNCED, COMPLETED, DISSOLVED, EVENTS
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader


def read(entries: Sequence[JournalEntry]) -> None:
    """Ask those who have to rate; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event in EVENTS:
            _ask(actor, entry, beijing_day(entry.at))


def _ask(actor: Actor, entry: JournalEntry, on: date) -> None:
    if entry.event == DISSOLVED:
        services.ask_after_evaluation(actor, project_number=entry.project_number, on=on)
    elif entry.event == ANNOUNCED:
        services.ask_after_activity(actor, project_number=entry.project_number, on=on)
    elif entry.event == COMPLETED:
        services.ask_after_performance(actor, contract_number=entry.object_key, on=on)


def close_missed(now: datetime) -> int:
    """Close the tasks that are no longer taken."""
    del now
    return services.close_missed(Actor.system(Reason.DEADLINE_REACHED))


READER = Reader("ratings", read)
