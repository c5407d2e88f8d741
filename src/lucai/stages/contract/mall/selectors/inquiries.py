"""Reading enquiries of the mall, and the quotes for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.law.catalogue import named_items
from lucai.law.mall_rules import NeedFacts
from lucai.platform.records import LivingRecord
from lucai.platform.records.paging import Page, keyset
from lucai.registers.products.selectors import pickable
from lucai.stages.contract.mall.inquiry_lifecycle import MALL_INQUIRY, MALL_QUOTE
from lucai.stages.contract.mall.models import MallInquiry, MallQuote

TONES = {"awarded": "green", "ended": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class MallInquiryCard:
    """An enquiry as pages show it; money in 分."""

    number: str
    title: str
    catalogue_code: str
    demands: list[dict[str, str]]
    unit: str
    quantity: int
    ceiling: int
    buyer_id: int
    buyer_name: str
    place: str
    needed_by: date
    demand: str
    asked: int
    asked_at: datetime
    closes_at: datetime
    turn: int
    order_number: str
    ended_reason: str
    state: str
    offers: tuple[Offer, ...] = ()

    @property
    def category(self) -> str:
        """The item of the catalogue by name and code."""
        return named_items([self.catalogue_code])[0]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/mall/inquiries/{self.number}/"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return {"text": MALL_INQUIRY.states[self.state], "tone": TONES.get(self.state, "amber")}

    @property
    def closed(self) -> bool:
        """Whether the time for quotes is over."""
        return clock.now() >= self.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class MallQuoteCard:
    """A quote as its supplier sees it, or everybody once all are opened; money in 分."""

    inquiry_number: str
    supplier_id: int
    supplier_name: str
    closes_at: datetime
    product_number: str
    item: str
    price: int | None
    answers: list[dict[str, Any]]
    statement: str
    envelope_hash: str
    handed_in_at: datetime | None
    refused_reason: str
    rejected: str
    state: str
    offers: tuple[Offer, ...] = ()

    @property
    def label(self) -> str:
        """Its state."""
        return MALL_QUOTE.states[self.state]

    @property
    def short(self) -> tuple[str, ...]:
        """The demands it does not say to meet."""
        return tuple(one["name"] for one in self.answers if not one["meets"])

    @property
    def complies(self) -> bool:
        """Whether it says to meet every demand and nobody found otherwise."""
        return bool(self.price) and not self.short and not self.rejected


def mall_inquiry_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[MallInquiryCard]:
    """List enquiries, newest first: a buyer its own, a supplier those it was asked for or may join."""
    rows = MallInquiry.objects.seen_by(viewer).filter(_concerns(viewer))
    if words:
        found = Q(number__startswith=words) | Q(title__icontains=words)
        rows = rows.filter(found | Q(buyer_name__icontains=words))
    if state in MALL_INQUIRY.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def mall_inquiry_row(viewer: Viewer, number: str) -> MallInquiry:
    """Return an enquiry.

    Raises:
        NotFound: there is none.
    """
    row = MallInquiry.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这次商城询价。")
    found: MallInquiry = row
    return found


def mall_inquiry_seen(viewer: Viewer, number: str) -> MallInquiryCard:
    """Return an enquiry with what the viewer can do about it.

    Raises:
        NotFound: there is none.
    """
    row = mall_inquiry_row(viewer, number)
    mine = viewer.side is Side.BUYER and viewer.organisation == row.buyer_id
    offers = _offers(viewer, row, MALL_INQUIRY, inquiry_facts(viewer, row)) if mine else ()
    return replace(_card(row), offers=offers)


def inquiry_facts(viewer: Viewer, row: MallInquiry, **more: int | None) -> NeedFacts:
    """Return an enquiry as its rules read it; how many quotes came is told once they are due.

    Before the opening those handed in are counted, after it those that can count.
    """
    del viewer
    state = "handed_in" if row.state == "asking" else "opened"
    given = MallQuote.objects.seen_by(SYSTEM).filter(inquiry=row, state=state)
    over = clock.now() >= row.closes_at
    return NeedFacts(
        asked_at=row.asked_at, closes_at=row.closes_at, quotes=given.count() if over else 0,
        ceiling=row.ceiling, opened=row.state != "asking", region=row.region, **more,
    )  # fmt: skip


def mall_quotes_seen(viewer: Viewer, number: str) -> tuple[MallQuoteCard, ...]:
    """Return the quotes for an enquiry that the viewer may see, the lowest first."""
    rows = MallQuote.objects.seen_by(viewer).filter(inquiry_number=number, state="opened")
    return tuple(_quote(row) for row in rows.order_by("price", "handed_in_at", "pk"))


def quotes_to_judge(viewer: Viewer, number: str) -> tuple[MallQuoteCard, ...]:
    """Return all quotes that can count, to the buyer, once they are opened; the lowest first.

    Raises:
        NotFound: it is another unit's enquiry.
    """
    row = mall_inquiry_row(viewer, number)
    if viewer.side is not Side.BUYER or row.buyer_id != viewer.organisation:
        raise NotFound("没有找到本单位的这次询价。")
    return mall_quotes_seen(viewer, number)


def refused_quotes(viewer: Viewer, number: str) -> tuple[MallQuoteCard, ...]:
    """Return the opened quotes that cannot count, each with its reason."""
    rows = MallQuote.objects.seen_by(viewer).filter(
        inquiry_number=number, state="refused", closed_at__isnull=False
    )
    return tuple(_quote(row) for row in rows.order_by("pk"))


def own_mall_quote(viewer: Viewer, number: str) -> MallQuoteCard | None:
    """Return the viewer's own quote, or its invitation, with what it can do; None: it was not asked."""
    rows = MallQuote.objects.seen_by(viewer).filter(inquiry_number=number)
    row = rows.filter(supplier_id=viewer.organisation).select_related("inquiry").first()
    if not row or viewer.side is not Side.SUPPLIER:
        return None
    facts = inquiry_facts(viewer, row.inquiry)
    return replace(_quote(row), offers=_offers(viewer, row, MALL_QUOTE, facts))


def may_quote(viewer: Viewer, card: MallInquiryCard) -> bool:
    """Whether the viewer supplies such goods and there is still time."""
    open_ = card.state == "asking" and not card.closed
    return open_ and viewer.side is Side.SUPPLIER and bool(pickable(viewer, card.catalogue_code))


def _concerns(viewer: Viewer) -> Q:
    match viewer.side:
        case Side.BUYER:
            return Q(buyer_path__startswith=viewer.unit_path)
        case Side.SUPPLIER:
            asked = MallQuote.objects.seen_by(viewer).filter(supplier_id=viewer.organisation)
            return Q(pk__in=asked.values("inquiry_id"))
        case Side.PUBLIC:
            return Q()
    return Q(region__startswith=viewer.region)


def _offers(
    viewer: Viewer, row: LivingRecord, life: Lifecycle, facts: NeedFacts
) -> tuple[Offer, ...]:
    return tuple(life.offers(row.state, viewer, facts, clock.now()))


def _card(row: MallInquiry) -> MallInquiryCard:
    return MallInquiryCard(**{name: getattr(row, name) for name in _SHARED})


def _quote(row: MallQuote) -> MallQuoteCard:
    return MallQuoteCard(**{name: getattr(row, name) for name in _QUOTED})


_SHARED = tuple(name for name in MallInquiryCard.__dataclass_fields__ if name != "offers")
_QUOTED = tuple(name for name in MallQuoteCard.__dataclass_fields__ if name != "offers")
