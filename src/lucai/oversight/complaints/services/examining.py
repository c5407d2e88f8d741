"""The authority's side: conditions, copies, the pause of the procurement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.challenges import decision_window
from lucai.law.complaint_rules import ComplaintFacts, pause_is_within_limit
from lucai.oversight.complaints.lifecycle import COMPLAINT, HANDLED, PAUSE, PAUSED, STATEMENT
from lucai.oversight.complaints.models import Complaint, ComplaintStatement
from lucai.oversight.complaints.schemas import CorrectionIn, PauseIn, ReasonIn
from lucai.oversight.complaints.selectors import longest_pause
from lucai.oversight.complaints.selectors.facts import (
    complaint_facts,
    excluded,
    pause_days_left,
    tests_of,
)
from lucai.oversight.complaints.selectors.stages import receivers_of
from lucai.oversight.complaints.services.rows import locked
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.suspensions import services as suspensions
from lucai.stages.trade.challenges.ports import numbers_of

PAUSE_REASON = "财政部门处理投诉期间书面通知暂停采购活动"


@command
def accept(actor: Actor, *, number: str) -> None:
    """Accept a complaint: it counts as accepted on the day it was received (94号令 art 21).

    Raises:
        RuleBroken: one of the conditions is not met.
    """
    row = locked(actor, number)
    take_step(
        actor, row, COMPLAINT, "accept", facts=complaint_facts(actor.viewer, row),
        changes={"accepted_at": clock.now(), "decide_due_at": decide_due(actor, row)},
    )  # fmt: skip


@command
def screen(actor: Actor, *, number: str) -> None:
    """Say that a complaint is neither inadmissible nor another authority's (94号令 art 21).

    Whoever finds that it is refuses it, or tells the complainant whose matter it is, in the same days.
    """
    row = locked(actor, number)
    facts = complaint_facts(actor.viewer, row)
    take_step(actor, row, COMPLAINT, "screen", facts=facts, changes={"screened_at": clock.now()})


@command
def ask_correction(actor: Actor, *, number: str, form: CorrectionIn) -> None:
    """Tell the complainant, once, what has to be corrected and until when.

    Raises:
        RuleBroken: it was asked before.
        InvalidInput: a day that has passed.
    """
    row = locked(actor, number)
    if form.until <= clock.today():
        raise InvalidInput({"until": "补正期限应当在今天之后"})
    take_step(
        actor, row, COMPLAINT, "ask_correction", facts=complaint_facts(actor.viewer, row),
        changes={
            "correction_reason": form.reason, "correct_until": form.until,
            "correction_asked_at": clock.now(),
        },
        body={"reason": form.reason},
    )  # fmt: skip


@command
def refuse(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Do not accept a complaint, and tell the complainant why."""
    _end(actor, number, "refuse", form)


