"""Changing milestones: planned once or by period, reported, confirmed, returned, cancelled."""

from __future__ import annotations

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.performance.milestones.lifecycle import MILESTONE, PLAN
from lucai.stages.performance.milestones.models import Milestone
from lucai.stages.performance.milestones.periods import months_later
from lucai.stages.performance.milestones.schemas import MilestoneIn, ReportIn, Rhythm, SaidIn
from lucai.stages.performance.milestones.selectors import milestone_row, milestones_of

SHARED = (
    "project_number", "buyer_id", "buyer_path", "supplier_id", "agency_id", "finance_id", "region",
)  # fmt: skip


@command
def plan_milestones(actor: Actor, *, contract_number: str, milestone: MilestoneIn) -> list[int]:
    """Lay out what is due, once or period by period; return the numbers.

    Raises:
        NotAllowed: no party, or the role does not grant it.
        WrongState: the contract does not bind.
        InvalidInput: more money than the contract has (message at ``amount``).
    """
    demand(actor, PLAN.permission)
    card = contract_card(actor.viewer, contract_number)
    if card.buyer_id != actor.viewer.organisation:
        raise NotAllowed("履约节点由采购人安排。")
    if not card.binding:
        raise WrongState(f"合同{card.state_label}，不能安排履约节点。")
    count = milestone.count if milestone.rhythm is not Rhythm.ONCE else 1
    _demand_money(actor, card, (milestone.amount or 0) * count)
    first = _next_number(contract_number)
    for place in range(count):
        row = _row(card, milestone, first + place, place, count)
        begin(
            actor, row, MILESTONE, label="安排履约节点",
            body={"due": row.due_on.isoformat(), "amount": row.amount},
        )  # fmt: skip
    return list(range(first, first + count))


@command
def report(actor: Actor, *, contract_number: str, number: int, report: ReportIn) -> None:
    """Say that it is done.

    Raises:
        InvalidInput: late without a reason (message at ``late_reason``).
    """
    row = _own(actor, contract_number, number)
    late = (report.reported_on - row.due_on).days
    if late > 0 and not report.late_reason:
        raise InvalidInput({"late_reason": f"比约定的 {row.due_on} 晚了 {late} 天，请写明原因"})
    take_step(
        actor, row, MILESTONE, "report", body={"on": report.reported_on.isoformat()},
        changes={
            "reported_on": report.reported_on,
            "report": report.report,
            "late_reason": report.late_reason if late > 0 else "",
            "said": "",
        },
    )  # fmt: skip


@command
def confirm(actor: Actor, *, contract_number: str, number: int, said: SaidIn) -> None:
    """Confirm that it is done."""
    _answer(actor, contract_number, number, "confirm", said)


@command
def return_report(actor: Actor, *, contract_number: str, number: int, said: SaidIn) -> None:
    """Return a report: it is not done."""
    _answer(actor, contract_number, number, "return_report", said)


@command
def cancel(actor: Actor, *, contract_number: str, number: int, said: SaidIn) -> None:
    """Take a milestone out of the plan, with the reason."""
    _answer(actor, contract_number, number, "cancel", said)


def _answer(actor: Actor, contract_number: str, number: int, step: str, said: SaidIn) -> None:
    row = _own(actor, contract_number, number)
    done = {"confirmed_at": clock.now()} if step == "confirm" else {}
    back = {"reported_on": None} if step == "return_report" else {}
    take_step(
        actor, row, MILESTONE, step, body={"said": said.said},
        changes={"said": said.said, **done, **back},
    )  # fmt: skip


def _own(actor: Actor, contract_number: str, number: int) -> Milestone:
    row = milestone_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row


def _demand_money(actor: Actor, card: ContractCard, wanted: int) -> None:
    planned = milestones_of(actor.viewer, card.number)
    left = card.amount - sum(one.amount for one in planned if one.state != "cancelled")
    if wanted > left:
        raise InvalidInput(
            {"amount": f"各节点价款合计超过合同金额，还可安排 {money.yuan(left)} 元"}
        )


def _next_number(contract_number: str) -> int:
    with system_access("numbering"):
        return Milestone.objects.filter(contract_number=contract_number).count() + 1


def _row(
    card: ContractCard, milestone: MilestoneIn, number: int, place: int, count: int
) -> Milestone:
    part = f"（第 {place + 1} 期，共 {count} 期）" if count > 1 else ""
    return Milestone(
        contract_number=card.number,
        number=number,
        contract_title=card.title,
        kind=milestone.kind.value,
        title=f"{milestone.title}{part}",
        due_on=months_later(milestone.due_on, milestone.rhythm.months * place),
        amount=milestone.amount or 0,
        **{name: getattr(card, name) for name in SHARED},
    )
