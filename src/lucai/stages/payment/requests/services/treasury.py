"""The treasury's answers: paid whole or in parts, returned unpaid, or come back from the bank."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput
from lucai.law.calendar import beijing_day
from lucai.law.payments import late_interest, overdue_days
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests.fragments import due_body, transaction
from lucai.stages.payment.requests.lifecycle import PAYMENT
from lucai.stages.payment.requests.models import Invoice, PaymentRequest, PaymentVoucher
from lucai.stages.payment.requests.schemas import BounceIn, ReasonIn, VoucherIn
from lucai.stages.payment.requests.services.common import facts_of, give_back, own_request


@command
def return_request(actor: Actor, *, number: str, reason: ReasonIn) -> None:
    """Return a request unpaid, or what is left of it (国库), with the reason."""
    give_back(actor, number, "return_request", reason)


@command
def pay(actor: Actor, *, number: str, voucher: VoucherIn) -> None:
    """Answer a request with the voucher of its payment, whole or in part (国库).

    The commitment is consumed; a contract paid in full is completed, and with its last
    contract the project.

    Raises:
        InvalidInput: a voucher number used before, a day before the request was sent, or
            more than the request has left.
    """
    row = own_request(actor, number)
    amount = voucher.amount or row.left
    _check_voucher(row, voucher, amount)
    late = overdue_days(row.due_on, voucher.paid_on)
    interest = late_interest(amount, late, on=voucher.paid_on).amount if late else 0
    whole = amount == row.left
    facts = facts_of(actor, row, amount)
    take_step(
        actor, row, PAYMENT, "pay" if whole else "pay_part", facts=facts,
        body=_paid_body(actor, row, amount, voucher, late),
        changes={"paid": row.paid + amount, "paid_on": voucher.paid_on if whole else None},
    )  # fmt: skip
    PaymentVoucher(
        request=row, contract_number=row.contract_number, number=voucher.number,
        amount=amount, paid_on=voucher.paid_on, recorded_at=clock.now(), late_days=late,
        interest=interest,
    ).save(force_insert=True)  # fmt: skip
    _settle_invoice(row, interest)
    _book(row, amount, voucher.number)


@command
def bounce(actor: Actor, *, number: str, bounced: BounceIn) -> None:
    """Book a payment that the bank sent back (国库); the request goes back to the buyer.

    Everything the payment had booked is undone to the 分; the due day stays as it was.

    Raises:
        InvalidInput: no such voucher, undone already, or a day before it was paid.
    """
    row = own_request(actor, number)
    undone = _undone(row, bounced)
    take_step(
        actor, row, PAYMENT, "bounce", body=_bounced_body(actor, row, undone, bounced),
        changes={
            "paid": row.paid - undone.amount, "paid_on": None,
            "returned_reason": bounced.reason, "returned_by": "国库（退票）",
        },
    )  # fmt: skip
    PaymentVoucher(
        request=row, contract_number=row.contract_number, number=bounced.number or f"{undone.number}-T",
        amount=-undone.amount, paid_on=bounced.bounced_on, recorded_at=clock.now(),
        undoes=undone.number, reason=bounced.reason,
    ).save(force_insert=True)  # fmt: skip
    _settle_invoice(row, -undone.interest)
    _book_back(row, undone)


def _settle_invoice(row: PaymentRequest, interest: int) -> None:
    """Let the invoice know how far it is paid."""
    with system_access("invoice of a request in hand"):
        invoice = Invoice.objects.get(
            contract_number=row.contract_number, number=row.invoice_number
        )
    invoice.change(paid=row.paid, paid_on=row.paid_on, interest=invoice.interest + interest)


def _paid_body(
    actor: Actor, row: PaymentRequest, amount: int, voucher: VoucherIn, late: int
) -> dict[str, Any]:
    contract = contract_card(actor.viewer, row.contract_number)
    return {
        "amount": amount,
        "voucher": voucher.number,
        "paidOn": voucher.paid_on.isoformat(),
        "lateDays": late,
        **_due(row),
        "ocds": transaction(contract, _transaction_id(row), amount, voucher.paid_on),
    }


def _bounced_body(
    actor: Actor, row: PaymentRequest, undone: PaymentVoucher, bounced: BounceIn
) -> dict[str, Any]:
    contract = contract_card(actor.viewer, row.contract_number)
    return {
        "amount": -undone.amount,
        "voucher": undone.number,
        "reason": bounced.reason,
        **_due(row),
        "ocds": transaction(contract, _transaction_id(row), -undone.amount, bounced.bounced_on),
    }


def _transaction_id(row: PaymentRequest) -> str:
    """Return the id of the next transaction: the request's number, further ones with a count."""
    with system_access("vouchers of a request in hand"):
        before = PaymentVoucher.objects.filter(request=row).count()
    return f"{row.number}-{before + 1}" if before else row.number


def _due(row: PaymentRequest) -> dict[str, Any]:
    return due_body(
        row.contract_number, row.invoice_number, due_on=row.due_on, amount=row.amount,
        buyer_id=row.buyer_id,
    )  # fmt: skip


def _book(row: PaymentRequest, amount: int, reference: str) -> None:
    """Book the payment on plan and contract: consequences of the treasury's answer."""
    system = Actor.system(Reason.CONSEQUENCE)
    contracts.spend(system, number=row.contract_number, amount=amount, reference=reference)
    contracts.book_payment(system, number=row.contract_number, amount=amount, reference=reference)


def _book_back(row: PaymentRequest, undone: PaymentVoucher) -> None:
    """Undo what a payment booked."""
    system = Actor.system(Reason.CONSEQUENCE)
    contracts.unspend(
        system, number=row.contract_number, amount=undone.amount, reference=undone.number
    )
    contracts.book_payment(
        system, number=row.contract_number, amount=-undone.amount, reference=undone.number
    )


def _check_voucher(row: PaymentRequest, voucher: VoucherIn, amount: int) -> None:
    problems = {}
    if row.sent_at and voucher.paid_on < beijing_day(row.sent_at):
        problems["paid_on"] = "支付日期不能早于支付申请发往国库的日期"
    if amount > row.left:
        problems["amount"] = f"支付申请还有 {money.yuan(row.left)} 元未付，支付金额不能超过它"
    with system_access("uniqueness"):
        if PaymentVoucher.objects.filter(number=voucher.number).exists():
            problems["number"] = "这个支付凭证号已经用过"
    if problems:
        raise InvalidInput(problems)


def _undone(row: PaymentRequest, bounced: BounceIn) -> PaymentVoucher:
    with system_access("vouchers of a request in hand"):
        rows = PaymentVoucher.objects.filter(request=row)
        undone = rows.filter(number=bounced.voucher, undoes="").first()
        again = rows.filter(undoes=bounced.voucher).exists()
        used = PaymentVoucher.objects.filter(number=bounced.number).exists()
    if not undone:
        raise InvalidInput({"voucher": "这笔支付申请没有这个支付凭证号"})
    if again:
        raise InvalidInput({"voucher": "这张凭证已经登记过退票"})
    if used:
        raise InvalidInput({"number": "这个退票凭证号已经用过"})
    if bounced.bounced_on < undone.paid_on:
        raise InvalidInput({"bounced_on": "退票日期不能早于支付日期"})
    return undone
