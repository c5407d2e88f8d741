"""Changing bids: entered at the opening, found invalid; their bonds given back."""

from lucai.stages.trade.bids.services.bonds import (
    LOSERS,
    TERMINATED,
    WINNER,
    WITHDRAWN,
    confirm_security,
    deny_security,
    keep_security,
    refund_security,
    release,
)
from lucai.stages.trade.bids.services.opening import (
    OpenedLot,
    give_back,
    invalidate,
    open_lot,
    reinstate,
    unveil,
)
from lucai.stages.trade.bids.services.requoting import requote

__all__ = [
    "LOSERS",
    "TERMINATED",
    "WINNER",
    "WITHDRAWN",
    "OpenedLot",
    "confirm_security",
    "deny_security",
    "give_back",
    "invalidate",
    "keep_security",
    "open_lot",
    "refund_security",
    "reinstate",
    "release",
    "requote",
    "unveil",
]
