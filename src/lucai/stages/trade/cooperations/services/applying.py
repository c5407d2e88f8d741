"""Applying, and the group's review of who is qualified, as far as the organiser has a part in it."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge as judged
from lucai.law.cooperation_rules import innovation_application_arrives_in_time
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.registers.exclusions.gates import Gate
from lucai.stages.trade.cooperations.lifecycle import APPLICANT, APPLY, COOPERATION
from lucai.stages.trade.cooperations.models import Applicant, of
from lucai.stages.trade.cooperations.schemas import ApplicationIn
from lucai.stages.trade.cooperations.selectors.facts import facts_of
from lucai.stages.trade.cooperations.selectors.rows import (
    QUALIFY,
    applicants_in,
    cooperation_row,
    own_applicant,
)
from lucai.stages.trade.cooperations.services.judging import begin_opinions
from lucai.stages.trade.cooperations.services.preparing import locked
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.standing import ask, bars, demand_not_barred, digests, why_not

RECEIVING = ("announced", "seated")


@command
def apply(actor: Actor, *, project_number: str, form: ApplicationIn) -> None:
    """Hand in an application, or another in its place; nobody else sees it before the deadline.

    Raises:
        NotAllowed: the role does not grant it.
        RuleBroken: too late, or barred from procurement (COI-02, GP-QUA-02).
        InvalidInput: not vouched for.
        WrongState: no applications are received.
    """
    demand(actor, APPLY.permission)
    demand_not_barred(bars(actor.viewer.organisation or 0))
    row = cooperation_row(actor.viewer, project_number)
    if row.state not in RECEIVING:
        raise WrongState("现在不接收申请文件。")
    if not form.truthful:
        raise InvalidInput({"truthful": "请承诺申请文件真实、合法、有效"})
    facts = facts_of(actor.viewer, row)
    written = {
        "statement": form.statement, "experience": form.experience, "contact": form.contact,
        "applied_at": clock.now(),
    }  # fmt: skip
    if own := own_applicant(actor.viewer, project_number):
        take_step(actor, own, APPLICANT, "apply", facts=facts, changes=written)
        return
    if broken := tuple(
        v for v in judged((innovation_application_arrives_in_time,), facts, clock.now()) if v.blocks
    ):
        raise RuleBroken(broken)
    made = Applicant(
        **of(row), **written, buyer_id=row.buyer_id, supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name, secret_until=row.apply_until or clock.now(),
    )  # fmt: skip
    begin(actor, made, APPLICANT, label="提交申请文件")


@command
def withdraw(actor: Actor, *, project_number: str) -> None:
    """Take one's application back before the deadline."""
    row = cooperation_row(actor.viewer, project_number)
    own = own_applicant(actor.viewer, project_number)
    if not own:
        raise NotFound("本单位还没有提交申请文件。")
    take_step(actor, own, APPLICANT, "withdraw", facts=facts_of(actor.viewer, row))


@command
def open_applications(actor: Actor, *, project_number: str) -> None:
    """Open the applications at their deadline; each member of the group reviews for itself.

    Raises:
        RuleBroken: too early, or nobody applied (COI-02).
    """
    row = locked(actor, project_number)
    take_step(actor, row, COOPERATION, "open_applications", facts=facts_of(actor.viewer, row))
    begin_opinions(actor, row, QUALIFY)


@command
def finish_review(actor: Actor, *, project_number: str) -> None:
    """Close the review: everybody learns the result, the refused the reason.

    Raises:
        RuleBroken: a member has not found or signed yet, or nobody passed.
    """
    row = locked(actor, project_number)
    applicants = applicants_in(SYSTEM, project_number, "applied")
    project = project_seen(SYSTEM, project_number)
    answers = ask(actor, Gate.QUALIFY, [one.supplier_id for one in applicants], project)
    take_step(
        actor, row, COOPERATION, "finish_review", facts=facts_of(actor.viewer, row),
        body={"creditChecks": digests(answers)},
    )  # fmt: skip
    for one in applicants:
        reason = one.reason or why_not(answers[one.supplier_id])
        take_step(
            actor, one, APPLICANT, "refuse" if reason else "qualify", follows=True,
            changes={"reason": reason}, body={"reason": reason}, audience=(one.supplier_id,),
        )  # fmt: skip
