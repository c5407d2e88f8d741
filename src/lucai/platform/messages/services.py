"""Marking messages read. No journal entry: reading one's own inbox is no act of procurement."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.messages.models import Message


def mark_read(actor: Actor, *, up_to: int) -> int:
    """Mark the organisation's messages up to that one as read; return how many."""
    unread = Message.objects.seen_by(actor.viewer).filter(read_at=None, pk__lte=up_to)
    return unread.update(read_at=clock.now())
