"""Writing messages out of the journal, and marking them read.

No journal entries of their own: a message is a reading of an entry, and reading one's
own inbox is no act of procurement.
"""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.models import JournalEntry
from lucai.platform.messages.models import Message


def tell(actor: Actor, entries: Sequence[JournalEntry]) -> None:
    """Write one message for every organisation an entry names; twice is once."""
    del actor
    Message.objects.bulk_create(
        [_message(entry, to) for entry in entries for to in entry.audience], ignore_conflicts=True
    )


def mark_read(actor: Actor, *, up_to: int) -> int:
    """Mark the organisation's messages up to that one as read; return how many."""
    unread = Message.objects.seen_by(actor.viewer).filter(read_at=None, pk__lte=up_to)
    return unread.update(read_at=clock.now())


def _message(entry: JournalEntry, organisation: int) -> Message:
    return Message(
        entry=entry.pk,
        organisation=organisation,
        at=entry.at,
        title=f"{entry.label}：{entry.heading or entry.object_key}"[:200],
        sender=entry.actor_name,
        project_number=entry.project_number,
        href=entry.href,
    )
