"""The money of a plan: held at filing, committed by contracts, consumed by payments.

Later stages book money only here; which indicator pays for which lot is decided once, at
filing, in the order of lots and of the indicators' codes.
"""

from __future__ import annotations

from collections.abc import Iterator

from lucai.kernel import money
from lucai.kernel.actors import Actor
from lucai.kernel.errors import RuleBroken
from lucai.law.verdicts import Verdict
from lucai.platform.journal.frame import command
from lucai.platform.records import system_access
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.plan.plans.models import (
    PackageFunding,
    PlanFunding,
    PlanPackage,
    ProcurementPlan,
)


def hold_all(actor: Actor, row: ProcurementPlan) -> None:
    """Hold what the plan takes from each indicator and share it out among the lots."""
    with system_access("money of a plan in hand"):
        funds = list(PlanFunding.objects.filter(plan=row).order_by("indicator_code"))
        lots = list(PlanPackage.objects.filter(plan=row).order_by("number"))
    for fund in funds:
        indicators.hold(actor, code=fund.indicator_code, amount=fund.amount, reference=row.number)
    for lot, code, amount in _shares(lots, funds):
        PackageFunding(package=lot, indicator_code=code, held=amount).save(force_insert=True)


@command
def commit_lot(
    actor: Actor, *, number: str, lot_number: int, amount: int, reference: str,
    keep_rest: bool = False,
) -> None:  # fmt: skip
    """Bind a lot's money to a contract; what the contract does not need is given back.

    ``keep_rest``: further contracts follow on the same lot (合作创新), the rest stays held.

    Raises:
        RuleBroken: the contract costs more than the lot holds (GP-BUD-01).
    """
    lines = _lines(number, lot_number)
    _demand_enough(amount, sum(line.held for line in lines), "本包已冻结预算")
    left = amount
    for line in lines:
        part = min(line.held, left)
        left -= part
        if part:
            indicators.commit(actor, code=line.indicator_code, amount=part, reference=reference)
        rest = line.held - part
        if not keep_rest:
            _release(actor, line, rest, reference)
        line.change(held=rest if keep_rest else 0, committed=line.committed + part)


@command
def commit_more(actor: Actor, *, number: str, lot_number: int, amount: int, reference: str) -> None:
    """Bind further money of the lot's first indicator to its contract, for a supplement.

    Raises:
        RuleBroken: the indicator has less left (GP-BUD-01).
    """
    line = _lines(number, lot_number)[0]
    code = line.indicator_code
    indicators.hold(actor, code=code, amount=amount, reference=reference)
    indicators.commit(actor, code=code, amount=amount, reference=reference)
    line.change(committed=line.committed + amount)


@command
def give_back_lot(
    actor: Actor, *, number: str, lot_number: int, amount: int, reference: str
) -> None:
    """Give back what a lot's contract, ended early, does not need any more.

    Raises:
        RuleBroken: the contract has less left (GP-BUD-01).
    """
    lines = _lines(number, lot_number)
    _demand_enough(amount, sum(line.committed for line in lines), "本包合同未支付金额")
    left = amount
    for line in reversed(lines):
        part = min(line.committed, left)
        left -= part
        if part:
            indicators.give_back(actor, code=line.indicator_code, amount=part, reference=reference)
            line.change(committed=line.committed - part)


@command
def uncommit_lot(actor: Actor, *, number: str, lot_number: int, reference: str, most: int) -> None:
    """Hold a lot's money again, at most so much, that was bound to a contract now rescinded."""
    left = most
    for line in _lines(number, lot_number):
        part = min(line.committed, left)
        if part:
            left -= part
            indicators.uncommit(actor, code=line.indicator_code, amount=part, reference=reference)
            line.change(held=line.held + part, committed=line.committed - part)


@command
def consume_lot(actor: Actor, *, number: str, lot_number: int, amount: int, reference: str) -> None:
    """Book a payment on a lot's contract.

    Raises:
        RuleBroken: more is paid than the contract has left (GP-BUD-01).
    """
    lines = _lines(number, lot_number)
    _demand_enough(amount, sum(line.committed for line in lines), "本包合同未支付金额")
    left = amount
    for line in lines:
        part = min(line.committed, left)
        left -= part
        if part:
            indicators.consume(actor, code=line.indicator_code, amount=part, reference=reference)
            line.change(committed=line.committed - part, consumed=line.consumed + part)


@command
def restore_lot(actor: Actor, *, number: str, lot_number: int, amount: int, reference: str) -> None:
    """Undo a payment that the bank sent back: what it consumed is committed again.

    Raises:
        RuleBroken: more comes back than was paid (GP-BUD-01).
    """
    lines = _lines(number, lot_number)[::-1]
    _demand_enough(amount, sum(line.consumed for line in lines), "本包已支付金额")
    left = amount
    for line in lines:
        part = min(line.consumed, left)
        left -= part
        if part:
            indicators.restore(actor, code=line.indicator_code, amount=part, reference=reference)
            line.change(committed=line.committed + part, consumed=line.consumed - part)


@command
def release_lot(
    actor: Actor, *, number: str, lot_number: int, reference: str, suppliers_left: int | None = None
) -> None:
    """Give back what a lot that failed still holds, so that it can be planned anew.

    Where it failed for want of suppliers its plan says how many were left: by another method it
    may go on with them, while the other lots are still under way.
    """
    if suppliers_left is not None:
        _note_suppliers_left(number, suppliers_left)
    for line in _lines(number, lot_number):
        _release(actor, line, line.held, reference)
        line.change(held=0)


def _note_suppliers_left(number: str, count: int) -> None:
    with system_access("plan of a failed lot"):
        row = ProcurementPlan.objects.select_for_update().get(number=number)
    row.change(suppliers_left=max(count, row.suppliers_left or 0))


def release_held(actor: Actor, row: ProcurementPlan, reference: str) -> None:
    """Give back everything a plan still holds."""
    with system_access("money of a plan in hand"):
        found = PackageFunding.objects.select_for_update().filter(package__plan=row, held__gt=0)
        lines = list(found.order_by("pk"))
    for line in lines:
        _release(actor, line, line.held, reference)
        line.change(held=0)


def _shares(
    lots: list[PlanPackage], funds: list[PlanFunding]
) -> Iterator[tuple[PlanPackage, str, int]]:
    """Yield (lot, indicator, amount): lots in order take from indicators in order."""
    left = {fund.indicator_code: fund.amount for fund in funds}
    for lot in lots:
        wanted = lot.amount
        for code, free in list(left.items()):
            part = min(free, wanted)
            left[code] = free - part
            wanted -= part
            if part:
                yield lot, code, part


def _lines(number: str, lot_number: int) -> list[PackageFunding]:
    with system_access("money of a lot in hand"):
        rows = PackageFunding.objects.select_for_update().filter(
            package__plan__number=number, package__number=lot_number
        )
        return list(rows.order_by("indicator_code"))


def _demand_enough(amount: int, available: int, what: str) -> None:
    if 0 < amount <= available:
        return
    text = f"金额 {money.yuan(amount)} 元应大于 0，并且不超过{what} {money.yuan(available)} 元"
    raise RuleBroken((Verdict("GP-BUD-01", False, text, ("政府采购法/6",)),))


def _release(actor: Actor, line: PackageFunding, amount: int, reference: str) -> None:
    if amount:
        indicators.release(actor, code=line.indicator_code, amount=amount, reference=reference)
