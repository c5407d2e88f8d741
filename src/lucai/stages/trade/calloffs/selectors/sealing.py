"""The sealed round of a second bidding: what a member's browser is given, who verifies."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.stages.trade.calloffs.models import CallOff
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.scope import own_orders
from lucai.stages.trade.calloffs.selectors import order_row, quote_row
from lucai.stages.trade.rounds.selectors import (
    RoundCard,
    Thing,
    edition_for,
    round_card,
    round_order,
)


def bidding_round(viewer: Viewer, number: str) -> RoundCard | None:
    """Return the sealed round of an order; None where no quotes were asked for."""
    return round_card(viewer, round_number(number), LOT)


def quoting_order(viewer: Viewer, number: str) -> dict[str, Any] | None:
    """Return what a member's browser needs to seal its quote; None when it is too late for one.

    Raises:
        NotFound: its organisation was not asked.
    """
    row = quote_row(viewer, number)
    if row.state not in {"invited", "handed_in"}:
        return None
    order = order_row(viewer, number)
    return round_order(
        viewer, round_number(number), LOT, title=row.title, ceiling=row.agreement_price,
        held=row.held, things=[Thing(order.package_name, "1", order.unit)],
        door=f"/call-offs/{number}/quote/",
    )  # fmt: skip


def package_edition(viewer: Viewer, number: str) -> str:
    """Return the edition of the verification package that the viewer may have.

    The members that were asked have the one without prices.

    Raises:
        NotFound: the quotes are not opened, or the viewer has nothing to do with them.
    """
    found = bidding_round(viewer, number)
    if not found or found.opened_at is None:
        raise NotFound("报价还没有揭示。")
    if not may_verify(viewer, number):
        raise NotFound("没有找到这份订单的核验包。")
    return edition_for(viewer)


def may_verify(viewer: Viewer, number: str) -> bool:
    """Whether the viewer is a party of an order, supervises it, or was asked for a quote."""
    if viewer.side is Side.PUBLIC:
        return False
    if viewer.side is Side.SUPPLIER:
        try:
            return bool(quote_row(viewer, number))
        except (NotFound, WrongState):
            return False
    rows = CallOff.objects.seen_by(viewer).filter(own_orders(viewer), number=number)
    return bool(rows.exists())
