"""Changing bids: prepared part by part, handed in, taken back, opened."""

from lucai.stages.trade.bids.services.bonds import (
    LOSERS,
    TERMINATED,
    WINNER,
    refund_security,
    release,
)
from lucai.stages.trade.bids.services.handing_in import submit, withdraw
from lucai.stages.trade.bids.services.opening import (
    OpenedLot,
    give_back,
    invalidate,
    open_lot,
)
from lucai.stages.trade.bids.services.preparing import (
    answer_requirements,
    attach,
    detach,
    edit_offer,
    edit_terms,
    record_bond,
    remove_bond,
    start_bid,
)

__all__ = [
    "LOSERS",
    "TERMINATED",
    "WINNER",
    "OpenedLot",
    "answer_requirements",
    "attach",
    "detach",
    "edit_offer",
    "edit_terms",
    "give_back",
    "invalidate",
    "open_lot",
    "record_bond",
    "refund_security",
    "release",
    "remove_bond",
    "start_bid",
    "submit",
    "withdraw",
]
