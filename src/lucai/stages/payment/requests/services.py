"""Changing invoices and payments: handed in, requested, approved by another, paid or returned."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.calendar import beijing_day
from lucai.law.payments import due_date, late_interest, overdue_days
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import treasury_of
from lucai.platform.files.kinds import DOCUMENTS, MEGABYTE
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.acceptance.acceptances.selectors import acceptance_seen
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.payment.requests.fragments import transaction
from lucai.stages.payment.requests.lifecycle import HAND_IN, INVOICE, PAYMENT
from lucai.stages.payment.requests.models import Invoice, PaymentRequest, PaymentVoucher
from lucai.stages.payment.requests.schemas import InvoiceIn, ReasonIn, RequestIn, VoucherIn
from lucai.stages.payment.requests.selectors import (
    invoice_row,
    payment_row,
    request_facts,
    terms_of,
)
from lucai.stages.plan.plans import services as plans

LARGEST_INVOICE = 10 * MEGABYTE
PARTIES = (
    "buyer_id", "buyer_path", "buyer_name", "supplier_id", "supplier_name", "agency_id",
    "finance_id", "region", "payee_is_sme",
)  # fmt: skip


@command
def hand_in_invoice(
    actor: Actor, *, contract_number: str, acceptance_number: int, invoice: InvoiceIn, file: object
) -> int:
    """Hand in the invoice for an accepted part; the clock of the payment starts.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the acceptance is not public yet, or invoiced already.
        InvalidInput: an amount other than accepted, a number used before, a file that is none.
    """
    demand(actor, HAND_IN.permission)
    contract = contract_card(actor.viewer, contract_number)
    _check_invoice(actor, contract, acceptance_number, invoice)
    row = Invoice(
        number=_next_number(contract_number),
        contract_number=contract.number,
        contract_title=contract.title,
        project_number=contract.project_number,
        acceptance_number=acceptance_number,
        treasury_id=treasury_of(actor.viewer, contract.region).pk,
        **{name: getattr(contract, name) for name in PARTIES},
        **_typed(invoice),
        **_received(actor, contract, acceptance_number),
        **_file(actor, file),
    )
    begin(actor, row, INVOICE, label="提交发票", body=_invoice_body(row))
    acceptances.mark_invoiced(actor, contract_number=contract_number, number=acceptance_number)
    return row.number


@command
def replace_invoice(
    actor: Actor, *, contract_number: str, number: int, invoice: InvoiceIn, file: object
) -> None:
    """Hand in another invoice for one that was sent back; the clock starts anew."""
    row = _own_invoice(actor, contract_number, number)
    contract = contract_card(actor.viewer, contract_number)
    _check_invoice(actor, contract, row.acceptance_number, invoice, but=row.pk)
    changes = {
        **_typed(invoice),
        **_received(actor, contract, row.acceptance_number),
        **_file(actor, file),
        "returned_reason": "",
    }
    take_step(actor, row, INVOICE, "replace", changes=changes, body={"sm3": changes["sm3"]})


@command
def send_back_invoice(
    actor: Actor, *, contract_number: str, number: int, reason: ReasonIn
) -> None:
    """Send an invoice back to the supplier, with the reason."""
    row = _own_invoice(actor, contract_number, number)
    take_step(
        actor, row, INVOICE, "send_back", body={"reason": reason.reason},
        changes={"returned_reason": reason.reason},
    )  # fmt: skip


@command
def request_payment(
    actor: Actor, *, contract_number: str, number: int, request: RequestIn
) -> str:
    """Request the payment of an invoice and put it before the approver; return its number.

    Raises:
        RuleBroken: something the law or the contract asks is not there yet.
    """
    invoice = _own_invoice(actor, contract_number, number)
    contract = contract_card(actor.viewer, contract_number)
    take_step(actor, invoice, INVOICE, "request")
    row = _request_row(contract, invoice, request)
    begin_numbered(
        actor, row, PAYMENT, prefix=f"ZF{contract.region}{clock.today().year}", field="number",
        label="填写支付申请", body={"amount": row.amount, "contract": contract.number},
    )  # fmt: skip
    _submit(actor, row)
    return row.number


@command
def edit_request(actor: Actor, *, number: str, request: RequestIn) -> None:
    """Correct a request that was sent back."""
    row = _own(actor, number)
    take_step(actor, row, PAYMENT, "edit", changes={"purpose": request.purpose})


@command
def submit(actor: Actor, *, number: str) -> None:
    """Put a corrected request before the approver."""
    _submit(actor, _own(actor, number))


@command
def approve(actor: Actor, *, number: str) -> None:
    """Approve a request and send it to the treasury.

    Raises:
        RuleBroken: the approver requested it (ROL-04), or money or conditions are missing.
    """
    row = _own(actor, number)
    take_step(
        actor, row, PAYMENT, "approve", facts=_facts(actor, row), body={"amount": row.amount},
        changes={
            "sent_at": clock.now(),
            "approver": actor.viewer.person,
            "approver_name": actor.viewer.name,
        },
    )  # fmt: skip


@command
def send_back(actor: Actor, *, number: str, reason: ReasonIn) -> None:
    """Send a request back to who requested it."""
    _return(actor, number, "send_back", reason)


@command
def return_request(actor: Actor, *, number: str, reason: ReasonIn) -> None:
    """Return a request unpaid (国库), with the reason."""
    _return(actor, number, "return_request", reason)


@command
def pay(actor: Actor, *, number: str, voucher: VoucherIn) -> None:
    """Answer a request with the voucher of its payment (国库).

    The commitment is consumed; a contract paid in full is completed, and with its last
    contract the project.

    Raises:
        InvalidInput: a voucher number used before, or a day before the request was sent.
    """
    row = _own(actor, number)
    _check_voucher(row, voucher)
    late = overdue_days(row.due_on, voucher.paid_on)
    interest = late_interest(row.amount, late, on=voucher.paid_on).amount if late else 0
    row.paid_on = voucher.paid_on
    body = {
        "amount": row.amount, "voucher": voucher.number, "paidOn": voucher.paid_on.isoformat(),
        "lateDays": late,
        "ocds": transaction(
            contract_card(actor.viewer, row.contract_number), number, row.amount, voucher.paid_on
        ),
    }  # fmt: skip
    take_step(
        actor, row, PAYMENT, "pay", facts=_facts(actor, row), body=body,
        changes={"paid_on": voucher.paid_on},
    )  # fmt: skip
    PaymentVoucher(
        request=row, contract_number=row.contract_number, number=voucher.number,
        amount=row.amount, paid_on=voucher.paid_on, recorded_at=clock.now(), late_days=late,
        interest=interest,
    ).save(force_insert=True)  # fmt: skip
    _book(row, voucher)


def _submit(actor: Actor, row: PaymentRequest) -> None:
    take_step(
        actor, row, PAYMENT, "submit", facts=_facts(actor, row), body={"amount": row.amount},
        changes={
            "submitted_at": clock.now(),
            "requester": actor.viewer.person,
            "requester_name": actor.viewer.name,
            "approver": None,
            "approver_name": "",
            "returned_reason": "",
            "returned_by": "",
        },
    )  # fmt: skip


def _return(actor: Actor, number: str, step: str, reason: ReasonIn) -> None:
    row = _own(actor, number)
    take_step(
        actor, row, PAYMENT, step, facts=_facts(actor, row), body={"reason": reason.reason},
        changes={"returned_reason": reason.reason, "returned_by": actor.viewer.organisation_name},
    )  # fmt: skip


def _book(row: PaymentRequest, voucher: VoucherIn) -> None:
    """Book the payment on plan and contract: consequences of the treasury's answer."""
    system = Actor.system(Reason.CONSEQUENCE)
    plans.consume_lot(
        system, number=row.plan_number, lot_number=row.lot_number, amount=row.amount,
        reference=voucher.number,
    )  # fmt: skip
    contracts.book_payment(
        system, number=row.contract_number, amount=row.amount, reference=voucher.number
    )


