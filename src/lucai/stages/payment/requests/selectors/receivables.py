"""A supplier's contracts on one page: what to deliver, what was accepted, when money comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.records.paging import Page
from lucai.stages.acceptance.acceptances.selectors import AcceptedLine, accepted_named
from lucai.stages.contract.contracts.selectors import ContractCard, contract_page
from lucai.stages.payment.requests.models import Invoice
from lucai.stages.payment.requests.selectors.invoices import InvoiceSheet, sheets_of
from lucai.stages.payment.requests.selectors.parts import Part, parts_named
from lucai.stages.performance.deliveries.selectors import (
    AwaitingLine,
    LeftLine,
    awaiting_named,
    undelivered_named,
)


@dataclass(frozen=True, slots=True)
class Receivable:
    """One contract as its supplier looks at it; amounts in 分."""

    card: ContractCard
    to_deliver: tuple[LeftLine, ...]
    awaiting: tuple[AwaitingLine, ...]
    acceptances: tuple[AcceptedLine, ...]
    invoices: tuple[InvoiceSheet, ...]
    parts: tuple[Part, ...]

    @property
    def accepted(self) -> int:
        """What was accepted."""
        return sum(one.amount for one in self.acceptances if one.counts)

    @property
    def to_invoice(self) -> tuple[Part, ...]:
        """What waits for its invoice."""
        return tuple(part for part in self.parts if part.open)

    @property
    def kept_back(self) -> tuple[Part, ...]:
        """What may be invoiced from a later day on."""
        return tuple(part for part in self.parts if not part.open and not part.invoiced)

    @property
    def unpaid(self) -> tuple[InvoiceSheet, ...]:
        """The invoices that are not paid, the next one due first."""
        owed = [one for one in self.invoices if not one.paid_on and one.state != "returned"]
        return tuple(sorted(owed, key=lambda one: one.due_on))

    @property
    def returned(self) -> tuple[InvoiceSheet, ...]:
        """The invoices that were sent back."""
        return tuple(one for one in self.invoices if one.state == "returned")

    @property
    def settled(self) -> bool:
        """Whether all that the contract pays has come."""
        return bool(self.card.paid) and self.card.paid >= self.card.payable

    @property
    def interest(self) -> int:
        """What lateness has cost so far by the law's rate."""
        running = sum(one.interest.amount for one in self.unpaid if one.interest)
        return running + sum(one.interest_paid for one in self.invoices)


@dataclass(frozen=True, slots=True)
class ReceivableTotals:
    """All contracts of a supplier together, in 分."""

    invoiced: int
    paid: int
    overdue: int

    @property
    def open(self) -> int:
        """What was invoiced and is not paid."""
        return self.invoiced - self.paid


def receivables(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[Receivable]:
    """List a supplier's contracts, newest first, a page at a time; seven queries whatever it owes."""
    found = contract_page(viewer, words=words, state=state, after=after)
    numbers = [card.number for card in found.items]
    left, accepted = undelivered_named(viewer, numbers), accepted_named(viewer, numbers)
    sheets, waiting = list(sheets_of(viewer, numbers)), awaiting_named(viewer, numbers)
    done = {(one.contract_number, one.kind, one.acceptance_number) for one in sheets}
    invoices, parts = _by_contract(sheets), parts_named(viewer, found.items, done)
    rows = [
        Receivable(
            card=card,
            to_deliver=_owed(card, left),
            awaiting=_not_shown(waiting.get(card.number, ()), accepted.get(card.number, ())),
            acceptances=accepted.get(card.number, ()),
            invoices=invoices.get(card.number, ()),
            parts=parts[card.number],
        )
        for card in found.items
    ]
    return Page(rows, found.following, found.first)


def receivable_totals(viewer: Viewer) -> ReceivableTotals:
    """Sum what a supplier invoiced, was paid, and waits for beyond its time."""
    rows = Invoice.objects.seen_by(viewer).exclude(state="returned")
    late = Q(due_on__lt=clock.today(), paid_on=None)
    sums = rows.aggregate(
        invoiced=Sum("amount"), got=Sum("paid"), late=Sum(F("amount") - F("paid"), filter=late)
    )
    return ReceivableTotals(sums["invoiced"] or 0, sums["got"] or 0, sums["late"] or 0)


def _owed(card: ContractCard, left: Mapping[str, Iterable[LeftLine]]) -> tuple[LeftLine, ...]:
    if not card.open_for_delivery:
        return ()
    return tuple(line for line in left.get(card.number, ()) if line.left > Decimal())


def _not_shown(
    waiting: Iterable[AwaitingLine], accepted: Iterable[AcceptedLine]
) -> tuple[AwaitingLine, ...]:
    """Leave out the deliveries whose acceptance the supplier sees."""
    seen = {line.delivery_number for line in accepted}
    return tuple(line for line in waiting if line.number not in seen)


def _by_contract(sheets: Iterable[InvoiceSheet]) -> dict[str, tuple[InvoiceSheet, ...]]:
    found: dict[str, tuple[InvoiceSheet, ...]] = {}
    for sheet in sheets:
        found[sheet.contract_number] = (*found.get(sheet.contract_number, ()), sheet)
    return found
