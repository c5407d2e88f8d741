"""How the sealed round of a second bidding is numbered."""

from __future__ import annotations

from lucai.stages.trade.frameworks.numbering import is_framework
from lucai.stages.trade.sealing.subjects import ROUND

LOT = 1
"""An order is one lot."""
ORDER = "-D"
"""What stands between the framework's number and the order's own."""


def is_order(number: str) -> bool:
    """Whether a number is an order's."""
    return is_framework(number) and ORDER in number


def round_number(order_number: str) -> str:
    """Return the number of the sealed round in which an order's quotes are handed in."""
    return f"{ROUND}{order_number}"
