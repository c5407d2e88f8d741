"""The money of a contract: booked on its plan's lot, or on the indicator an order named.

Later stages book what is spent only here.
"""

from __future__ import annotations

from lucai.kernel.actors import Actor
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.contracts.services.hands import locked
from lucai.stages.plan.plans import services as plans


def spend(actor: Actor, *, number: str, amount: int, reference: str) -> None:
    """Book a payment as consumed; part of the payment's own command.

    Raises:
        RuleBroken: more is paid than the contract has left (GP-BUD-01).
    """
    row = locked(actor, number)
    if row.indicator_code:
        indicators.consume(actor, code=row.indicator_code, amount=amount, reference=reference)
        return
    plans.consume_lot(
        actor, number=row.plan_number, lot_number=row.paying_lot, amount=amount,
        reference=reference,
    )  # fmt: skip


def unspend(actor: Actor, *, number: str, amount: int, reference: str) -> None:
    """Undo a payment that the bank sent back; part of that command.

    Raises:
        RuleBroken: more comes back than was paid (GP-BUD-01).
    """
    row = locked(actor, number)
    if row.indicator_code:
        indicators.restore(actor, code=row.indicator_code, amount=amount, reference=reference)
        return
    plans.restore_lot(
        actor, number=row.plan_number, lot_number=row.paying_lot, amount=amount,
        reference=reference,
    )  # fmt: skip


def bind_more(actor: Actor, row: Contract, amount: int, reference: str) -> None:
    """Bind further money for a supplement.

    Raises:
        RuleBroken: the indicator has less left (GP-BUD-01).
    """
    if row.indicator_code:
        key = {"code": row.indicator_code, "reference": reference}
        indicators.hold(actor, amount=amount, **key)
        indicators.commit(actor, amount=amount, **key)
        return
    plans.commit_more(
        actor, number=row.plan_number, lot_number=row.paying_lot, amount=amount,
        reference=reference,
    )  # fmt: skip


def free(actor: Actor, row: Contract, amount: int) -> None:
    """Give back what a contract that is settled does not need any more."""
    if row.indicator_code:
        indicators.give_back(actor, code=row.indicator_code, amount=amount, reference=row.number)
        return
    plans.give_back_lot(
        actor, number=row.plan_number, lot_number=row.paying_lot, amount=amount,
        reference=row.number,
    )  # fmt: skip
