"""The reader that turns journal entries into messages."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.platform.messages.models import Message


def read(entries: Sequence[JournalEntry]) -> None:
    """Write one message for every organisation an entry names; twice is once."""
    Message.objects.bulk_create(
        [_message(entry, to) for entry in entries for to in entry.audience], ignore_conflicts=True
    )


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


READER = Reader("message", read)
