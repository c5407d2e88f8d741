"""The reader that sends what was consented to, and tells of payments."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.contract.financing import services

CONSENTED = "contract.financeIntent.begin"
PAID = frozenset({"payment.request.pay", "payment.request.pay_part"})


def read(entries: Sequence[JournalEntry]) -> None:
    """Send to the bank; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event == CONSENTED:
            services.send(actor, number=entry.object_key)
    for project in dict.fromkeys(e.project_number for e in entries if e.event in PAID):
        services.send_payments(actor, project_number=project)


READER = Reader("contract_financing", read)