def _facts(actor: Actor, row: PaymentRequest) -> Any:
    return request_facts(actor.viewer, row, contract_card(actor.viewer, row.contract_number))


def _own(actor: Actor, number: str) -> PaymentRequest:
    row = payment_row(actor.viewer, number)
    demand_party(actor, row)
    return row


def _own_invoice(actor: Actor, contract_number: str, number: int) -> Invoice:
    row = invoice_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row


def _next_number(contract_number: str) -> int:
    with system_access("numbering"):
        return Invoice.objects.filter(contract_number=contract_number).count() + 1


def _check_invoice(
    actor: Actor, contract: ContractCard, acceptance: int, invoice: InvoiceIn, but: int = 0
) -> None:
    if contract.supplier_id != actor.viewer.organisation:
        raise NotAllowed("发票由合同的供应商提交。")
    accepted = acceptance_seen(actor.viewer, contract.number, acceptance).amount
    problems = {}
    if invoice.amount != accepted:
        problems["amount"] = "发票金额应与本次验收合格金额一致，请核对"
    with system_access("uniqueness"):
        used = Invoice.objects.filter(
            supplier_id=contract.supplier_id, invoice_number=invoice.invoice_number
        )
        if used.exclude(pk=but).exists():
            problems["invoice_number"] = "这张发票已经提交过"
    if problems:
        raise InvalidInput(problems)


