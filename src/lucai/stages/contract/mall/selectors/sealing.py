"""The sealed rounds of an enquiry: what a seller's browser is given, who verifies."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.registers.products.selectors import ProductSheet, pickable, product_seen
from lucai.stages.contract.mall.models import MallInquiry, MallQuote
from lucai.stages.contract.mall.numbering import LOT, round_number
from lucai.stages.contract.mall.schemas import QuoteIn
from lucai.stages.contract.mall.selectors.inquiries import mall_inquiry_row
from lucai.stages.trade.rounds.papers import Limit, paper
from lucai.stages.trade.rounds.selectors import (
    RoundCard,
    Thing,
    edition_for,
    round_card,
    round_order,
)


def most_of(viewer: Viewer, sheet: ProductSheet, supplier_id: int | None) -> int | None:
    """Return what a supplier asks for one unit, of buyers or of everybody; None: it offers none."""
    del viewer
    mine = next((one for one in sheet.offers if one.supplier_id == supplier_id), None)
    if mine is None:
        return None
    return mine.price if mine.public_price is None else min(mine.price, mine.public_price)


def quote_of(viewer: Viewer, number: str) -> MallQuote | None:
    """Return the place of the viewer's own quote; None while it was not asked and has not joined."""
    rows = MallQuote.objects.seen_by(viewer).filter(inquiry_number=number)
    found: MallQuote | None = rows.filter(supplier_id=viewer.organisation).first()
    return found


def enquiry_round(viewer: Viewer, number: str) -> RoundCard | None:
    """Return the sealed round under which quotes are taken in now, or were opened."""
    row = mall_inquiry_row(viewer, number)
    return round_card(viewer, round_number(number, row.turn), LOT)


def quoting_order(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return what a seller's browser needs to seal its quote; money in 分.

    Raises:
        NotFound: there is no such enquiry.
    """
    row, own = mall_inquiry_row(viewer, number), quote_of(viewer, number)
    order = round_order(
        viewer, round_number(number, row.turn), LOT, title=row.title, ceiling=row.ceiling,
        held=own.held if own else "", things=[Thing(row.title, "1", row.unit)],
        door=f"/mall/inquiries/{number}/quote/",
    )  # fmt: skip
    return {**order, "paper": paper(QuoteIn, limits=_limits(viewer, row))}


def _limits(viewer: Viewer, row: MallInquiry) -> list[Limit]:
    limits = [Limit(field="price", most=row.ceiling, why="报价超过最高限价")]
    for card in pickable(viewer, row.catalogue_code):
        most = most_of(viewer, product_seen(viewer, card.number), viewer.organisation)
        if most is not None:
            why = "报价高于本企业在商城的报价或者面向社会的售价"
            when = ("product_number", card.number)
            limits.append(Limit(field="price", most=most, why=why, when=when))
    return limits


def package_of(viewer: Viewer, number: str) -> tuple[RoundCard, str]:
    """Return the opened round, and the edition of its verification package the viewer may have.

    Raises:
        NotFound: the quotes are not opened, or the viewer has nothing to do with them.
    """
    found = enquiry_round(viewer, number)
    if not found or found.opened_at is None:
        raise NotFound("报价还没有揭示。")
    if not may_verify(viewer, number):
        raise NotFound("没有找到这次询价的核验包。")
    return found, edition_for(viewer)


def may_verify(viewer: Viewer, number: str) -> bool:
    """Whether the viewer is a party of an enquiry, or has a place among its quotes."""
    if viewer.side is Side.SUPPLIER:
        return quote_of(viewer, number) is not None
    own = mall_inquiry_row(viewer, number).parties().get(viewer.side)
    return own is not None and own == viewer.organisation
