"""Filling in the law: local values with their days and documents, and the yearly calendar."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from django.db import IntegrityError

from lucai.guidance.law.changes import Change, Plan
from lucai.guidance.law.functions import CALENDAR_YEAR, LOAD_CALENDAR, LOCAL_PARAMETER, SET_LOCAL
from lucai.guidance.law.models import CalendarYear, LocalParameter
from lucai.guidance.law.notice import NoticeDays
from lucai.guidance.law.selectors.local import (
    change_planned,
    demand_region,
    slot_seen,
    version_seen,
)
from lucai.guidance.law.slots import Slot
from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed
from lucai.law.calendar import calendar_of, workdays_in
from lucai.law.regions import PROVINCE
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai_trust import canonical


@command
def set_local_value(actor: Actor, *, rule: str, name: str, change: Change) -> int:
    """Set a value of a region from a day on; an open-ended older one ends the day before.

    Returns the new row's id.

    Raises:
        NotAllowed: the role does not grant it, or the region is somebody else's.
        InvalidInput: impossible or overlapping days.
        Conflict: somebody else set the same value in the meantime.
    """
    demand(actor, SET_LOCAL.permission)
    slot = slot_seen(actor.viewer, rule, name)
    plan = change_planned(actor.viewer, slot, change)
    before = slot.in_force(change.region, change.since)
    row = _new_row(actor, slot, change)
    try:
        row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("这一地区的这个数值刚被别人修改过，请返回核对后重新提交。") from error
    _end(actor, plan, row.pk)
    old = {"value": str(before.value), "illustrative": before.illustrative} if before else {}
    _tell(actor, row, "set", f"{slot.title}定为 {slot.shown(row.value)}", before=old)
    return int(row.pk)


@command
def withdraw_local_value(actor: Actor, *, rule: str, name: str, pk: int, reason: str) -> None:
    """Withdraw a value entered by mistake; what it had ended runs on, the history keeps both.

    Raises:
        NotAllowed: the role does not grant it, or the region is somebody else's.
        NotFound: there is no such value, or it was withdrawn before.
    """
    demand(actor, SET_LOCAL.permission)
    slot = slot_seen(actor.viewer, rule, name)
    version = version_seen(actor.viewer, slot, pk)
    demand_region(actor.viewer, slot, version.region)
    with system_access("row in hand"):
        row = LocalParameter.objects.get(pk=version.pk)
        ended = list(LocalParameter.objects.filter(replaced_by=row.pk, withdrawn_at=None))
    row.change(withdrawn_at=clock.now(), reason=reason)
    for former in ended:
        former.change(until=None, replaced_by=None)
    _tell(actor, row, "withdraw", f"撤销{slot.title} {slot.shown(row.value)}", reason=reason)


@command
def load_calendar(actor: Actor, *, notice: NoticeDays, document: str) -> str:
    """Load the State Council's notice for a year, or a newer one that changes it; return its digest.

    Raises:
        NotAllowed: the role does not grant it, or the actor is not the province's.
        InvalidInput: the notice has faults, or says what holds already.
    """
    demand(actor, LOAD_CALENDAR.permission)
    _demand_province(actor)
    if notice.problems:
        first = notice.problems[0]
        raise InvalidInput({"text": f"安排里还有 {len(notice.problems)} 处问题：{first.message}"})
    row = _new_year(actor, notice, document)
    with system_access("uniqueness"):
        newest = CalendarYear.objects.filter(year=notice.year).order_by("-pk").first()
        known = CalendarYear.objects.filter(year=notice.year, digest=row.digest).exists()
    if known:
        raise InvalidInput({"text": "这份安排已经载入过，不用重复载入"})
    row.save(force_insert=True)
    _tell_calendar(actor, row, newest.digest if newest else "")
    return row.digest


def _new_row(actor: Actor, slot: Slot, change: Change) -> LocalParameter:
    return LocalParameter(
        rule=slot.sheet.id,
        name=slot.spec.name,
        region=change.region,
        value=change.value,
        unit=slot.spec.unit,
        since=change.since,
        until=change.until,
        document=change.document,
        organisation_id=actor.viewer.organisation or 0,
        organisation_name=actor.viewer.organisation_name,
        at=clock.now(),
    )


def _end(actor: Actor, plan: Plan, by: int) -> None:
    if not plan.ends:
        return
    row = LocalParameter.objects.seen_by(actor.viewer).get(pk=plan.ends.pk)
    row.change(until=plan.ended_on, replaced_by=by)


def _demand_province(actor: Actor) -> None:
    if (actor.viewer.region or PROVINCE).ljust(len(PROVINCE), "0") != PROVINCE:
        raise NotAllowed("工作日历由省级财政部门统一载入。")


def _new_year(actor: Actor, notice: NoticeDays, document: str) -> CalendarYear:
    year = notice.as_year
    days = {"holidays": _named(year.holidays), "makeupDays": _named(year.makeup_days)}
    content = {"year": notice.year, "document": document, **days}
    return CalendarYear(
        year=notice.year,
        holidays=days["holidays"],
        makeup_days=days["makeupDays"],
        workdays=workdays_in(notice.year, calendar_of([year])),
        document=document,
        digest=sha256(canonical(content)).hexdigest(),
        organisation_id=actor.viewer.organisation or 0,
        organisation_name=actor.viewer.organisation_name,
        at=clock.now(),
    )


def _named(days: tuple[tuple[date, str], ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for day, name in days:
        found.setdefault(name, []).append(day.isoformat())
    return found


def _tell(actor: Actor, row: LocalParameter, act: str, label: str, **more: Any) -> None:
    body = {
        "rule": row.rule, "name": row.name, "value": row.value, "unit": row.unit,
        "from": row.since.isoformat(), "to": row.until.isoformat() if row.until else None,
        "document": row.document, **more,
    }  # fmt: skip
    entry = Entry(
        event=f"{LOCAL_PARAMETER}.{act}",
        object_type=LOCAL_PARAMETER,
        object_key=f"{row.rule}/{row.name}/{row.region}",
        label=label,
        region=row.region,
        href=f"/law/local/{row.rule}/{row.name}/?region={row.region}",
        public=True,
        body=body,
    )
    record(actor, entry)


def _tell_calendar(actor: Actor, row: CalendarYear, before: str) -> None:
    body = {
        "year": row.year, "holidays": row.holidays, "makeupDays": row.makeup_days,
        "workdays": row.workdays, "document": row.document, "sha256": row.digest, "before": before,
    }  # fmt: skip
    entry = Entry(
        event=f"{CALENDAR_YEAR}.load",
        object_type=CALENDAR_YEAR,
        object_key=str(row.year),
        label=f"载入 {row.year} 年工作日历",
        region=PROVINCE,
        href=f"/law/calendars/{row.year}/",
        public=True,
        body=body,
    )
    record(actor, entry)
