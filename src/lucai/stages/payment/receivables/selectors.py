"""Reading receivables, and checking one by number and digest."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.calendar import beijing_day
from lucai.law.receivable_rules import ReceivableFacts
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.payment.receivables.lifecycle import CONFIRMATION
from lucai.stages.payment.receivables.models import ReceivableConfirmation
from lucai.stages.payment.requests.selectors import InvoiceSheet, invoice_seen


@dataclass(frozen=True, slots=True)
class ConfirmationSheet:
    """A receivable as lists and its page show it; money in 分."""

    number: str
    contract_number: str
    contract_title: str
    project_number: str
    place: int
    invoice_number: str
    buyer_name: str
    supplier_name: str
    amount: int
    due_on: date
    financier: str
    purpose: str
    asked_at: datetime
    confirmed_at: datetime | None
    signer: str
    reason: str
    sha256: str
    sm3: str
    region: str
    state: str
    state_label: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/receivable-confirmations/{self.number}/"

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


@dataclass(frozen=True, slots=True)
class Checked:
    """A confirmed receivable as whoever has number and digest may read it, with how it stands today."""

    number: str
    buyer_name: str
    supplier_name: str
    contract_number: str
    invoice_number: str
    amount: int
    due_on: date
    confirmed_at: datetime
    financier: str
    left: int
    stands: str


def confirmation_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ConfirmationSheet]:
    """List receivables, newest first, a page at a time."""
    rows = ReceivableConfirmation.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(contract_title__icontains=words)
            | Q(supplier_name__icontains=words)
            | Q(number=words.upper())
        )
    if state in CONFIRMATION.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _sheet)


def confirmation_seen(viewer: Viewer, number: str) -> ConfirmationSheet:
    """Return one receivable with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = confirmation_row(viewer, number)
    offers = party_offers(CONFIRMATION, row, viewer, receivable_facts(viewer, row))
    return replace(_sheet(row), offers=offers)


def confirmations_of(viewer: Viewer, contract_number: str, place: int) -> list[ConfirmationSheet]:
    """List what was asked about one invoice, newest first."""
    rows = ReceivableConfirmation.objects.seen_by(viewer)
    found = rows.filter(contract_number=contract_number, place=place).order_by("-pk")
    return [_sheet(row) for row in found]


def checked(viewer: Viewer, number: str, digest: str) -> Checked | None:
    """Return a confirmed receivable to whoever has its number and its digest; None: they do not fit.

    Neither alone tells anything: a number is guessed, a digest is not.
    """
    del viewer
    rows = ReceivableConfirmation.objects.seen_by(SYSTEM).filter(state="confirmed")
    row = rows.filter(number=number.strip().upper()).first()
    given = digest.replace(" ", "").lower()
    if row is None or row.confirmed_at is None:
        return None
    if not any(
        hmac.compare_digest(given.encode(), known.encode()) for known in (row.sha256, row.sm3)
    ):
        return None
    bill = invoice_seen(SYSTEM, row.contract_number, row.place)
    return Checked(
        row.number, row.buyer_name, row.supplier_name, row.contract_number, row.invoice_number,
        row.amount, row.due_on, row.confirmed_at, row.financier, bill.left, _stands(bill),
    )  # fmt: skip


def confirmation_row(viewer: Viewer, number: str) -> ReceivableConfirmation:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = ReceivableConfirmation.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这项应收账款。")
    return row


def receivable_facts(viewer: Viewer, row: ReceivableConfirmation) -> ReceivableFacts:
    """Return a receivable as its rules read it: what is left to pay turns with the payments."""
    del viewer
    bill = invoice_seen(SYSTEM, row.contract_number, row.place)
    return ReceivableFacts(
        asked_on=beijing_day(row.asked_at), amount=row.amount, left=bill.left,
        returned=bill.state == "returned",
    )  # fmt: skip


def told_of(viewer: Viewer, row: ReceivableConfirmation, at: datetime) -> dict[str, Any]:
    """Return what a confirmation says, of which its digests are made."""
    del viewer
    return {
        "number": row.number, "buyer": row.buyer_name, "supplier": row.supplier_name,
        "contract": row.contract_number, "invoice": row.invoice_number, "amount": row.amount,
        "due": row.due_on.isoformat(), "financier": row.financier,
        "confirmed": at.astimezone(clock.BEIJING).isoformat(timespec="seconds"),
    }  # fmt: skip


def _stands(bill: InvoiceSheet) -> str:
    if bill.state == "returned":
        return "发票已退回，应收账款不再成立"
    return "尚未付清" if bill.left else "已经付清"


def _sheet(row: ReceivableConfirmation) -> ConfirmationSheet:
    return ConfirmationSheet(
        row.number, row.contract_number, row.contract_title, row.about_project, row.place,
        row.invoice_number, row.buyer_name, row.supplier_name, row.amount, row.due_on,
        row.financier, row.purpose, row.asked_at, row.confirmed_at, row.signer, row.reason,
        row.sha256, row.sm3, row.region, row.state, CONFIRMATION.states[row.state],
    )  # fmt: skip
