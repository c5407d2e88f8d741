"""What the worker does for payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.payment.requests import services


def tell_of_dates(now: datetime) -> int:
    """Remind of invoices that are soon due, and alert of those that are overdue."""
    return services.tell_of_dates(Actor.system(Reason.DEADLINE_REACHED), now=now)


def match_acceptances(entries: Sequence[JournalEntry]) -> None:
    """Let late acceptances know that their deliveries were invoiced on silence."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event == "acceptance.acceptance.publish":
            contract, _, number = entry.object_key.rpartition("-Y")
            services.match_late_acceptance(actor, contract_number=contract, number=int(number))


READER = Reader("payment_silence", match_acceptances)
