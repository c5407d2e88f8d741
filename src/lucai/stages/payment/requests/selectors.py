"""Reading invoices and payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.calendar import beijing_day
from lucai.law.payments import Interest, PaymentTerms, late_interest, overdue_days
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.registers.suppliers.selectors import PayeeAccount, payee_account
from lucai.stages.acceptance.acceptances.selectors import acceptance_seen
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.payment.requests.lifecycle import INVOICE, PAYMENT
from lucai.stages.payment.requests.models import Invoice, PaymentRequest, PaymentVoucher
from lucai.stages.payment.requests.rules import RequestFacts
from lucai.stages.performance.deliveries.selectors import delivery_seen

WHO_SEES_ACCOUNTS = frozenset({Side.BUYER, Side.TREASURY, Side.SYSTEM})
SHOWN_DIGITS = 4


@dataclass(frozen=True, slots=True)
class InvoiceSheet:
    """An invoice with what the viewer can do about it; ``amount`` in 分."""

    number: int
    contract_number: str
    contract_title: str
    acceptance_number: int
    invoice_number: str
    issued_on: date
    received_at: datetime
    amount: int
    supplier_name: str
    payee_is_sme: bool
    payee_name: str
    payee_bank: str
    payee_account: str
    file_id: int
    file_name: str
    file_size: int
    sm3: str
    returned_reason: str
    due_on: date
    due_rule: str
    due_lines: tuple[str, ...]
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/invoices/{self.number}/"


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment as lists show it; ``amount`` in 分."""

    number: str
    contract_number: str
    contract_title: str
    project_number: str
    buyer_name: str
    supplier_name: str
    amount: int
    due_on: date
    due_at: datetime
    sent_at: datetime | None
    paid_on: date | None
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its address."""
        return f"/payments/{self.number}/"

    @property
    def late_days(self) -> int:
        """Days after the due day, until paid or until today."""
        return overdue_days(self.due_on, self.paid_on or clock.today())


@dataclass(frozen=True, slots=True)
class Voucher:
    """The treasury's answer; amounts in 分."""

    number: str
    amount: int
    paid_on: date
    recorded_at: datetime
    late_days: int
    interest: int


@dataclass(frozen=True, slots=True)
class PaymentSheet:
    """A payment request in full, with what the viewer can do about it."""

    line: PaymentLine
    invoice: InvoiceSheet
    contract: ContractCard
    purpose: str
    payee_name: str
    payee_bank: str
    payee_account: str
    payee_is_sme: bool
    requester_name: str
    submitted_at: datetime | None
    approver_name: str
    returned_reason: str
    returned_by: str
    due_rule: str
    due_lines: tuple[str, ...]
    voucher: Voucher | None
    offers: tuple[Offer, ...]

    @property
    def interest(self) -> Interest | None:
        """What lateness costs by the law's rate, until paid or until today; None: in time."""
        days = self.line.late_days
        if not days:
            return None
        return late_interest(self.line.amount, days, on=self.line.paid_on or clock.today())


def payment_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[PaymentLine]:
    """List payment requests, newest first, a page at a time."""
    rows = PaymentRequest.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(number__startswith=words)
            | Q(contract_title__icontains=words)
            | Q(supplier_name__icontains=words)
            | Q(buyer_name__icontains=words)
        )
    if state in PAYMENT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


def payment_seen(viewer: Viewer, number: str) -> PaymentSheet:
    """Return one payment request.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = payment_row(viewer, number)
    contract = contract_card(viewer, row.contract_number)
    return PaymentSheet(
        line=_line(row),
        invoice=invoice_seen(viewer, row.contract_number, row.invoice_number),
        contract=contract,
        purpose=row.purpose,
        payee_name=row.payee_name,
        payee_bank=row.payee_bank,
        payee_account=_account_shown(viewer, row),
        payee_is_sme=row.payee_is_sme,
        requester_name=row.requester_name,
        submitted_at=row.submitted_at,
        approver_name=row.approver_name,
        returned_reason=row.returned_reason,
        returned_by=row.returned_by,
        due_rule=row.due_rule,
        due_lines=tuple(row.due_lines),
        voucher=_voucher(viewer, row),
        offers=party_offers(PAYMENT, row, viewer, request_facts(viewer, row, contract)),
    )


@read_once
def payments_of(viewer: Viewer, contract_number: str) -> list[PaymentLine]:
    """List the payment requests of a contract, newest first."""
    rows = PaymentRequest.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_line(row) for row in rows.order_by("-pk")]


def vouchers_of(viewer: Viewer, contract_number: str) -> list[Voucher]:
    """List what the treasury paid on a contract, oldest first."""
    rows = PaymentVoucher.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_as_voucher(row) for row in rows.order_by("pk")]


def paid_sum(viewer: Viewer, project_number: str) -> int | None:
    """Return what was paid in a project, in 分; None before anything was."""
    rows = PaymentRequest.objects.seen_by(viewer).filter(
        project_number=project_number, state="paid"
    )
    total: int | None = rows.aggregate(total=Sum("amount"))["total"]
    return total


@read_once
def invoices_of(viewer: Viewer, contract_number: str) -> list[InvoiceSheet]:
    """List the invoices of a contract, newest first."""
    rows = Invoice.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_invoice(viewer, row) for row in rows.order_by("-number")]


def invoice_seen(viewer: Viewer, contract_number: str, number: int) -> InvoiceSheet:
    """Return one invoice.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _invoice(viewer, invoice_row(viewer, contract_number, number))


