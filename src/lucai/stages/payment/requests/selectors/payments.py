"""Reading payment requests and the treasury's vouchers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.calendar import beijing_day
from lucai.law.payments import Interest, late_interest, overdue_days
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.contract.financing.selectors import lock_of
from lucai.stages.payment.requests.lifecycle import PAYMENT
from lucai.stages.payment.requests.models import PaymentRequest, PaymentVoucher
from lucai.stages.payment.requests.rules import RequestFacts
from lucai.stages.payment.requests.selectors.approving import (
    LevelLine,
    approvals_of,
    apt_offers,
    level_lines,
)
from lucai.stages.payment.requests.selectors.invoices import (
    InvoiceSheet,
    account_shown,
    invoice_row,
    invoice_seen,
)
from lucai.stages.payment.requests.selectors.parts import terms_of
from lucai.stages.plan.plans.selectors import import_paper


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
    paid: int
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
    undoes: str
    reason: str


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
    vouchers: tuple[Voucher, ...]
    levels: tuple[LevelLine, ...]
    offers: tuple[Offer, ...]

    @property
    def voucher(self) -> Voucher | None:
        """The last payment that still stands; None: nothing is paid."""
        undone = {one.undoes for one in self.vouchers}
        standing = [v for v in self.vouchers if not v.undoes and v.number not in undone]
        return standing[-1] if standing else None

    @property
    def left(self) -> int:
        """What is still to be paid, in 分."""
        return self.line.amount - self.line.paid

    @property
    def interest(self) -> Interest | None:
        """What lateness costs by the law's rate, until paid or until today; None: in time."""
        days = self.line.late_days
        if not days:
            return None
        return late_interest(
            self.left or self.line.amount, days, on=self.line.paid_on or clock.today()
        )


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
        payee_account=account_shown(viewer, row),
        payee_is_sme=row.payee_is_sme,
        requester_name=row.requester_name,
        submitted_at=row.submitted_at,
        approver_name=row.approver_name,
        returned_reason=row.returned_reason,
        returned_by=row.returned_by,
        due_rule=row.due_rule,
        due_lines=tuple(row.due_lines),
        vouchers=_vouchers(viewer, row),
        levels=level_lines(viewer, row),
        offers=apt_offers(viewer, row, request_facts(viewer, row, contract)),
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
    rows = PaymentRequest.objects.seen_by(viewer).filter(project_number=project_number, paid__gt=0)
    total: int | None = rows.aggregate(total=Sum("paid"))["total"]
    return total


def payment_row(viewer: Viewer, number: str) -> PaymentRequest:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = PaymentRequest.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这笔支付申请。")
    return row


def request_facts(
    viewer: Viewer, row: PaymentRequest, contract: ContractCard, amount: int | None = None
) -> RequestFacts:
    """Return a request as rules read it when this viewer is about to act on it.

    ``amount`` in 分 where only a part is paid; otherwise what the request has left.
    """
    invoice = invoice_row(viewer, row.contract_number, row.invoice_number)
    left = contract.left - _pending(viewer, row)
    asked = {"request_payment"} if viewer.person in {row.requester, row.editor} else set()
    named = row.level.person if row.level else None
    lock = lock_of(viewer, row.contract_number)
    imports, approval = import_paper(SYSTEM, contract.plan_number)
    return RequestFacts(
        amount=row.left if amount is None else amount,
        imports=imports,
        import_approved=bool(approval),
        contract_left=left,
        budget_left=left,
        terms=terms_of(
            viewer,
            contract,
            invoice.kind,
            invoice.acceptance_number,
            beijing_day(invoice.received_at),
        ),
        accepted=True,
        paid_on=row.paid_on,
        person=viewer.name,
        duties=frozenset({"approve_payment", *asked}),
        contract_published=contract.published_at is not None,
        payee_account=row.payee_account,
        locked_account=lock.account if lock else "",
        contract_filed=contract.filed_at is not None,
        approved_before=_has_approved(viewer, row),
        level=row.level.title if row.level else "",
        level_of_another=row.level.name if row.level and named not in {None, viewer.person} else "",
    )


def _has_approved(viewer: Viewer, row: PaymentRequest) -> bool:
    if not row.passed or row.state != "approving":
        return False
    return any(one.person == viewer.person for one in approvals_of(viewer, row))


def _pending(viewer: Viewer, row: PaymentRequest) -> int:
    """Return what other requests of the contract still ask for."""
    others = PaymentRequest.objects.seen_by(viewer).filter(contract_number=row.contract_number)
    waiting = others.exclude(number=row.number).filter(state__in=("approving", "sent"))
    sums = waiting.aggregate(asked=Sum("amount"), paid=Sum("paid"))
    return int(sums["asked"] or 0) - int(sums["paid"] or 0)


def _line(row: PaymentRequest) -> PaymentLine:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _LINE}
    return PaymentLine(**shared, state_label=PAYMENT.states[row.state])


def _vouchers(viewer: Viewer, row: PaymentRequest) -> tuple[Voucher, ...]:
    found = PaymentVoucher.objects.seen_by(viewer).filter(request_id=row.pk)
    return tuple(_as_voucher(one) for one in found.order_by("pk"))


def _as_voucher(row: PaymentVoucher) -> Voucher:
    return Voucher(
        row.number, row.amount, row.paid_on, row.recorded_at, row.late_days, row.interest,
        row.undoes, row.reason,
    )  # fmt: skip


_LINE = (
    "number", "contract_number", "contract_title", "project_number", "buyer_name",
    "supplier_name", "amount", "paid", "due_on", "due_at", "sent_at", "paid_on", "state",
)  # fmt: skip
