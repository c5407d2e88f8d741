"""The reader that sets an opening to the deadline its notice announced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.openings import services

TELLING = frozenset(
    {"trade.tenderDocument.publish", "trade.clarification.publish", "trade.procurementProject.end"}
)


def read(entries: Sequence[JournalEntry]) -> None:
    """Schedule, postpone or cancel openings; twice is once."""
    numbers = dict.fromkeys(entry.project_number for entry in entries if entry.event in TELLING)
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in numbers:
        services.schedule(actor, project_number=number)


def unseal(now: datetime) -> int:
    """Open what suppliers have decrypted, or could have until now."""
    return services.unseal_due(Actor.system(Reason.DEADLINE_REACHED), now=now)


READER = Reader("openings", read)
