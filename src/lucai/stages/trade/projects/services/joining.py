"""Units that buy jointly: asked by the lead, consenting each for itself."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.plan.plans import services as plans
from lucai.stages.plan.plans.selectors import PlanSheet, plan_seen
from lucai.stages.trade.projects.lifecycle import JOINED, JOINT, LEADS, NAME
from lucai.stages.trade.projects.models import JointUnit, Lot, LotItem, ProcurementProject
from lucai.stages.trade.projects.schemas import JoinIn, RefusalIn
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard, project_seen
from lucai.stages.trade.projects.selectors.joint import closed_for, joint_facts, misfits, unit_row

SIMPLE = frozenset({"consent", "ask_again", "withdraw"})


@command
def ask_unit(actor: Actor, *, project_number: str, join: JoinIn) -> int:
    """Ask a unit to buy a lot jointly, by its own filed plan; return its place.

    Raises:
        NotAllowed: the role does not grant it, or another unit leads.
        WrongState: no unit can be asked any more.
        InvalidInput: the plan cannot join; the message says why.
    """
    demand(actor, NAME.permission)
    card = project_seen(actor.viewer, project_number)
    if card.buyer_id != actor.viewer.organisation:
        raise NotAllowed("参与单位由牵头单位征求。")
    if closed := closed_for(card):
        raise WrongState(closed)
    lot, sheet = _lot_of(card, join.lot), _plan(join.plan_number)
    problems = misfits(card, lot, sheet)
    if problems:
        raise InvalidInput({"plan_number": "；".join(problems)})
    with system_access("numbering"):
        rows = JointUnit.objects.filter(project_number=project_number)
        again = rows.filter(plan_number=join.plan_number).exclude(state="withdrawn").exists()
        place = rows.count() + 1
    if again:
        raise InvalidInput({"plan_number": "已经用这份采购计划征求过"})
    row = _row(card, lot, sheet, place)
    begin(
        actor, row, JOINT, label=f"征求{row.buyer_name}联合采购",
        body={"plan": row.plan_number, "lot": lot.number, "amount": row.amount},
    )  # fmt: skip
    return place


@command
def take_unit_step(actor: Actor, *, project_number: str, place: int, step: str) -> None:
    """Consent, or, for the lead, ask again or withdraw.

    Raises:
        NotAllowed: it is another unit's turn.
        RuleBroken: the plan does not fit any more.
    """
    if step not in SIMPLE:
        raise WrongState("这一步请在它自己的页面上办理。")
    row = _own(actor, project_number, place, step)
    if step == "ask_again" and (closed := closed_for(project_seen(SYSTEM, project_number))):
        raise WrongState(closed)
    facts = joint_facts(row)
    take_step(
        actor, row, JOINT, step, facts=facts, audience=(row.lead_id, row.buyer_id),
        changes=_answered(actor) if step == "consent" else {},
    )  # fmt: skip
    if step == "consent":
        _join(actor, row)


@command
def refuse_unit(actor: Actor, *, project_number: str, place: int, refusal: RefusalIn) -> None:
    """Refuse to buy jointly, with a reason; the lead may ask again."""
    row = _own(actor, project_number, place, "refuse")
    take_step(
        actor, row, JOINT, "refuse", body={"reason": refusal.reason}, audience=(row.lead_id,),
        changes={**_answered(actor), "refused_reason": refusal.reason},
    )  # fmt: skip


@command
def leave_unit(actor: Actor, *, project_number: str, place: int, refusal: RefusalIn) -> None:
    """Leave again after the consent, with a reason: plan, things and money are the unit's own again.

    Raises:
        NotAllowed: it is another unit's turn.
        RuleBroken: the document has been handed in for confirmation.
    """
    row = _own(actor, project_number, place, "leave")
    take_step(
        actor, row, JOINT, "leave", facts=joint_facts(row), body={"reason": refusal.reason},
        audience=(row.lead_id,), changes={**_answered(actor), "refused_reason": refusal.reason},
    )  # fmt: skip
    _part(actor, row)


@command
def mark_unit_contracted(actor: Actor, *, project_number: str, place: int) -> None:
    """Note that a unit has drafted its own contract; the contract's drafting calls this."""
    row = _own(actor, project_number, place, "contract")
    if row.state == "awarded":
        take_step(actor, row, JOINT, "contract")


def follow_award(actor: Actor, number: str, lot_number: int, state: str) -> None:
    """Let the units of a lot draft their contracts when it is awarded; undo that with the award."""
    source, step = {"awarded": ("consented", "award"), "active": ("awarded", "reopen")}.get(
        state, ("", "")
    )
    for row in _rows(number, lot_number):
        if row.state == source:
            take_step(actor, row, JOINT, step, follows=True)


