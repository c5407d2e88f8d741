"""The reader that lets ratings, sanctions and settled breaches count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.oversight.credit import services
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader

ACTOR = Actor.system(Reason.JOURNAL_READER)


def _breach(entry: JournalEntry) -> None:
    contract, _, number = entry.object_key.rpartition("-")
    services.count_breach(ACTOR, contract_number=contract, number=int(number.lstrip("W")))


FOLLOWED: dict[str, Callable[[JournalEntry], None]] = {
    "oversight.rating.begin": lambda e: services.count_rating(ACTOR, key=e.object_key),
    "oversight.exclusionRecord.confirm": lambda e: services.count_exclusion(
        ACTOR, number=e.object_key
    ),
    "oversight.exclusionRecord.confirm_lift": lambda e: services.strike_exclusion(
        ACTOR, number=e.object_key
    ),
    "performance.contractBreach.settle_buyer": _breach,
    "performance.contractBreach.settle_supplier": _breach,
}


def read(entries: Sequence[JournalEntry]) -> None:
    """Let what happened count; twice is once."""
    for entry in entries:
        if follow := FOLLOWED.get(entry.event):
            follow(entry)


READER = Reader("credit", read)
