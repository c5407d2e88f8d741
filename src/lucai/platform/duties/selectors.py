"""Reading duties: the workbench's list by legal urgency, and whose turn it is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.law.parameters import rule_sheet
from lucai.platform.duties.models import Duty
from lucai.platform.records.scoped import system_access


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A to-do as lists show it, or ``count`` of one kind in one procurement; ``kind``: of what, which step."""

    kind: str
    title: str
    heading: str
    verb: str
    href: str
    project_number: str
    rule: str
    opens_at: datetime | None
    due_at: datetime | None
    cites: tuple[str, ...]
    note: str
    waiting: bool
    overdue: bool
    urgent: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class HandWanted:
    """A kind of task that waits for an organisation, for one person of it, or for all but one."""

    organisation: int
    person: int | None
    barred: int | None
    permission: str
    title: str


def duty_list(viewer: Viewer, *, limit: int = 50, words: str = "") -> list[DutyLine]:
    """List what the viewer has to do, most urgent first; what cannot start yet comes last."""
    rows = Duty.objects.seen_by(viewer).filter(done_at=None)
    if words:
        rows = rows.filter(Q(heading__icontains=words) | Q(title__icontains=words))
    now = clock.now()
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:limit]
    lines = [_line(row, now) for row in ordered]
    return sorted(lines, key=lambda line: line.waiting)


def duties_alike(viewer: Viewer, project_number: str, kind: str) -> list[DutyLine]:
    """List what the viewer has to do of one kind in one procurement, each by itself."""
    return [line for line in project_duties(viewer, project_number) if line.kind == kind]


def duty_count(viewer: Viewer) -> int:
    """Count what the viewer has to do, at most 100."""
    return len(Duty.objects.seen_by(viewer).filter(done_at=None).values_list("pk")[:100])


def project_duties(viewer: Viewer, number: str) -> list[DutyLine]:
    """List what the viewer has to do in one project, most urgent first."""
    rows = Duty.objects.seen_by(viewer).filter(done_at=None, project_number=number)
    now = clock.now()
    lines = [_line(row, now) for row in rows.order_by(F("due_at").asc(nulls_last=True), "pk")]
    return sorted(lines, key=lambda line: line.waiting)


@dataclass(frozen=True, slots=True)
class AwaitedLine:
    """What another organisation has to do before a project goes on."""

    organisation: int
    title: str
    due_at: datetime | None
    opens_at: datetime | None


def awaited_duties(viewer: Viewer, number: str, organisations: list[int]) -> list[AwaitedLine]:
    """List what these organisations have to do in a project the caller has shown to be visible.

    What a single person has to do (an expert, a buyer's representative) is nobody's business.
    """
    if viewer.side is Side.PUBLIC:
        return []
    with system_access("whose turn it is in a visible project"):
        rows = Duty.objects.filter(
            done_at=None, project_number=number, organisation__in=organisations, person=None
        ).order_by(F("due_at").asc(nulls_last=True), "pk")
        return [AwaitedLine(r.organisation, r.title, r.due_at, r.opens_at) for r in rows[:20]]


def hands_wanted(viewer: Viewer, region: str) -> list[HandWanted]:
    """List who is waited for in a region: organisation, person where it must be one, right, task.

    For the demonstration's sign-in page; it says nothing of what the tasks are about.
    """
    del viewer
    with system_access("demonstration"):
        rows = Duty.objects.filter(done_at=None, region__startswith=region)
        kinds = rows.values_list("organisation", "person", "barred", "permission", "title")
        return [HandWanted(*kind) for kind in kinds.distinct().order_by("permission", "title")]


def _line(row: Duty, now: datetime) -> DutyLine:
    left = (row.due_at - now).total_seconds() if row.due_at else None
    return DutyLine(
        kind=f"{row.object_type}:{row.step}",
        title=row.title,
        heading=row.heading,
        verb=row.verb,
        href=row.href,
        project_number=row.project_number,
        rule=row.rule,
        opens_at=row.opens_at,
        due_at=row.due_at,
        cites=_cites(row.rule),
        note=_note(row, now),
        waiting=bool(row.opens_at and row.opens_at > now),
        overdue=left is not None and left < 0,
        urgent=left is not None and left < URGENT_SECONDS,
    )


def _note(row: Duty, now: datetime) -> str:
    if row.opens_at and row.opens_at > now:
        return f"{row.opens_at.astimezone(clock.BEIJING):%m 月 %d 日 %H:%M} 起可以办理"
    return ""


def _cites(rule: str) -> tuple[str, ...]:
    return rule_sheet(rule).cites if rule else ()


URGENT_SECONDS = 3 * 24 * 3600


LATEST = 500
"""So many of an organisation's latest duties with a limit say how punctual it is."""


def kept_in_time(viewer: Viewer, organisation: int) -> tuple[int, int]:
    """Return how many of an organisation's latest duties with a legal limit were done in time, of how many.

    Figures alone: whoever asks learns of no duty. Open ones count once their limit is over.
    """
    del viewer
    rows = Duty.objects.seen_by(SYSTEM).filter(organisation=organisation, due_at__isnull=False)
    now = clock.now()
    times = list(rows.order_by("-pk").values_list("due_at", "done_at")[:LATEST])
    over = [(due, done) for due, done in times if done or due < now]
    return sum(bool(done) and done <= due for due, done in over), len(over)