def _typed(invoice: InvoiceIn) -> dict[str, Any]:
    values = invoice.model_dump(exclude={"amount"})
    return {**values, "amount": invoice.amount}


def _received(actor: Actor, contract: ContractCard, acceptance: int) -> dict[str, Any]:
    """Return the moment of receipt and the day money is due by it (GP-PAY-08)."""
    now = clock.now()
    due = due_date(terms_of(actor.viewer, contract, acceptance, beijing_day(now)))
    assert due is not None, "an invoice was received"
    return {
        "received_at": now,
        "due_on": due.date,
        "due_rule": due.rule,
        "due_lines": list(due.calculation),
    }


def _file(actor: Actor, file: object) -> dict[str, Any]:
    if not file:
        raise InvalidInput({"file": "请选择发票文件"})
    kept = keep_upload(actor, file, field="file", allowed=DOCUMENTS, limit=LARGEST_INVOICE)
    return {
        "file_id": kept.pk, "file_name": kept.name, "file_size": kept.size,
        "sha256": kept.sha256, "sm3": kept.sm3,
    }  # fmt: skip


def _invoice_body(row: Invoice) -> dict[str, Any]:
    return {
        "amount": row.amount,
        "invoice": row.invoice_number,
        "sm3": row.sm3,
        "due": row.due_on.isoformat(),
    }


def _request_row(
    contract: ContractCard, invoice: Invoice, request: RequestIn
) -> PaymentRequest:
    copied = (
        *PARTIES, "contract_number", "contract_title", "project_number", "treasury_id", "amount",
        "due_on", "due_rule", "due_lines", "payee_name", "payee_bank", "payee_account",
    )  # fmt: skip
    return PaymentRequest(
        **{name: getattr(invoice, name) for name in copied},
        invoice_number=invoice.number,
        plan_number=contract.plan_number,
        lot_number=contract.lot_number,
        purpose=request.purpose,
    )


def _check_voucher(row: PaymentRequest, voucher: VoucherIn) -> None:
    problems = {}
    if row.sent_at and voucher.paid_on < beijing_day(row.sent_at):
        problems["paid_on"] = "支付日期不能早于支付申请发往国库的日期"
    with system_access("uniqueness"):
        if PaymentVoucher.objects.filter(number=voucher.number).exists():
            problems["number"] = "这个支付凭证号已经用过"
    if problems:
        raise InvalidInput(problems)
