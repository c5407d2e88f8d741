"""The reader that enrols whoever enters a library, and the clock that asks about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.registers.credit_watches import services

ENTERED = {
    "supplierLibrary.supplier.begin": "supplier",
    "agencyLibrary.procurementAgency.submit": "agency",
    "expertLibrary.reviewExpert.begin": "expert",
}
TAKEN_OVER = {
    "supplierLibrary.supplier.takeOver": "supplier",
    "agencyLibrary.procurementAgency.takeOver": "agency",
    "expertLibrary.reviewExpert.takeOver": "expert",
}


def enrol(entries: Sequence[JournalEntry]) -> None:
    """Watch whoever was registered; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for side in {TAKEN_OVER[one.event] for one in entries if one.event in TAKEN_OVER}:
        services.enrol(actor, side=side)
    entered = [(ENTERED[one.event], one.object_key) for one in entries if one.event in ENTERED]
    for side in {side for side, _ in entered}:
        services.enrol(actor, side=side, keys=[key for of, key in entered if of == side])


def recheck(now: datetime) -> int:
    """Ask about those who are due by now."""
    return services.recheck(Actor.system(Reason.DEADLINE_REACHED), now=now)


READER = Reader("credit_watches", enrol)
