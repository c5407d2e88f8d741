"""Reading messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.platform.messages.models import Message

PAGE = 25
BADGE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message as the inbox shows it."""

    pk: int
    at: datetime
    title: str
    sender: str
    href: str
    unread: bool


def message_page(viewer: Viewer, *, before: int = 0) -> tuple[list[MessageLine], int]:
    """List a page of messages, newest first, and the key of the next page (0: none)."""
    rows = Message.objects.seen_by(viewer).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    lines = [
        MessageLine(r.pk, r.at, r.title, r.sender, r.href, r.read_at is None) for r in found[:PAGE]
    ]
    return lines, lines[-1].pk if len(found) > PAGE else 0


def unread_count(viewer: Viewer) -> int:
    """Count unread messages, at most 100."""
    unread = Message.objects.seen_by(viewer).filter(read_at=None).values_list("pk")
    return len(unread[:BADGE_LIMIT])
