"""The steps of a plan's life: review, approval, filing, entrusting, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.plan.intentions import services as intentions
from lucai.stages.plan.plans.choices import Conclusion, Method, ReviewKind
from lucai.stages.plan.plans.lifecycle import PLAN
from lucai.stages.plan.plans.models import PackageFunding, PlanReview, ProcurementPlan
from lucai.stages.plan.plans.rules import key_review_is_needed
from lucai.stages.plan.plans.schemas import ReviewIn
from lucai.stages.plan.plans.selectors import case_of, rows_of
from lucai.stages.plan.plans.selectors.cases import passed
from lucai.stages.plan.plans.services import money
from lucai.stages.plan.plans.services.drafting import own_row

REASONED = {"send_back", "refuse_method", "return_plan", "abandon"}
Changes = dict[str, Any]


@command
def take(actor: Actor, *, number: str, step: str, reason: str = "", approval: str = "") -> None:
    """Take a step of a plan's life.

    Args:
        reason: why it goes back or ends (``send_back``, ``refuse_method``, ``return_plan``,
            ``abandon``).
        approval: the number of the decision (``approve_method``).

    Raises:
        InvalidInput: the reason or the number is missing.
        NotAllowed, WrongState, RuleBroken: see ``Lifecycle.decide``.
    """
    row = own_row(actor, number)
    if step in REASONED and not reason.strip():
        raise InvalidInput({"reason": "请写明理由"})
    if step == "approve_method" and not approval.strip():
        raise InvalidInput({"approval": "请填写核准文号"})
    facts = case_of(actor.viewer, rows_of(actor.viewer, row))
    changes = CHANGES.get(step, _nothing)(row, reason, approval)
    body = {"reason": reason} if reason else {}
    take_step(actor, row, PLAN, step, facts=facts, body=body, changes=changes)
    if consequence := CONSEQUENCES.get(step):
        consequence(actor, row)


@command
def review_plan(actor: Actor, *, number: str, finding: ReviewIn) -> None:
    """Record a review; the last one needed lets the plan pass, a failed one sends it back.

    Raises:
        NotAllowed: the role does not grant it.
        RuleBroken: the reviewer had a hand in the plan (GP-DEM-07).
    """
    row = own_row(actor, number)
    step = PLAN.step("pass_review")
    demand(actor, PLAN.permission(step))
    if row.state not in step.source:
        raise WrongState(f"计划{PLAN.states[row.state]}，不能审查。可能已有人处理，请刷新后查看。")
    rows = rows_of(actor.viewer, row)
    _demand_other_hand(actor, rows)
    if any(review.kind == finding.kind.value for review in rows.reviews):
        raise InvalidInput({"kind": f"{finding.kind.label}已经有结论，请刷新后查看"})
    _record(actor, row, finding)
    label = f"{finding.kind.label}{finding.conclusion.label}"
    note(actor, row, PLAN, "review", label=label, body={"opinion": finding.opinion})
    _conclude(actor, row, finding)


@command
def mark_commissioned(
    actor: Actor, *, number: str, project_number: str, agency_id: int | None = None
) -> None:
    """Note the project that carries out a filed plan, as the consequence of entrusting."""
    row = own_row(actor, number)
    changes = {"project_number": project_number, "agency_id": agency_id}
    take_step(actor, row, PLAN, "commission", changes=changes, follows=True)


@command
def free_plan(actor: Actor, *, number: str) -> None:
    """Let a plan stand filed again, with its money still held: its unit left a joint procurement."""
    row = own_row(actor, number)
    changes = {"project_number": "", "agency_id": None}
    take_step(actor, row, PLAN, "free", changes=changes, follows=True)


@command
def release_plan(
    actor: Actor, *, number: str, reference: str, suppliers_left: int | None = None
) -> None:
    """Give back what a plan still holds and end it, when its procurement is over.

    ``suppliers_left`` is how many suppliers were left where it failed for want of them.
    """
    with system_access("plan of an ended procurement"):
        row = ProcurementPlan.objects.select_for_update().get(number=number)
    money.release_held(actor, row, reference)
    if row.state == "commissioned":
        known = row.suppliers_left if suppliers_left is None else suppliers_left
        changes = {"suppliers_left": known}
        take_step(
            actor, row, PLAN, "end", follows=True, body={"reference": reference}, changes=changes
        )
        _free_unspent_intention(actor, row)
    else:
        note(actor, row, PLAN, "release", label="释放采购计划资金", body={"reference": reference})


def _demand_other_hand(actor: Actor, rows: Any) -> None:
    facts = case_of(actor.viewer, rows).as_if_reviewed()
    verdicts = judge(PLAN.step("pass_review").rules, facts, clock.now())
    if broken := tuple(verdict for verdict in verdicts if verdict.blocks):
        raise RuleBroken(broken)


def _record(actor: Actor, row: ProcurementPlan, finding: ReviewIn) -> None:
    PlanReview(
        plan=row,
        submission=row.submission,
        kind=finding.kind.value,
        reviewer_id=actor.viewer.person or 0,
        reviewer_name=actor.viewer.name,
        passed=finding.conclusion is Conclusion.PASSED,
        opinion=finding.opinion,
        at=clock.now(),
    ).save(force_insert=True)


def _conclude(actor: Actor, row: ProcurementPlan, finding: ReviewIn) -> None:
    if finding.conclusion is Conclusion.FAILED:
        take(actor, number=row.number, step="send_back", reason=finding.opinion)
        return
    rows = rows_of(actor.viewer, row)
    facts = case_of(actor.viewer, rows)
    key_done = passed(rows, ReviewKind.KEY) or not key_review_is_needed(facts, clock.now())
    if passed(rows, ReviewKind.GENERAL) and key_done:
        take(actor, number=row.number, step="pass_review")


def _nothing(row: ProcurementPlan, reason: str, approval: str) -> Changes:
    del row, reason, approval
    return {}


def _submitted(row: ProcurementPlan, reason: str, approval: str) -> Changes:
    del reason, approval
    return {"submission": row.submission + 1, "returned_reason": ""}


def _returned(row: ProcurementPlan, reason: str, approval: str) -> Changes:
    del row, approval
    return {"returned_reason": reason}


def _approved(row: ProcurementPlan, reason: str, approval: str) -> Changes:
    del row, reason
    return {"method_approval": approval, "method_approved_at": clock.now()}


def _filed(row: ProcurementPlan, reason: str, approval: str) -> Changes:
    del row, reason, approval
    return {"filed_at": clock.now()}


def _ended(row: ProcurementPlan, reason: str, approval: str) -> Changes:
    del row, approval
    return {"ended_reason": reason}


CHANGES: dict[str, Callable[[ProcurementPlan, str, str], Changes]] = {
    "submit": _submitted,
    "send_back": _returned,
    "refuse_method": _returned,
    "return_plan": _returned,
    "approve_method": _approved,
    "file": _filed,
    "abandon": _ended,
}


def _free_intention(actor: Actor, row: ProcurementPlan) -> None:
    if row.intention_code:
        intentions.use_intention(actor, code=row.intention_code, plan_number="")


def _free_unspent_intention(actor: Actor, row: ProcurementPlan) -> None:
    """Let a failed procurement start again from the same intention."""
    with system_access("money of a plan in hand"):
        lines = PackageFunding.objects.filter(package__plan=row)
        spent = lines.exclude(committed=0, consumed=0).exists()
    if not spent:
        _free_intention(actor, row)


def _abandon(actor: Actor, row: ProcurementPlan) -> None:
    money.release_held(actor, row, row.number)
    _free_intention(actor, row)


def _file_emergency(actor: Actor, row: ProcurementPlan) -> None:
    """File the plan of an emergency at once: the finance department learns of it, and waits for nobody."""
    if row.method != Method.EMERGENCY:
        return
    facts = case_of(actor.viewer, rows_of(actor.viewer, row))
    take_step(
        actor, row, PLAN, "file", facts=facts, changes={"filed_at": clock.now()},
        audience=(row.finance_id,), follows=True,
    )  # fmt: skip
    money.hold_all(actor, row)


CONSEQUENCES: dict[str, Callable[[Actor, ProcurementPlan], None]] = {
    "request_filing": _file_emergency,
    "file": money.hold_all,
    "discard": _free_intention,
    "abandon": _abandon,
}