@command
def transfer(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Tell the complainant to which authority it has to turn."""
    _end(actor, number, "transfer", form)


@command
def serve(actor: Actor, *, number: str) -> None:
    """Send the notice to answer, with a copy, to the respondents and the winners concerned."""
    row = locked(actor, number)
    receivers = receivers_of(SYSTEM, row)
    take_step(
        actor, row, COMPLAINT, "serve", facts=complaint_facts(actor.viewer, row),
        changes={"copied_at": clock.now()},
    )  # fmt: skip
    for ident, (side, name, related) in receivers.items():
        _copy(actor, row, ident, side, name, related=related)


@command
def pause(actor: Actor, *, number: str, form: PauseIn) -> None:
    """Pause the procurement in writing: its steps stop with this reason (GP-CMP-07).

    Raises:
        RuleBroken: longer than thirty days, earlier pauses added up.
        WrongState: nothing is handled here, or it is paused already.
    """
    demand(actor, PAUSE.permission)
    row = locked(actor, number)
    if row.state not in HANDLED:
        raise WrongState("只有正在处理的投诉可以暂停采购活动。")
    if row.paused_at:
        raise WrongState("采购活动已经暂停。")
    _check_pause(actor, row, form)
    row.change(paused_at=clock.now(), paused_until=form.until, pause_reason=form.reason)
    for held in numbers_of(row.project_number):
        suspensions.suspend(
            actor, row, COMPLAINT.of, stops=PAUSED, rule="GP-CMP-07", reason=PAUSE_REASON,
            until=clock.moment(form.until + timedelta(days=1)), under=held,
        )  # fmt: skip
    note(
        actor, row, COMPLAINT, "pause", label=f"书面通知暂停采购活动至 {form.until.isoformat()}",
        body={"until": form.until.isoformat(), "reason": form.reason},
        audience=told_of(actor, row),
    )  # fmt: skip


@command
def resume(actor: Actor, *, number: str) -> None:
    """Let a paused procurement go on before its last day.

    Raises:
        WrongState: it is not paused.
    """
    demand(actor, PAUSE.permission)
    row = locked(actor, number)
    if not row.paused_at:
        raise WrongState("采购活动没有暂停。")
    end_pause(actor, row, label="书面通知恢复采购活动")


def end_pause(actor: Actor, row: Complaint, *, label: str) -> None:
    """End a pause and count its days; part of resuming, deciding and of the clock's work."""
    assert row.paused_at
    used = (clock.today() - beijing_day(row.paused_at)).days
    row.change(paused_at=None, paused_until=None, paused_days=row.paused_days + used)
    suspensions.lift(actor, row, COMPLAINT.of)
    told = told_of(actor, row)
    note(actor, row, COMPLAINT, "resume", label=label, body={"days": used}, audience=told)


def told_of(actor: Actor, row: Complaint) -> tuple[int, ...]:
    """Return the parties that a pause concerns."""
    del actor
    return tuple(one for one in (row.buyer_id, row.agency_id, row.supplier_id) if one)


def reset_clock(actor: Actor, row: Complaint) -> None:
    """Set the last day for the decision anew after time was left out or began to be."""
    row.change(decide_due_at=decide_due(actor, row))
    duties.follow(row, COMPLAINT, clock.now())


def decide_due(actor: Actor, row: Complaint) -> Any:
    """Return the end of the last day to decide; None while a test keeps the clock stopped."""
    del actor
    tests = tests_of(SYSTEM, row)
    if row.received_on is None or any(not test.returned_on for test in tests):
        return None
    try:
        last = decision_window(row.received_on, excluded(SYSTEM, row, tests)).date
    except CalendarMissing:
        return None
    return clock.moment(last + timedelta(days=1))


def _check_pause(actor: Actor, row: Complaint, form: PauseIn) -> None:
    if form.until <= clock.today():
        raise InvalidInput({"until": "恢复之日应当在今天之后"})
    left = pause_days_left(actor.viewer, row, longest_pause(actor.viewer))
    used = longest_pause(actor.viewer) - left
    facts = ComplaintFacts(
        paused_from=clock.today() - timedelta(days=used), paused_until=form.until
    )
    if broken := tuple(v for v in judge((pause_is_within_limit,), facts, clock.now()) if v.blocks):
        raise RuleBroken(broken)


def _end(actor: Actor, number: str, step: str, form: ReasonIn) -> None:
    row = locked(actor, number)
    take_step(
        actor, row, COMPLAINT, step, facts=complaint_facts(actor.viewer, row),
        changes={"ended_reason": form.reason}, body={"reason": form.reason},
    )  # fmt: skip


def _copy(
    actor: Actor, row: Complaint, ident: int, side: Side, name: str, *, related: bool
) -> None:
    copy = ComplaintStatement(
        complaint=row, number=row.number, project_number=row.project_number, title=row.title,
        side=side.value, organisation_id=ident, organisation_name=name, related=related,
        finance_id=row.finance_id, region=row.region,
    )  # fmt: skip
    begin(actor, copy, STATEMENT, label="送达投诉答复通知书和投诉书副本")
    note(actor, copy, STATEMENT, "serve", label="收到投诉答复通知书和投诉书副本", audience=(ident,))
