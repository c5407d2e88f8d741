"""After a limit: whoever let it pass is told once, and so is the region's finance department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import NotFound
from lucai.platform.access.selectors import OrganisationCard, finance_of, organisations
from lucai.platform.duties.models import Duty
from lucai.platform.duties.overdue import WATCHED, room_of
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access

MOST = 500


def alert(now: datetime) -> int:
    """Tell of the duties whose last moment has passed undone, each once; return how many."""
    with system_access("limits that have passed"):
        rows = Duty.objects.filter(done_at=None, alerted_at=None, due_at__lt=now)
        due = list(rows.order_by("due_at", "pk")[:MOST])
    if due:
        _alert(Actor.system(Reason.DEADLINE_REACHED), due, now)
    return len(due)


@command
def _alert(actor: Actor, due: list[Duty], now: datetime) -> None:
    found = organisations(SYSTEM, list({duty.organisation for duty in due}))
    for duty in due:
        duty.change(alerted_at=now)
        for entry in _entries(duty, found.get(duty.organisation)):
            record(actor, entry)


def _entries(duty: Duty, who: OrganisationCard | None) -> Iterator[Entry]:
    """Write what is told; who a single person is (an expert) is told to nobody.

    Whoever watches is led to the project: the page of the step is not theirs.
    """
    own = () if duty.person or not who else (duty.organisation,)
    told = _entry(duty, own)
    yield told
    if watching := _finance(duty.region) if who and who.side in WATCHED else ():
        room = room_of(duty.project_number)
        yield replace(told, event="duty.overdueWatched", audience=watching, href=room)


def _entry(duty: Duty, audience: tuple[int, ...]) -> Entry:
    return Entry(
        event="duty.overdue",
        object_type=duty.object_type,
        object_key=duty.object_key,
        label=f"期限已过，尚未办理：{duty.title}",
        heading=duty.heading,
        href=duty.href,
        region=duty.region,
        project_number=duty.project_number,
        audience=audience,
        body={"step": duty.step, "rule": duty.rule},
    )


def _finance(region: str) -> tuple[int, ...]:
    try:
        return (finance_of(SYSTEM, region).pk,) if region else ()
    except NotFound:
        return ()
