"""What is challenged in the mall: the deal of an enquiry, and an order straight from the shelf."""

from __future__ import annotations

from datetime import date

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.calendar import beijing_day
from lucai.law.challenges import RESULT
from lucai.stages.contract.mall.models import MallInquiry, MallOrder, MallQuote
from lucai.stages.contract.mall.selectors.inquiries import mall_inquiry_row
from lucai.stages.contract.mall.selectors.orders import mall_order_row
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai.stages.trade.challenges.ports import Known

Row = MallInquiry | MallOrder


def dispute_row(viewer: Viewer, number: str) -> Row:
    """Return the order or the enquiry that a number stands for.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    if kind_of(number) is Kind.INQUIRY:
        return mall_inquiry_row(viewer, number)
    return mall_order_row(viewer, number)


def subject_of(viewer: Viewer, number: str) -> Subject:
    """Return it as challenges need it: the buyer alone answers, its own finance decides.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = dispute_row(viewer, number)
    asked = isinstance(row, MallInquiry)
    return Subject(
        kind=Kind.INQUIRY if asked else Kind.MALL, number=number,
        title=f"{row.title if isinstance(row, MallInquiry) else row.item}（网上商城）"[:200],
        href=f"/mall/{'inquiries' if asked else 'orders'}/{number}/",
        buyer_id=row.buyer_id, buyer_path=row.buyer_path, buyer_name=row.buyer_name, agency_id=0,
        agency_name="", finance_id=row.finance_id, region=row.region, lots=(),
    )  # fmt: skip


def known_of(viewer: Viewer, number: str, about: str, typed: date | None) -> Known:
    """Return from when a challenge counts: the deal is public, nothing else announces it."""
    row = dispute_row(viewer, number)
    took_part = _quoted(viewer, row) if isinstance(row, MallInquiry) else _offered(viewer, row)
    if about != RESULT:
        return typed, None, took_part, 0
    return _public_on(row), None, took_part, 0


def is_decided(viewer: Viewer, number: str) -> bool:
    """Whether the deal is public."""
    return _public_on(dispute_row(viewer, number)) is not None


def dealt_with(viewer: Viewer, number: str) -> dict[int, str]:
    """Return whose deal it is."""
    order = order_from(viewer, number)
    return {order.supplier_id: order.supplier_name} if order else {}


def numbers_held(viewer: Viewer, number: str) -> tuple[str, ...]:
    """Return its number, and that of the order which came of an enquiry."""
    order = order_from(viewer, number)
    return tuple(dict.fromkeys((number, order.number))) if order else (number,)


def order_from(viewer: Viewer, number: str) -> MallOrder | None:
    """Return the order that a number stands for, or that came of the enquiry it stands for."""
    row = dispute_row(viewer, number)
    if isinstance(row, MallOrder):
        return row
    return mall_order_row(viewer, row.order_number) if row.order_number else None


def _public_on(row: Row) -> date | None:
    """An enquiry's deal is public when it is made, an order from the shelf once it is a contract."""
    if isinstance(row, MallInquiry):
        order = order_from(SYSTEM, row.number)
        return beijing_day(order.placed_at) if order else None
    return beijing_day(row.confirmed_at) if row.confirmed_at else None


def _quoted(viewer: Viewer, row: MallInquiry) -> bool:
    quotes = MallQuote.objects.seen_by(SYSTEM).filter(inquiry=row, handed_in_at__isnull=False)
    return bool(quotes.filter(supplier_id=viewer.organisation).exists())


def _offered(viewer: Viewer, row: MallOrder) -> bool:
    """Who offered the product when it was ordered; a deal of an enquiry is challenged there."""
    offers = row.evidence.get("offers", ())
    names = {one["supplier"] for one in offers}
    return not row.inquiry_number and viewer.organisation_name in names
