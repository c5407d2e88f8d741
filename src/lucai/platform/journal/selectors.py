"""Reading the journal as a person: timelines and proofs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from lucai.kernel.actors import SIDE_NAMES, Side, Viewer
from lucai.platform.journal.models import JournalEntry, JournalHead, ReaderCursor
from lucai.platform.records import system_access


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline."""

    index: int | None
    at: datetime
    label: str
    who: str
    side: str
    event: str
    public: bool
    key: str
    body: dict[str, Any]


def project_timeline(viewer: Viewer, number: str, *, limit: int = 200) -> list[TimelineEntry]:
    """List what happened in a project, newest first, as far as the viewer may know."""
    rows = JournalEntry.objects.seen_by(viewer).filter(project_number=number)
    return [_line(row) for row in rows.order_by("-pk")[:limit]]


def object_timeline(
    viewer: Viewer, object_type: str, key: str, *, limit: int = 100
) -> list[TimelineEntry]:
    """List what happened to one object, newest first."""
    rows = JournalEntry.objects.seen_by(viewer).filter(object_type=object_type, object_key=key)
    return [_line(row) for row in rows.order_by("-pk")[:limit]]


def last_entry_of(viewer: Viewer, project_number: str) -> int:
    """Return the row of a project's last entry, ordered or not; 0: there is none.

    For the system, which asks whether anything has happened; whoever reads a page reads entries.
    """
    rows = JournalEntry.objects.seen_by(viewer).filter(project_number=project_number)
    return rows.aggregate(last=Max("pk"))["last"] or 0


def signed_acts(
    viewer: Viewer,
    *,
    project_number: str,
    life: tuple[str, str] | None,
    organisation: int,
    until: datetime,
    limit: int = 20,
) -> list[str]:
    """List what an organisation's people signed by certificate, newest first.

    In a project, or in the life of one object: its type and its key. Returns the SHA-256 of each
    statement.
    """
    where = (
        {"object_type": life[0], "object_key": life[1]}
        if life
        else {"project_number": project_number}
    )
    rows = JournalEntry.objects.seen_by(viewer).filter(
        **where, actor_organisation=organisation, at__lte=until, body__has_key="signed"
    )
    bodies = rows.order_by("-pk").values_list("body", flat=True)[:limit]
    return [str(body["signed"]) for body in bodies]


def latest_checkpoint(viewer: Viewer) -> JournalHead | None:
    """Return the signed head of the log."""
    return JournalHead.objects.seen_by(viewer).order_by("pk").first()


def read_up_to(viewer: Viewer) -> int:
    """Return how far the slowest reader has come: all of it is on every page that reads it."""
    del viewer
    with system_access("how far the journal's readers have come"):
        positions = ReaderCursor.objects.values_list("position", flat=True)
        return min(positions, default=0)


def _line(row: JournalEntry) -> TimelineEntry:
    side = Side(row.actor_side)
    return TimelineEntry(
        index=row.index,
        at=row.at,
        label=row.label,
        who=row.actor_name or SIDE_NAMES[side],
        side=SIDE_NAMES[side],
        event=row.event,
        public=row.public,
        key=row.object_key,
        body=row.body,
    )
