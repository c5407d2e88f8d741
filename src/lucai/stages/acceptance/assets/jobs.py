"""The reader that makes the cards and sends them, and the clock that sends again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.acceptance.assets import services

PUBLISHED = "acceptance.acceptance.publish"
SENT = frozenset({"acceptance.assetTransfer.hand_over", "acceptance.assetTransfer.correct"})


def read(entries: Sequence[JournalEntry]) -> None:
    """Make the cards of what was accepted, send those handed over; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event == PUBLISHED:
            contract, number = _place(entry.object_key)
            services.make_cards(actor, contract_number=contract, number=number)
        elif entry.event in SENT:
            contract, number = _place(entry.object_key)
            services.send(actor, contract_number=contract, number=number)


def try_again(now: datetime) -> int:
    """Send again what was not answered."""
    return services.try_again(Actor.system(Reason.DEADLINE_REACHED), now=now)


def _place(key: str) -> tuple[str, int]:
    """Read contract and acceptance out of an object's key: ``…-Y1``, ``…-Z1``."""
    contract, _, last = key.rpartition("-")
    return contract, int("".join(filter(str.isdigit, last)))


READER = Reader("acceptance_assets", read)
