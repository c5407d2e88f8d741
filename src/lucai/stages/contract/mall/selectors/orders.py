"""Reading orders of the mall: lists, and one page from the order to its payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts.selectors import ContractCard, contracts_of_project
from lucai.stages.contract.mall.evidence import digest_of
from lucai.stages.contract.mall.lifecycle import MALL_ORDER, WAYS
from lucai.stages.contract.mall.models import MallOrder
from lucai.stages.contract.mall.selectors.facts import order_facts, split_verdict

TONES = {"confirmed": "green", "declined": "red", "lapsed": "red", "withdrawn": ""}
STATIONS = (
    ("交付", "performance.delivery."),
    ("验收", "acceptance.acceptance."),
    ("发票", "payment.invoice."),
    ("支付", "payment.request."),
)
"""What follows a confirmed order, by the events that later stages write into the journal."""


@dataclass(frozen=True, slots=True)
class Station:
    """One station of an order's way: when something happened there last; done, now or to come."""

    label: str
    at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MallOrderCard:
    """An order as pages show it; money in 分."""

    number: str
    way: str
    inquiry_number: str
    product_number: str
    item: str
    catalogue_code: str
    specification: str
    unit: str
    buyer_id: int
    buyer_name: str
    supplier_id: int
    supplier_name: str
    finance_id: int
    region: str
    quantity: int
    unit_price: int
    amount: int
    accessories: list[dict[str, Any]]
    place: str
    needed_by: date
    warranty_months: int
    demand: str
    reason: str
    split_reason: str
    indicator_code: str
    evidence: dict[str, Any]
    evidence_sha256: str
    placed_at: datetime
    placed_by_name: str
    released_at: datetime | None
    buyer_signer_name: str
    answer_by: datetime | None
    confirmed_at: datetime | None
    ended_reason: str
    state: str
    offers: tuple[Offer, ...] = ()
    warnings: tuple[str, ...] = ()
    stations: tuple[Station, ...] = ()
    contract: ContractCard | None = None

    @property
    def href(self) -> str:
        """Its page."""
        return f"/mall/orders/{self.number}/"

    @property
    def way_label(self) -> str:
        """How its supplier was found, in words."""
        return WAYS[self.way]

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return {"text": MALL_ORDER.states[self.state], "tone": TONES.get(self.state, "amber")}

    @property
    def contract_number(self) -> str:
        """The number of the contract it is, once it is confirmed."""
        return f"{self.number}-HT"

    @property
    def sound(self) -> bool:
        """Whether the evidence is still what its digest in the journal says."""
        return digest_of(self.evidence) == self.evidence_sha256


def mall_order_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[MallOrderCard]:
    """List the orders that concern the viewer, newest first."""
    return keyset(_found(viewer, words, state), after, _card)


def mall_order_lines(
    viewer: Viewer, *, words: str = "", state: str = "", most: int
) -> Iterator[MallOrderCard]:
    """Yield the orders of a list for a file, newest first."""
    rows = _found(viewer, words, state).order_by("-pk")[:most]
    return (_card(row) for row in rows.iterator(chunk_size=500))


@read_once
def mall_order_row(viewer: Viewer, number: str) -> MallOrder:
    """Return an order.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = MallOrder.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份商城订单。")
    return row


def mall_order_card(viewer: Viewer, row: MallOrder) -> MallOrderCard:
    """Show an order that is in hand."""
    del viewer
    return _card(row)


def mall_order_seen(viewer: Viewer, number: str) -> MallOrderCard:
    """Return an order with what the viewer can do, its warnings and how far it has come.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = mall_order_row(viewer, number)
    contract = next(iter(contracts_of_project(SYSTEM, number)), None)
    return replace(
        _card(row), offers=_offers(viewer, row), warnings=_warnings(viewer, row),
        stations=_stations(row, contract), contract=contract,
    )  # fmt: skip


def _found(viewer: Viewer, words: str, state: str) -> Any:
    rows = MallOrder.objects.seen_by(viewer).filter(_concerns(viewer))
    if words:
        rows = rows.filter(
            Q(number__startswith=words)
            | Q(item__icontains=words)
            | Q(supplier_name__icontains=words)
            | Q(buyer_name__icontains=words)
        )
    if state in MALL_ORDER.states:
        rows = rows.filter(state=state)
    return rows


def _concerns(viewer: Viewer) -> Q:
    match viewer.side:
        case Side.BUYER:
            return Q(buyer_path__startswith=viewer.unit_path)
        case Side.SUPPLIER:
            return Q(supplier_id=viewer.organisation)
    return Q(region__startswith=viewer.region)


def _offers(viewer: Viewer, row: MallOrder) -> tuple[Offer, ...]:
    if row.parties().get(viewer.side) != viewer.organisation:
        return ()
    facts = order_facts(viewer, row)
    return tuple(MALL_ORDER.offers(row.state, viewer, facts, clock.now()))


def _warnings(viewer: Viewer, row: MallOrder) -> tuple[str, ...]:
    """Say what the buyer should look at again while the order can still be withdrawn."""
    if viewer.side is not Side.BUYER or row.state not in {"placed", "awaiting"}:
        return ()
    split = split_verdict(viewer, row)
    lower = row.evidence.get("lowest", 0)
    found = [] if split.holds else [split.message]
    if lower and row.unit_price > lower:
        found.append("没有选择当时的最低报价，理由见下。")
    return tuple(found)


def _stations(row: MallOrder, contract: ContractCard | None) -> tuple[Station, ...]:
    """Return the way from the order to its payment, each with what happened last."""
    ended = row.state in {"declined", "lapsed", "withdrawn"}
    answered = row.confirmed_at is not None
    first = [
        Station("下单", row.placed_at, "done"),
        Station("下达", row.released_at, "done" if row.released_at else "" if ended else "now"),
        Station(
            "确认", row.confirmed_at,
            "done" if answered else "now" if row.released_at and not ended else "",
        ),
    ]  # fmt: skip
    return (*first, *(_later(row, contract) if contract else _nothing()))


def _nothing() -> Iterator[Station]:
    return (Station(label, None, "") for label, _ in STATIONS)


def _later(row: MallOrder, contract: ContractCard) -> Iterator[Station]:
    """Yield the stations of the contract: the last event of each; all is done once it is paid."""
    entries = project_timeline(SYSTEM, row.number)
    reached = True
    over = contract.completed_at is not None
    for label, event in STATIONS:
        last = next((one for one in entries if one.event.startswith(event)), None)
        following = any(
            one.event.startswith(later)
            for one in entries
            for later in [e for _, e in STATIONS[_place(event) + 1 :]]
        )
        state = "done" if over or (last and following) else "now" if reached else ""
        reached = bool(last and following)
        yield Station(label, last.at if last else None, state)


def _place(event: str) -> int:
    return [one for _, one in STATIONS].index(event)


def _card(row: MallOrder) -> MallOrderCard:
    return MallOrderCard(**{name: getattr(row, name) for name in _SHARED})


_SHARED = tuple(
    name
    for name in MallOrderCard.__dataclass_fields__
    if name not in {"offers", "warnings", "stations", "contract"}
)