def invoice_file(viewer: Viewer, contract_number: str, number: int) -> FileCard:
    """Return the invoice as the supplier handed it in."""
    file_id = invoice_row(viewer, contract_number, number).file_id
    return files_attached(viewer, [file_id])[file_id]


def account_of(viewer: Viewer, contract_number: str) -> PayeeAccount | None:
    """Return where a supplier was last paid, or what it entered about itself; None: nothing yet."""
    rows = Invoice.objects.seen_by(viewer).filter(contract_number=contract_number)
    last = rows.order_by("-number").first()
    if last:
        return PayeeAccount(last.payee_name, last.payee_account, last.payee_bank)
    try:
        return payee_account(viewer, viewer.organisation or 0)
    except NotFound:
        return None


@read_once
def invoice_row(viewer: Viewer, contract_number: str, number: int) -> Invoice:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = Invoice.objects.seen_by(viewer).filter(contract_number=contract_number, number=number)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这张发票。")
    return row


def payment_row(viewer: Viewer, number: str) -> PaymentRequest:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = PaymentRequest.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这笔支付申请。")
    return row


def terms_of(viewer: Viewer, contract: ContractCard, acceptance: int, received: date) -> PaymentTerms:
    """Return what fixes the due day of an accepted part whose invoice came on a day."""
    done = acceptance_seen(viewer, contract.number, acceptance)
    delivery = delivery_seen(viewer, contract.number, done.delivery_number)
    return PaymentTerms(
        invoice_on=received,
        delivered_on=delivery.delivered_on,
        acceptance_is_condition=True,
        accepted_on=done.accepted_on,
        acceptance_due_on=delivery.accept_due_on,
        agreed_due_on=received + timedelta(days=contract.payment_days),
        payee_is_sme=contract.payee_is_sme,
    )


def request_facts(viewer: Viewer, row: PaymentRequest, contract: ContractCard) -> RequestFacts:
    """Return a request as rules read it when this viewer is about to act on it."""
    invoice = invoice_row(viewer, row.contract_number, row.invoice_number)
    left = contract.left - _pending(viewer, row)
    asked = {"request_payment"} if row.requester == viewer.person else set()
    return RequestFacts(
        amount=row.amount,
        contract_left=left,
        budget_left=left,
        terms=terms_of(
            viewer, contract, invoice.acceptance_number, beijing_day(invoice.received_at)
        ),
        accepted=True,
        paid_on=row.paid_on,
        person=viewer.name,
        duties=frozenset({"approve_payment", *asked}),
        contract_published=contract.published_at is not None,
        contract_filed=contract.filed_at is not None,
    )


def _pending(viewer: Viewer, row: PaymentRequest) -> int:
    """Return what other requests of the contract still ask for."""
    others = PaymentRequest.objects.seen_by(viewer).filter(contract_number=row.contract_number)
    waiting = others.exclude(number=row.number).filter(state__in=("approving", "sent"))
    return int(waiting.aggregate(total=Sum("amount"))["total"] or 0)


def _account_shown(viewer: Viewer, row: Invoice | PaymentRequest) -> str:
    """Return the account number to those who pay and the payee; its end to everybody else."""
    if viewer.side in WHO_SEES_ACCOUNTS or viewer.organisation == row.supplier_id:
        return str(row.payee_account)
    return f"尾号 {row.payee_account[-SHOWN_DIGITS:]}"


def _line(row: PaymentRequest) -> PaymentLine:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _LINE}
    return PaymentLine(**shared, state_label=PAYMENT.states[row.state])


def _invoice(viewer: Viewer, row: Invoice) -> InvoiceSheet:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _INVOICE}
    return InvoiceSheet(
        **shared,
        payee_account=_account_shown(viewer, row),
        due_lines=tuple(row.due_lines),
        state_label=INVOICE.states[row.state],
        offers=party_offers(INVOICE, row, viewer, None),
    )


def _voucher(viewer: Viewer, row: PaymentRequest) -> Voucher | None:
    found = PaymentVoucher.objects.seen_by(viewer).filter(request_id=row.pk).first()
    return _as_voucher(found) if found else None


def _as_voucher(row: PaymentVoucher) -> Voucher:
    return Voucher(
        row.number, row.amount, row.paid_on, row.recorded_at, row.late_days, row.interest
    )


_LINE = (
    "number", "contract_number", "contract_title", "project_number", "buyer_name",
    "supplier_name", "amount", "due_on", "due_at", "sent_at", "paid_on", "state",
)  # fmt: skip

_INVOICE = (
    "number", "contract_number", "contract_title", "acceptance_number", "invoice_number",
    "issued_on", "received_at", "amount", "supplier_name", "payee_is_sme", "payee_name",
    "payee_bank", "file_id", "file_name", "file_size", "sm3", "returned_reason", "due_on",
    "due_rule", "state",
)  # fmt: skip
