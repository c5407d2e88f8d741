"""What the clock does: silence becomes a waiver, a pause ends, a stale draft is put aside."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.parameters import parameter
from lucai.oversight.complaints.lifecycle import COMPLAINT, STATEMENT
from lucai.oversight.complaints.models import Complaint, ComplaintStatement
from lucai.oversight.complaints.services.examining import end_pause
from lucai.platform.duties.services import due
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import LivingRecord, system_access


def waive_silent(actor: Actor) -> int:
    """Take silence past the period as waiving the statement (GP-CMP-04); return how many."""
    days = int(parameter("GP-CMP-04", on=clock.today()).value)
    with system_access("statements whose time has run out"):
        rows = ComplaintStatement.objects.filter(
            state="waiting", state_since__lt=clock.now() - timedelta(days=days)
        )
        waiting = list(rows.order_by("pk"))
    late = [row for row in waiting if _is_over(due("GP-CMP-04", row.state_since))]
    for row in late:
        _take(actor, row, "waive")
    return len(late)


def end_pauses(actor: Actor) -> int:
    """End pauses whose last day is over (GP-CMP-07); return how many."""
    with system_access("pauses whose last day is over"):
        rows = Complaint.objects.filter(paused_at__isnull=False, paused_until__lt=clock.today())
        over = list(rows.order_by("pk"))
    for row in over:
        _resume(actor, row)
    return len(over)


def drop_stale_drafts(actor: Actor) -> int:
    """Put drafts aside whose window is over; return how many."""
    days = int(parameter("GP-CMP-01", on=clock.today()).value)
    with system_access("drafts whose window is over"):
        rows = Complaint.objects.filter(
            state="draft", challenged_on__lt=clock.today() - timedelta(days=days)
        )
        old = list(rows.order_by("pk"))
    stale = [row for row in old if _is_over(row.times_of("submit")[1])]
    for row in stale:
        _take(actor, row, "lapse")
    return len(stale)


@command
def _take(actor: Actor, row: LivingRecord, step: str) -> None:
    take_step(actor, row, STATEMENT if step == "waive" else COMPLAINT, step)


@command
def _resume(actor: Actor, row: Complaint) -> None:
    end_pause(actor, row, label="暂停期限届满，恢复采购活动")


def _is_over(due_at: datetime | None) -> bool:
    return due_at is not None and clock.now() >= due_at
