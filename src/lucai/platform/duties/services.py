"""Opening and settling duties. Called by steps inside their transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.calendar import CalendarMissing
from lucai.law.deadlines import deadline
from lucai.law.status import NotYetEffective
from lucai.platform.duties.models import Duty
from lucai.platform.records import LivingRecord, system_access


def follow(row: LivingRecord, lifecycle: Lifecycle, at: datetime) -> None:
    """Settle the object's open duties and open those of its new state."""
    settle(lifecycle.of, row.key, at)
    open_for(row, lifecycle, at)


def open_for(row: LivingRecord, lifecycle: Lifecycle, at: datetime) -> None:
    """Open the duties of the object's state; for one that has just begun nothing is to settle."""
    opened = (_of_step(row, lifecycle, step, at) for step in lifecycle.leaving(row.state))
    with system_access("duties"):
        Duty.objects.bulk_create([duty for duty in opened if duty])


def settle(object_type: str, key: str, at: datetime | None = None) -> None:
    """Close every open duty of an object."""
    with system_access("duties"):
        Duty.objects.filter(object_type=object_type, object_key=key, done_at=None).update(
            done_at=at or clock.now()
        )


def due(rule: str, since: datetime) -> datetime | None:
    """Return the last moment of the law's period: the end of its last day (CNT-06).

    None where the calendar ends before it, or where the law set no period yet.
    """
    try:
        last = deadline(rule, since.astimezone(clock.BEIJING).date()).date
    except (CalendarMissing, NotYetEffective):
        return None
    return clock.moment(last) + timedelta(days=1)


def _of_step(row: LivingRecord, lifecycle: Lifecycle, step: Step, at: datetime) -> Duty | None:
    parties = row.parties()
    organisation = next((parties[side] for side in step.by if parties.get(side)), None)
    if not step.duty or not organisation or not row.awaits(step.name):
        return None
    opens_at, due_at = row.times_of(step.name)
    rule = row.rule_of(step.name, step.within)
    return Duty(
        object_type=lifecycle.of,
        object_key=row.key,
        step=step.name,
        permission=lifecycle.permission(step),
        organisation=organisation,
        person=row.person_of(step.name),
        barred=row.barred_from(step.name),
        title=row.say(step.duty),
        verb=row.say(step.label),
        heading=row.heading,
        href=(lifecycle.page + step.page).format(row=row),
        project_number=row.project_number,
        region=row.region,
        rule=rule,
        opened_at=at,
        opens_at=opens_at,
        due_at=due_at or (due(step.within, row.state_since) if step.within else None),
    )