def release_units(actor: Actor, number: str, lot_number: int | None = None) -> None:
    """Let the units of a failed lot, or of an ended project, go; each gets its money back."""
    for row in _rows(number, lot_number):
        if row.state not in {*JOINT.step("release").source, "contracted"}:
            continue
        if row.state in JOINED:
            plans.release_plan(actor, number=row.plan_number, reference=number)
        if row.state != "contracted":
            take_step(actor, row, JOINT, "release", follows=True)


def _rows(number: str, lot_number: int | None) -> list[JointUnit]:
    with system_access("units of a project in hand"):
        rows = JointUnit.objects.select_for_update().filter(project_number=number)
        return list(
            (rows if lot_number is None else rows.filter(lot_number=lot_number)).order_by("place")
        )


def _own(actor: Actor, project_number: str, place: int, step: str) -> JointUnit:
    """Return a unit whose turn it is: the lead's for the lead's steps, else the unit's own."""
    row = unit_row(actor.viewer, project_number, place)
    turn = row.lead_id if step in LEADS else row.buyer_id
    if actor.viewer.organisation != turn:
        raise NotAllowed("这件事由其他单位办理，您只能查看。")
    return row


def _answered(actor: Actor) -> dict[str, Any]:
    return {"answered_at": clock.now(), "answered_by": actor.viewer.name}


def _join(actor: Actor, row: JointUnit) -> None:
    """Bind the unit's plan to the project; its things and its money come into the lot."""
    plans.mark_commissioned(
        actor, number=row.plan_number, project_number=row.project_number, agency_id=row.agency_id
    )
    package = plan_seen(SYSTEM, row.plan_number).packages[0]
    with system_access("lot in hand"):
        project = ProcurementProject.objects.select_for_update().get(number=row.project_number)
        lot = Lot.objects.select_for_update().get(project=project, number=row.lot_number)
        first = list(LotItem.objects.filter(lot=lot, unit_id=None))
    for item in first:
        item.change(unit_id=row.lead_id, name=_named(item.name, row.lead_name))
    for wanted in package.items:
        LotItem(
            lot=lot, catalogue_code=wanted.catalogue_code, quantity=wanted.quantity,
            name=_named(wanted.name, row.buyer_name), unit=wanted.unit, unit_id=row.buyer_id,
            unit_price=wanted.unit_price, requirement=wanted.requirement,
        ).save(force_insert=True)  # fmt: skip
    # The budget first: the ceiling is never above it.
    lot.change(budget=lot.budget + row.amount, ceiling=lot.ceiling + row.ceiling)
    project.change(budget=project.budget + row.amount, ceiling=project.ceiling + row.ceiling)


def _part(actor: Actor, row: JointUnit) -> None:
    """Undo what :func:`_join` did; a lead that is left alone buys for nobody else."""
    plans.free_plan(actor, number=row.plan_number)
    with system_access("lot in hand"):
        project = ProcurementProject.objects.select_for_update().get(number=row.project_number)
        lot = Lot.objects.select_for_update().get(project=project, number=row.lot_number)
        LotItem.objects.filter(lot=lot, unit_id=row.buyer_id).delete()
        left = list(LotItem.objects.filter(lot=lot))
    if {item.unit_id for item in left} == {row.lead_id}:
        for item in left:
            item.change(unit_id=None, name=item.name.removesuffix(f"（{row.lead_name}）"))
    # The ceiling first: it is never above the budget.
    lot.change(ceiling=lot.ceiling - row.ceiling, budget=lot.budget - row.amount)
    project.change(ceiling=project.ceiling - row.ceiling, budget=project.budget - row.amount)


def _named(name: str, unit: str) -> str:
    """Say for whom a thing is bought, wherever its name stands: notices, price table, contract."""
    return f"{name[: 150 - len(unit)]}（{unit}）"


def _lot_of(card: ProjectCard, number: int) -> LotCard:
    try:
        return card.lot(number)
    except NotFound:
        raise InvalidInput({"lot": "项目没有这一包"}) from None


def _plan(number: str) -> PlanSheet:
    try:
        return plan_seen(SYSTEM, number)
    except NotFound:
        raise InvalidInput({"plan_number": "没有这个编号的采购计划，请向参与单位核对"}) from None


def _row(card: ProjectCard, lot: LotCard, sheet: PlanSheet, place: int) -> JointUnit:
    plan, package = sheet.card, sheet.packages[0]
    items = "、".join(f"{i.name} {i.quantity} {i.unit}" for i in package.items)
    return JointUnit(
        project_number=card.number,
        project_title=card.title,
        lot_number=lot.number,
        place=place,
        plan_number=plan.number,
        plan_lot=package.number,
        buyer_id=plan.buyer_id,
        buyer_path=plan.buyer_path,
        buyer_name=plan.buyer_name,
        lead_id=card.buyer_id,
        lead_path=card.buyer_path,
        lead_name=card.buyer_name,
        agency_id=card.agency_id,
        finance_id=card.finance_id,
        region=card.region,
        amount=package.amount,
        ceiling=package.ceiling or package.amount,
        needs=f"{items}，预算 {money.yuan(package.amount)} 元"[:1000],
    )
