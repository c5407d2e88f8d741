"""What deliveries and payments make of a contract."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.lifecycle import CONTRACT, ORDERS
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.contracts.services.funding import free
from lucai.stages.contract.contracts.services.hands import locked, units_wait
from lucai.stages.trade.projects import services as projects

PAID_UP = frozenset({"filed", "performing", "terminated"})
"""The states in which the last payment ends a contract; a suspended one ends when it is resumed."""


def note_delivery(actor: Actor, *, number: str, rest: bool) -> None:
    """Note that the supplier has announced a delivery, as its consequence.

    ``rest`` says whether something is left to deliver. The contract moves on once it is filed;
    the signed contract binds before that.
    """
    row = locked(actor, number)
    # A research contract settled by its cost owes nothing of what was not spent.
    owed = rest and row.settled_amount is None
    row.change(performing_since=row.performing_since or clock.now(), delivery_owed=owed)
    follow_deliveries(actor, row)


def owe_delivery(actor: Actor, *, number: str) -> None:
    """Note that something has to be delivered anew: rejected, or turned down by acceptance."""
    row = locked(actor, number)
    row.change(delivery_owed=True)
    follow_deliveries(actor, row)


@command
def settle(actor: Actor, *, number: str, settled: int) -> None:
    """Settle a research contract at what its recognised costs come to; the rest goes back (COI-07).

    Raises:
        InvalidInput: less than was paid, or more than the contract (message at ``settled``).
    """
    row = locked(actor, number)
    if not row.paid <= settled <= row.amount:
        raise InvalidInput({"settled": "结算金额不能少于已支付金额，也不能超过合同金额"})
    row.change(settled_amount=settled)
    if row.amount > settled:
        free(actor, row, row.amount - settled)
    note(
        actor, row, CONTRACT, "settle", label="研发合同按认定成本结算",
        body={"settled": settled, "released": row.amount - settled},
    )  # fmt: skip


@command
def book_payment(actor: Actor, *, number: str, amount: int, reference: str) -> None:
    """Book a payment the treasury made, or, below zero, one that came back.

    A contract paid in full is completed; it stays so when money comes back and is paid anew.
    """
    row = locked(actor, number)
    row.change(paid=row.paid + amount)
    note(
        actor, row, CONTRACT, "book_payment", label="登记合同付款",
        body={"amount": amount, "paid": row.paid, "reference": reference},
    )  # fmt: skip
    if row.paid == row.payable and row.state in PAID_UP:
        complete(actor, row)


def follow_deliveries(actor: Actor, row: Contract) -> None:
    """Move a contract on as far as its deliveries have come."""
    if row.state == "filed" and row.performing_since:
        take_step(actor, row, CONTRACT, "perform", follows=True)
        if row.method not in ORDERS:
            projects.advance(actor, number=row.project_number, step="perform")
    if row.state == "performing" and row.delivery_owed:
        take_step(actor, row, CONTRACT, "owe", follows=True)
    elif row.state == "owing" and not row.delivery_owed:
        take_step(actor, row, CONTRACT, "perform_rest", follows=True)


def complete(actor: Actor, row: Contract) -> None:
    """Complete the lot of a contract that is paid, or that ended early with nothing left to pay."""
    if row.state != "terminated":
        take_step(
            actor, row, CONTRACT, "complete", follows=True, changes={"completed_at": clock.now()}
        )
    if row.method in ORDERS:
        return
    projects.advance(actor, number=row.project_number, step="perform")
    if _others_run(row) or units_wait(row):
        return
    projects.mark_lot(
        actor, number=row.project_number, lot_number=row.lot_number, state="completed"
    )
    projects.complete_when_done(actor, number=row.project_number)


def _others_run(row: Contract) -> bool:
    """Whether other contracts of the same lot are still to be paid: research, or units' own."""
    with system_access("contracts of a lot in hand"):
        rows = Contract.objects.filter(
            project_number=row.project_number, lot_number=row.lot_number
        ).exclude(pk=row.pk)
        states = list(rows.values_list("state", "paid", "settled_amount"))
    ended = {"completed", "rescinded"}
    return any(
        state not in ended and not (state == "terminated" and paid == settled)
        for state, paid, settled in states
    )
