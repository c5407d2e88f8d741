"""What the treasury's counterpart is compared with: instructions sent, and vouchers of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel.actors import Viewer
from lucai.law.calendar import beijing_day
from lucai.platform.records.paging import Page, keyset
from lucai.stages.payment.requests.models import PaymentRequest, PaymentVoucher
from lucai.stages.payment.requests.selectors.payments import payment_row


@dataclass(frozen=True, slots=True)
class Instruction:
    """A payment as it is sent to the treasury; amounts in 分."""

    number: str
    contract_number: str
    project_number: str
    region: str
    buyer_name: str
    supplier_name: str
    payee_name: str
    payee_bank: str
    payee_account: str
    purpose: str
    amount: int
    left: int
    due_on: date
    sent_on: date | None
    state: str
    treasury_id: int


@dataclass(frozen=True, slots=True)
class BookedVoucher:
    """A voucher as it stands in our books; ``amount`` in 分, below zero: money came back."""

    number: str
    request_number: str
    contract_title: str
    amount: int
    paid_on: date
    undoes: str


def instruction_of(viewer: Viewer, number: str) -> Instruction:
    """Return one request as an instruction.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _instruction(payment_row(viewer, number))


def waiting_instructions(viewer: Viewer, *, after: str = "") -> Page[Instruction]:
    """List the requests that wait for the treasury, newest first, a page at a time."""
    rows = PaymentRequest.objects.seen_by(viewer).filter(state="sent")
    return keyset(rows, after, _instruction)


def voucher_named(viewer: Viewer, number: str) -> BookedVoucher | None:
    """Return a voucher by its number; None: it is not in our books."""
    rows = PaymentVoucher.objects.seen_by(viewer).filter(number=number)
    row = rows.select_related("request").first()
    return _voucher(row) if row else None


def undoing(viewer: Viewer, number: str) -> BookedVoucher | None:
    """Return the voucher that undoes another; None: it stands."""
    rows = PaymentVoucher.objects.seen_by(viewer).filter(undoes=number)
    row = rows.select_related("request").first()
    return _voucher(row) if row else None


def vouchers_on(viewer: Viewer, day: date, treasury_id: int) -> list[BookedVoucher]:
    """List what a treasury paid, and took back, on a day."""
    rows = PaymentVoucher.objects.seen_by(viewer).filter(
        paid_on=day, request__treasury_id=treasury_id
    )
    fields = ("number", "request__number", "request__contract_title", "amount", "paid_on", "undoes")
    return [BookedVoucher(*row) for row in rows.order_by("pk").values_list(*fields)]


def _instruction(row: PaymentRequest) -> Instruction:
    shared = {name: getattr(row, name) for name in _COPIED}
    return Instruction(**shared, sent_on=beijing_day(row.sent_at) if row.sent_at else None)


def _voucher(row: PaymentVoucher) -> BookedVoucher:
    return BookedVoucher(
        row.number, row.request.number, row.request.contract_title, row.amount, row.paid_on,
        row.undoes,
    )  # fmt: skip


_COPIED = (
    "number", "contract_number", "project_number", "region", "buyer_name", "supplier_name",
    "payee_name", "payee_bank", "payee_account", "purpose", "amount", "left", "due_on", "state",
    "treasury_id",
)  # fmt: skip
