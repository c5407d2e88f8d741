"""Reading bonds of bids that nobody opened; money in 分."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.bonds import late_bond_fee
from lucai.law.closing_rules import BondBackFacts
from lucai.law.payments import Interest
from lucai.law.regions import PROVINCE
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.bids.wording import SECURITY_LABELS
from lucai.stages.trade.bond_returns.lifecycle import GROUNDS, RETURN, UNOPENED
from lucai.stages.trade.bond_returns.models import BondReturn, UnopenedBonds

MOST = 50


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """A supplier's notice as lists and its page show it."""

    pk: int
    project_number: str
    project_title: str
    lot_number: int
    supplier_name: str
    ground: str
    kind: str
    amount: int
    payer_account_name: str
    reference: str
    envelope_hash: str
    since: date
    due_on: date | None
    interest: int
    late_fee: int
    fee_lines: tuple[str, ...]
    refunded_at: datetime | None
    reason: str
    guaranteed: bool
    state: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/bond-returns/{self.pk}/"

    @property
    def ground_label(self) -> str:
        """Why it goes back, in words."""
        return GROUNDS[self.ground]

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return SECURITY_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return RETURN.states[self.state]

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


@dataclass(frozen=True, slots=True)
class UnopenedSheet:
    """A lot's unopened bids and what was given back for them."""

    pk: int
    project_number: str
    project_title: str
    lot_number: int
    since: date
    due_on: date | None
    count: int
    total: int
    interest: int
    note: str
    settled_at: datetime | None
    state: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/unopened-bonds/{self.pk}/"

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return UNOPENED.states[self.state]

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


def return_page(viewer: Viewer, *, state: str = "", after: str = "") -> Page[ReturnSheet]:
    """List notices, newest first, a page at a time."""
    rows = BondReturn.objects.seen_by(viewer)
    if state in RETURN.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _return(viewer, row))


def unopened_list(viewer: Viewer) -> list[UnopenedSheet]:
    """List the lots whose bids stayed shut, newest first."""
    rows = UnopenedBonds.objects.seen_by(viewer).order_by("-pk")
    return [_unopened(viewer, row) for row in rows[:MOST]]


def return_seen(viewer: Viewer, pk: int) -> ReturnSheet:
    """Return one notice with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    return _return(viewer, return_row(viewer, pk))


def unopened_seen(viewer: Viewer, pk: int) -> UnopenedSheet:
    """Return a lot's unopened bids with what the viewer can do about them.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    return _unopened(viewer, unopened_row(viewer, pk))


def return_row(viewer: Viewer, pk: int) -> BondReturn:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = BondReturn.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这份退还申请。")
    return row


def unopened_row(viewer: Viewer, pk: int) -> UnopenedBonds:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = UnopenedBonds.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这个包的未开启投标。")
    return row


def refund_facts(viewer: Viewer, row: BondReturn, interest: int | None = 0) -> BondBackFacts:
    """Return a bond about to go back as its rules read it."""
    del viewer
    return BondBackFacts(
        ended=row.ended, guaranteed=row.guaranteed, interest=interest, due_on=row.due_on
    )


def settled_facts(viewer: Viewer, row: UnopenedBonds, interest: int | None = 0) -> BondBackFacts:
    """Return a lot's bonds about to go back as their rules read them."""
    del viewer
    return BondBackFacts(ended=True, interest=interest, due_on=row.due_on)


def fee_of(viewer: Viewer, row: BondReturn) -> Interest:
    """Return what giving it back then, or now, costs by the day (GP-BON-05)."""
    del viewer
    if row.guaranteed or row.due_on is None or row.state == "denied":
        return Interest(0, (), ())
    back = (row.refunded_at or clock.now()).astimezone(clock.BEIJING).date()
    return late_bond_fee(row.amount, row.due_on, back, region=row.area or PROVINCE)


def _return(viewer: Viewer, row: BondReturn) -> ReturnSheet:
    fee = fee_of(viewer, row)
    offers: list[Offer] = []
    if viewer.side is Side.AGENCY and viewer.organisation == row.agency_id:
        offers = RETURN.offers(row.state, viewer, refund_facts(viewer, row), clock.now())
    return ReturnSheet(
        row.pk, row.room, row.project_title, row.lot_number, row.supplier_name, row.ground,
        row.kind, row.amount, row.payer_account_name, row.reference, row.envelope_hash, row.since,
        row.due_on, row.interest, row.late_fee or fee.amount, fee.calculation, row.refunded_at,
        row.reason, row.guaranteed, row.state, tuple(offers),
    )  # fmt: skip


def _unopened(viewer: Viewer, row: UnopenedBonds) -> UnopenedSheet:
    offers: list[Offer] = []
    if viewer.side is Side.AGENCY and viewer.organisation == row.agency_id:
        offers = UNOPENED.offers(row.state, viewer, settled_facts(viewer, row), clock.now())
    return UnopenedSheet(
        row.pk, row.project_number, row.project_title, row.lot_number, row.since,
        row.due_on, row.count, row.total, row.interest, row.note, row.settled_at, row.state,
        tuple(offers),
    )  # fmt: skip
