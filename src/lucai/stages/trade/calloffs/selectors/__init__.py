"""Reading orders under framework agreements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.law.framework_order_rules import QuotingFacts
from lucai.platform.access.selectors import organisation
from lucai.platform.lives.offers import held_of
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.calloffs.lifecycle import AWARDED, CALL_OFF, QUOTE, UNDECIDED
from lucai.stages.trade.calloffs.models import CallOff, SecondQuote
from lucai.stages.trade.calloffs.wording import WAYS
from lucai.stages.trade.frameworks.computing import next_in_turn
from lucai.stages.trade.frameworks.ports import DealLine, Deals
from lucai.stages.trade.frameworks.selectors import FrameworkCard, FrameworkSheet, frameworks_for
from lucai.stages.trade.frameworks.wording import tag_of

TURNS = (*AWARDED, "declined")
"""States of a rotation's order that used a turn up: one that was refused, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order as pages show it; money in 分."""

    number: str
    framework_number: str
    framework_title: str
    framework_ocid: str
    package_number: int
    package_name: str
    catalogue_code: str
    object_kind: str
    unit: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    finance_id: int
    organiser_id: int
    organiser_side: str
    organiser_name: str
    region: str
    way: str
    quantity: int
    demand: str
    place: str
    needed_by: date
    indicator_code: str
    held: int
    closes_at: datetime | None
    supplier_id: int | None
    supplier_name: str
    specification: str
    agreement_price: int | None
    unit_price: int | None
    amount: int | None
    reason: str
    turn: dict[str, Any]
    decided_at: datetime | None
    ended_reason: str
    state: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/call-offs/{self.number}/"

    @property
    def way_label(self) -> str:
        """How its supplier was found, in words."""
        return WAYS[self.way]

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        tone = {"contracted": "green", "declined": "red", "cancelled": ""}.get(self.state, "amber")
        return {**tag_of(self.state, CALL_OFF.states[self.state]), "tone": tone}

    @property
    def below(self) -> str:
        """How much lower than the agreement's the price is, in percent; nothing where it is not."""
        if not self.unit_price or not self.agreement_price:
            return ""
        if self.unit_price == self.agreement_price:
            return ""
        return f"{(self.agreement_price - self.unit_price) * 100 / self.agreement_price:.1f}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCard:
    """A quote as its supplier sees it, or everybody concerned once it is open."""

    order_number: str
    supplier_id: int
    supplier_name: str
    agreement_price: int
    closes_at: datetime
    price: int | None
    statement: str
    envelope_hash: str
    refused_reason: str
    handed_in_at: datetime | None
    state: str
    offers: tuple[Offer, ...] = ()

    @property
    def label(self) -> str:
        """Its state."""
        return QUOTE.states[self.state]


def order_page(
    viewer: Viewer, *, framework: str = "", words: str = "", state: str = "", after: str = ""
) -> Page[OrderCard]:
    """List orders the viewer may see, newest first; of one framework where one is named."""
    rows = CallOff.objects.seen_by(viewer)
    if framework:
        rows = rows.filter(framework_number=framework)
    elif viewer.side is not Side.PUBLIC:
        rows = rows.filter(_concerns(viewer))
    if words:
        found = Q(number__startswith=words) | Q(package_name__icontains=words)
        rows = rows.filter(
            found | Q(buyer_name__icontains=words) | Q(supplier_name__icontains=words)
        )
    if state in CALL_OFF.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def _concerns(viewer: Viewer) -> Q:
    """Match what is the viewer's own business; without a framework named, lists show no more."""
    match viewer.side:
        case Side.BUYER:
            return Q(buyer_path__startswith=viewer.unit_path)
        case Side.SUPPLIER:
            asked = SecondQuote.objects.seen_by(viewer).filter(supplier_id=viewer.organisation)
            return Q(supplier_id=viewer.organisation) | Q(pk__in=asked.values("order_id"))
        case Side.AGENCY:
            return Q(organiser_id=viewer.organisation)
    return Q(region__startswith=viewer.region)


@read_once
def order_row(viewer: Viewer, number: str) -> CallOff:
    """Return an order.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = CallOff.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份订单。")
    return row


def order_card(viewer: Viewer, row: CallOff) -> OrderCard:
    """Show an order that is in hand."""
    del viewer
    return _card(row)


def order_seen(viewer: Viewer, number: str) -> OrderCard:
    """Return an order with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = order_row(viewer, number)
    told = {"reveal": quoting_facts(viewer, row)} if row.closes_at else {}
    return replace(_card(row), offers=_own_offers(viewer, row, CALL_OFF, told))


def quotes_seen(viewer: Viewer, number: str) -> tuple[QuoteCard, ...]:
    """Return the quotes for an order that the viewer may see, lowest first."""
    rows = SecondQuote.objects.seen_by(viewer).filter(order_number=number)
    return tuple(_quote(row) for row in rows.order_by("price", "pk"))


def quote_row(viewer: Viewer, number: str) -> SecondQuote:
    """Return the viewer's own quote for an order.

    Raises:
        NotFound: its organisation was not asked.
    """
    rows = SecondQuote.objects.seen_by(viewer).filter(order_number=number)
    row = rows.filter(supplier_id=viewer.organisation).first()
    if not row or viewer.side is not Side.SUPPLIER:
        raise NotFound("本单位没有收到这次竞价的邀请。")
    found: SecondQuote = row
    return found


