"""How the sealed round of a second bidding is numbered."""

from __future__ import annotations

from lucai.stages.trade.sealing.subjects import ROUND

LOT = 1
"""An order is one lot."""


def round_number(order_number: str) -> str:
    """Return the number of the sealed round in which an order's quotes are handed in."""
    return f"{ROUND}{order_number}"
