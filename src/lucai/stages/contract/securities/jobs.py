"""The reader that asks for a bond once both sides have signed."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.contract.securities import services

ENDED = frozenset({"contract.contract.rescind", "contract.contract.terminate"})
SIGNED = frozenset({"contract.contract.sign_last", "contract.contract.sign_supplier_last"})


def read(entries: Sequence[JournalEntry]) -> None:
    """Ask for the bonds of signed contracts, and let those of ended ones go back; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.object_key for e in entries if e.event in SIGNED):
        services.await_security(actor, contract_number=number)
    for number in dict.fromkeys(e.object_key for e in entries if e.event in ENDED):
        services.release(actor, contract_number=number)


READER = Reader("performance_securities", read)
