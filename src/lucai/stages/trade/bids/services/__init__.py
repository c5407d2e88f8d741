"""Changing bids: entered at the opening, found invalid; their bonds given back."""

from lucai.stages.trade.bids.services.bonds import (
    LOSERS,
    TERMINATED,
    WINNER,
    refund_security,
    release,
)
from lucai.stages.trade.bids.services.opening import (
    OpenedLot,
    give_back,
    invalidate,
    open_lot,
)

__all__ = [
    "LOSERS",
    "TERMINATED",
    "WINNER",
    "OpenedLot",
    "give_back",
    "invalidate",
    "open_lot",
    "refund_security",
    "release",
]
