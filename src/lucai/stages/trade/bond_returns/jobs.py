"""The reader that lets bonds fall due when envelopes are left unopened for good."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.law.calendar import beijing_day
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.bond_returns.services import leave_unopened

GIVEN_BACK = "trade.sealedBid.give_back"


def read(entries: Sequence[JournalEntry]) -> None:
    """Let the agency give back what came in for them; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event == GIVEN_BACK:
            leave_unopened(actor, code=entry.object_key, on=beijing_day(entry.at))


READER = Reader("unopened bonds", read)
