"""What agreements after the draft make of a contract: points settled, supplements, suspension, end.

Consequences of steps in other modules, which ask for right and ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.lifecycle import BINDING, CONTRACT, SIGNED
from lucai.stages.contract.contracts.models import Contract, ContractItem
from lucai.stages.contract.contracts.services.funding import bind_more, free
from lucai.stages.contract.contracts.services.hands import locked
from lucai.stages.contract.contracts.services.performing import complete, follow_deliveries
from lucai.stages.contract.contracts.services.signing import UNSIGNED
from lucai.stages.plan.plans import services as plans
from lucai.stages.trade.projects import services as projects

DAYS = frozenset({"delivery_days", "acceptance_days", "payment_days"})
WRITTEN = frozenset({"quality", "acceptance_plan", "breach", "other"})


@command
def count_points(actor: Actor, *, number: str, open_points: int) -> None:
    """Note how many points wait for an answer: until then nobody signs."""
    row = locked(actor, number)
    row.change(open_points=open_points)
    note(
        actor, row, CONTRACT, "count_points", label=f"待答复协商意见 {open_points} 项",
        body={"open": open_points},
    )  # fmt: skip


@command
def apply_point(actor: Actor, *, number: str, key: str, text: str, reason: str) -> None:
    """Write what both agreed on into the text; one that lay before both sides is a draft again.

    Raises:
        WrongState: the contract is signed.
        InvalidInput: not a number where days are counted (message at ``text``).
    """
    row = locked(actor, number)
    if row.signed_at:
        raise WrongState("合同已经签订，请按合同变更办理。")
    if row.state != "draft":
        why = f"采纳协商意见：{reason}"[:400]
        take_step(
            actor, row, CONTRACT, "send_back", follows=True, body={"reason": why, "sm3": row.sm3},
            changes={**UNSIGNED, "sent_back_reason": why},
        )  # fmt: skip
    reasons = {**row.content.get("reasons", {}), key: f"双方协商一致：{reason}"[:400]}
    row.change(**_written(row, key, text))
    row.change(content={**row.content, "reasons": reasons})
    note(
        actor, row, CONTRACT, "apply_point", label="采纳协商意见，修改合同文本",
        body={"key": key, "text": text},
    )  # fmt: skip


@command
def supplement(
    actor: Actor, *, number: str, agreement: int, items: Sequence[ItemLine], reference: str
) -> None:
    """Add what a supplement buys, on the contract's own terms; its money is committed (政采法 49)."""
    row = _bound(actor, number)
    with system_access("numbering"):
        place = ContractItem.objects.filter(contract_id=row.pk).count()
    for item in items:
        place += 1
        line = {**asdict(item), "place": place}
        ContractItem(contract=row, supplement=agreement, **line).save(force_insert=True)
    amount = sum(item.amount for item in items)
    row.change(
        amount=row.amount + amount, supplemented=row.supplemented + amount, delivery_owed=True
    )
    bind_more(actor, row, amount, reference)
    note(
        actor, row, CONTRACT, "supplement", label="补充合同生效",
        body={"agreement": agreement, "amount": amount, "total": row.supplemented},
    )  # fmt: skip
    follow_deliveries(actor, row)


@command
def extend_delivery(actor: Actor, *, number: str, days: int) -> None:
    """Put the last day of delivery later, as both agreed."""
    row = _bound(actor, number)
    row.change(extended_days=row.extended_days + days)
    note(actor, row, CONTRACT, "extend", label=f"交付期限顺延 {days} 日", body={"days": days})


@command
def suspend(actor: Actor, *, number: str, reason: str) -> None:
    """Suspend the performance (政府采购法 第五十条)."""
    row = _bound(actor, number)
    take_step(
        actor, row, CONTRACT, "suspend", follows=True, body={"reason": reason},
        changes={"suspended_from": row.state},
    )  # fmt: skip


@command
def resume(actor: Actor, *, number: str, reason: str) -> None:
    """Take the performance up again; the days of suspension are added to the time of delivery."""
    row = locked(actor, number)
    if row.state != "suspended":
        raise WrongState("合同没有中止，不需要恢复。")
    days = (clock.now() - row.state_since).days
    step = f"resume_{row.suspended_from}"
    take_step(
        actor, row, CONTRACT, step, follows=True, body={"reason": reason, "days": days},
        changes={"suspended_from": "", "extended_days": row.extended_days + days},
    )  # fmt: skip
    follow_deliveries(actor, row)
    if row.paid == row.payable:
        complete(actor, row)


@command
def terminate(actor: Actor, *, number: str, reason: str, settled: int) -> None:
    """End a contract early; what is not needed for the settlement goes back to the budget.

    Args:
        settled: what is paid for it in all, payments made included, in 分.

    Raises:
        InvalidInput: less than was paid, or more than the contract (message at ``settled``).
    """
    row = locked(actor, number)
    if not row.paid <= settled <= row.amount:
        raise InvalidInput({"settled": "结算金额不能少于已支付金额，也不能超过合同金额"})
    given_back = row.amount - settled
    take_step(
        actor, row, CONTRACT, "terminate", follows=True,
        body={"reason": reason, "settled": settled, "released": given_back},
        changes={"settled_amount": settled, "terminated_at": clock.now()},
    )  # fmt: skip
    if given_back:
        free(actor, row, given_back)
    if row.paid == settled:
        complete(actor, row)


@command
def rescind(actor: Actor, *, number: str, reason: str) -> None:
    """Undo a contract before its performance, as a decision on a complaint orders.

    Raises:
        WrongState: it is being performed already; then only damages are left.
    """
    row = locked(actor, number)
    signed = row.state in SIGNED
    take_step(actor, row, CONTRACT, "rescind", body={"reason": reason}, follows=True)
    if signed and not row.plan_number:
        # An order's contract is paid from the indicator itself, and belongs to no lot of a plan.
        indicators.uncommit(actor, code=row.indicator_code, amount=row.amount, reference=row.number)
    elif signed:
        plans.uncommit_lot(
            actor, number=row.plan_number, lot_number=row.paying_lot, reference=row.number,
            most=row.amount,
        )  # fmt: skip
        projects.mark_lot(
            actor, number=row.project_number, lot_number=row.lot_number, state="awarded"
        )


def _bound(actor: Actor, number: str) -> Contract:
    row = locked(actor, number)
    if row.state not in BINDING:
        raise WrongState(f"合同{CONTRACT.states[row.state]}，现在不能这样做。")
    return row


def _written(row: Contract, key: str, text: str) -> dict[str, Any]:
    """Return the fields that a point changes; a point on nothing in particular changes none."""
    group, _, name = key.partition(":")
    if name in DAYS:
        if not text.strip().isdigit() or not int(text):
            raise InvalidInput({"text": "请填写天数，例如 15"})
        return {name: int(text)}
    if name == "delivery_place":
        return {name: text[:200]}
    if name in WRITTEN:
        written = {**row.content["clauses"], name: text}
        return {"content": {**row.content, "clauses": written}}
    if group == "requirement":
        lines = [
            {**one, "response": text} if one["number"] == name else one
            for one in row.content["requirements"]
        ]
        return {"content": {**row.content, "requirements": lines}}
    return {}
