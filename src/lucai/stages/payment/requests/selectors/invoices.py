"""Reading invoices: what they are, when they are due, what the viewer can do about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.payments import Interest, late_interest, overdue_days
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.registers.suppliers.selectors import PayeeAccount, payee_account
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.payment.requests.einvoices import SOURCES
from lucai.stages.payment.requests.lifecycle import INVOICE
from lucai.stages.payment.requests.models import Invoice, PaymentRequest
from lucai.stages.payment.requests.rules import GROUNDS, SILENCE, RefusalFacts
from lucai.stages.payment.requests.wording import basis_of, state_label

WHO_SEES_ACCOUNTS = frozenset({Side.BUYER, Side.TREASURY, Side.SYSTEM})
SHOWN_DIGITS = 4


@dataclass(frozen=True, slots=True)
class InvoiceSheet:
    """An invoice with what the viewer can do about it; ``amount`` in 分."""

    number: int
    contract_number: str
    contract_title: str
    kind: str
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
    read_as: str
    net: int | None
    tax: int | None
    paid: int
    paid_on: date | None
    interest_paid: int
    claimed_at: datetime | None
    refused_ground: str
    refused_reason: str
    refused_at: datetime | None
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/invoices/{self.number}/"

    @property
    def basis(self) -> str:
        """What it is for, in words."""
        return basis_of(self.kind, self.acceptance_number)

    @property
    def basis_href(self) -> str:
        """The acceptance it is for; the contract where there is none."""
        folder = "deliveries" if self.kind == SILENCE else "acceptance"
        place = f"{folder}/{self.acceptance_number}/" if self.acceptance_number else ""
        return f"/contracts/{self.contract_number}/{place}"

    @property
    def left(self) -> int:
        """What of it is not paid yet."""
        return self.amount - self.paid

    @property
    def late_days(self) -> int:
        """Days after the due day, until paid or until today; an invoice sent back has none."""
        if self.state == "returned":
            return 0
        return overdue_days(self.due_on, self.paid_on or clock.today())

    @property
    def interest(self) -> Interest | None:
        """What lateness costs by the law's rate so far; None: in time."""
        days = self.late_days
        if not days:
            return None
        owed = self.left or self.amount
        return late_interest(owed, days, on=self.paid_on or clock.today())

    @property
    def source(self) -> str:
        """What it was read from, in words; empty: a person typed it."""
        return SOURCES.get(self.read_as, "")

    @property
    def refusal(self) -> str:
        """Why the buyer did not grant the last claim, in words; empty: it did not say no."""
        if not self.refused_ground:
            return ""
        return f"{GROUNDS[self.refused_ground]}：{self.refused_reason}"


@read_once
def invoices_of(viewer: Viewer, contract_number: str) -> list[InvoiceSheet]:
    """List the invoices of a contract, newest first."""
    rows = Invoice.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_invoice(viewer, row) for row in rows.order_by("-number")]


def sheets_of(viewer: Viewer, contract_numbers: list[str]) -> list[InvoiceSheet]:
    """List the invoices of several contracts, oldest first, in one query."""
    rows = Invoice.objects.seen_by(viewer).filter(contract_number__in=contract_numbers)
    return [_invoice(viewer, row) for row in rows.order_by("contract_number", "number")]


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


def account_doubts(viewer: Viewer, contract_number: str, number: int) -> tuple[str, ...]:
    """List what those who pay should ask about before money goes to an invoice's account.

    It differs from what the supplier registered, from earlier invoices, or in its name.
    """
    if viewer.side not in {Side.BUYER, Side.TREASURY}:
        return ()
    row = invoice_row(viewer, contract_number, number)
    rows = Invoice.objects.seen_by(viewer).filter(contract_number=contract_number)
    earlier = rows.filter(number__lt=number).values_list("payee_account", flat=True)
    doubts = []
    if row.payee_name != row.supplier_name:
        doubts.append(f"收款账户名称“{row.payee_name}”与供应商名称“{row.supplier_name}”不一致")
    if _registered(viewer, row) not in {"", _digits(row.payee_account)}:
        doubts.append("收款账号与供应商企业资料中登记的账号不一致")
    if any(_digits(one) != _digits(row.payee_account) for one in earlier):
        doubts.append("收款账号与本合同此前发票的账号不一致")
    return tuple(doubts)


def _registered(viewer: Viewer, row: Invoice) -> str:
    try:
        return _digits(payee_account(viewer, row.supplier_id).number)
    except NotFound:
        return ""


def _digits(account: str) -> str:
    return "".join(filter(str.isdigit, account))


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


def account_shown(viewer: Viewer, row: Invoice | PaymentRequest) -> str:
    """Return the account number to those who pay and the payee; its end to everybody else."""
    if viewer.side in WHO_SEES_ACCOUNTS or viewer.organisation == row.supplier_id:
        return str(row.payee_account)
    return f"尾号 {row.payee_account[-SHOWN_DIGITS:]}"


def _invoice(viewer: Viewer, row: Invoice) -> InvoiceSheet:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _INVOICE}
    return InvoiceSheet(
        **shared,
        interest_paid=row.interest,
        payee_account=account_shown(viewer, row),
        due_lines=tuple(row.due_lines),
        state_label=state_label(row.state, row.paid_on),
        offers=party_offers(INVOICE, row, viewer, RefusalFacts()),
    )


_INVOICE = (
    "number", "contract_number", "contract_title", "kind", "acceptance_number", "invoice_number",
    "issued_on", "received_at", "amount", "supplier_name", "payee_is_sme", "payee_name",
    "payee_bank", "file_id", "file_name", "file_size", "sm3", "returned_reason", "due_on",
    "due_rule", "state", "read_as", "net", "tax", "paid", "paid_on", "claimed_at", "refused_ground", "refused_reason",
    "refused_at",
)  # fmt: skip