def quote_seen(viewer: Viewer, number: str) -> QuoteCard:
    """Return the viewer's own quote with what it can do about it.

    Raises:
        NotFound: its organisation was not asked.
    """
    row = quote_row(viewer, number)
    told = {"hand_in": quote_facts(viewer, row)}
    return replace(_quote(row), offers=_own_offers(viewer, row, QUOTE, told))


def quoting_facts(viewer: Viewer, row: CallOff) -> QuotingFacts:
    """Return a second bidding as the rules read it."""
    del viewer
    closes = row.closes_at or row.state_since
    return QuotingFacts(asked_at=row.state_since, closes_at=closes, least_hours=0)


def quote_facts(viewer: Viewer, row: SecondQuote, price: int | None = None) -> QuotingFacts:
    """Return a quote about to be handed in."""
    del viewer
    return QuotingFacts(
        asked_at=row.state_since, closes_at=row.closes_at, least_hours=0, price=price,
        agreement_price=row.agreement_price,
    )  # fmt: skip


def may_order(viewer: Viewer, card: FrameworkCard) -> bool:
    """Whether the viewer's unit is one that a framework is for."""
    if viewer.side is not Side.BUYER or not viewer.organisation:
        return False
    own = organisation(viewer, viewer.organisation)
    if card.for_path:
        return own.path.startswith(card.for_path)
    return bool(card.for_region) and own.region.startswith(card.for_region)


def frameworks_to_order(viewer: Viewer) -> list[FrameworkCard]:
    """List the running frameworks that the viewer's unit may order from."""
    if viewer.side is not Side.BUYER or not viewer.organisation:
        return []
    own = organisation(viewer, viewer.organisation)
    return frameworks_for(viewer, path=own.path, region=own.region)


def first_values(viewer: Viewer, sheet: FrameworkSheet) -> dict[str, Any]:
    """Return what an order's form begins with: the only package, the soonest lawful deadline."""
    del viewer
    closes = clock.now() + timedelta(hours=sheet.card.quote_hours + 1)
    return {
        "package_number": sheet.packages[0].number if len(sheet.packages) == 1 else "",
        "closes_at": closes.astimezone(clock.BEIJING),
    }


def turn_of(viewer: Viewer, sheet: FrameworkSheet, package: int) -> dict[str, Any]:
    """Return whose turn it is, with the order and the history from which anybody recomputes it."""
    del viewer
    order = [m.supplier_id for m in sheet.members_of(package) if m.active]
    history = account_of(SYSTEM, sheet.card.number).history(package)
    return {"order": order, "history": history, "next": next_in_turn(order, history)}


def suppliers_awarded(viewer: Viewer, number: str) -> frozenset[int]:
    """Return who has been awarded an order under a framework."""
    rows = CallOff.objects.seen_by(viewer).filter(framework_number=number, state__in=AWARDED)
    return frozenset(rows.values_list("supplier_id", flat=True))


def account_of(viewer: Viewer, number: str) -> Deals:
    """Return the running account of a framework: awards by supplier, what was ordered."""
    rows = CallOff.objects.seen_by(viewer).filter(framework_number=number)
    awarded = rows.filter(state__in=AWARDED)
    lines = awarded.values("supplier_id", "supplier_name").annotate(
        contracts=Count("pk"), total=Sum("amount")
    )
    turns = rows.filter(way="rotation", state__in=TURNS)
    ordered: Counter[int] = Counter()
    for package, quantity in awarded.values_list("package_number", "quantity"):
        ordered[package] += quantity
    return Deals(
        unfinished=rows.filter(state__in=UNDECIDED).count(),
        lines=tuple(
            DealLine(one["supplier_id"], one["supplier_name"], one["contracts"], one["total"])
            for one in lines.order_by("-total", "supplier_id")
        ),
        ordered=tuple(sorted(ordered.items())),
        turns=tuple(turns.order_by("pk").values_list("package_number", "supplier_id")),
    )


def _own_offers(
    viewer: Viewer, row: Any, life: Lifecycle, told: dict[str, Any]
) -> tuple[Offer, ...]:
    if row.parties().get(viewer.side) != viewer.organisation:
        return ()
    now = clock.now()
    steps = (
        step if step.name in told else replace(step, rules=()) for step in life.leaving(row.state)
    )
    found = tuple(
        offer
        for step in steps
        for offer in replace(life, steps=(step,)).offers(
            row.state, viewer, told.get(step.name), now
        )
    )
    return held_of(viewer, row, found)


def _card(row: CallOff) -> OrderCard:
    return OrderCard(**{name: getattr(row, name) for name in _SHARED})


def _quote(row: SecondQuote) -> QuoteCard:
    return QuoteCard(**{name: getattr(row, name) for name in _QUOTED})


_SHARED = tuple(name for name in OrderCard.__dataclass_fields__ if name != "offers")
_QUOTED = tuple(name for name in QuoteCard.__dataclass_fields__ if name != "offers")
