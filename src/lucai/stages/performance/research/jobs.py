"""The reader that lays the stages out once both sides have signed a research contract."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.performance.research import services

SIGNED = frozenset({"contract.contract.sign_last", "contract.contract.sign_supplier_last"})


def read(entries: Sequence[JournalEntry]) -> None:
    """Lay out the stages of signed research contracts; reading twice changes nothing."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.object_key for e in entries if e.event in SIGNED):
        services.lay_out(actor, contract_number=number)


READER = Reader("research_stages", read)
