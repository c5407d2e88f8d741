"""What was not done in time in a region, as its supervisors see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.law.parameters import rule_sheet
from lucai.platform.access.selectors import organisations
from lucai.platform.duties.models import Duty
from lucai.platform.records.paging import SIZE, Page, key_in
from lucai.platform.records.scoped import system_access

WATCHED = frozenset({Side.BUYER, Side.AGENCY, Side.TREASURY})
"""Whose missed limits the finance department is told; a supplier's are its own affair."""
LISTED = WATCHED | {Side.SUPERVISOR}
"""Whose stand in the list: a department's own too."""
AT_ONCE = 100
PROJECT, FRAMEWORK, ORDER = "SDGP", "KJXY", "-D"
"""How the numbers of projects and of frameworks begin, and what an order's adds to its framework's."""


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """What an organisation has not done in time; ``href`` leads to the procurement, empty where it has no page."""

    pk: int
    object_key: str
    organisation: str
    title: str
    heading: str
    project_number: str
    href: str
    due_at: datetime
    days: int
    rule: str
    cites: tuple[str, ...]


def room_of(project_number: str) -> str:
    """Return where a supervisor looks at a project, a framework or an order under one.

    The page of the step is not theirs; an order of the mall has no page that is.
    """
    if project_number.startswith(PROJECT):
        return f"/rooms/{project_number}/"
    if not project_number.startswith(FRAMEWORK):
        return ""
    kind = "call-offs" if ORDER in project_number else "frameworks"
    return f"/{kind}/{project_number}/"


def overdue_page(viewer: Viewer, *, words: str = "", after: str = "") -> Page[OverdueLine]:
    """Page what is overdue in a supervisor's region, the longest first.

    What a single person has to do (an expert) is nobody's business, nor what a supplier has.
    """
    if viewer.side is not Side.SUPERVISOR or not viewer.region:
        return Page()
    now = clock.now()
    with system_access("supervision of the region"):
        rows = Duty.objects.filter(
            _later_than(after), _holding(words), done_at=None, due_at__lt=now, person=None,
            region__startswith=viewer.region,
        ).order_by("due_at", "pk")  # fmt: skip
        found = list(islice(_lines(rows.iterator(AT_ONCE), now), SIZE + 1))
    following = str(found[SIZE - 1].pk) if len(found) > SIZE else ""
    return Page(found[:SIZE], following, first=not after)


def _holding(words: str) -> Q:
    return Q(heading__icontains=words) | Q(title__icontains=words) | Q(project_number=words)


def _later_than(after: str) -> Q:
    """Go on after a duty, whether or not it has been done since."""
    last = Duty.objects.filter(pk=key_in(after)).first()
    if not last or not last.due_at:
        return Q()
    return Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, pk__gt=last.pk)


def _lines(rows: Iterator[Duty], now: datetime) -> Iterator[OverdueLine]:
    while some := list(islice(rows, AT_ONCE)):
        whose = organisations(SYSTEM, sorted({row.organisation for row in some}))
        for row in some:
            who = whose.get(row.organisation)
            if who and who.side in LISTED and row.due_at:
                yield _line(row, who.name, row.due_at, now)


def _line(row: Duty, organisation: str, due_at: datetime, now: datetime) -> OverdueLine:
    return OverdueLine(
        pk=row.pk,
        object_key=row.object_key,
        organisation=organisation,
        title=row.title,
        heading=row.heading,
        project_number=row.project_number,
        href=room_of(row.project_number),
        due_at=due_at,
        days=(now - due_at).days,
        rule=row.rule,
        cites=rule_sheet(row.rule).cites if row.rule else (),
    )
