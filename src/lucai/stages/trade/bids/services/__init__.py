"""Changing bids: prepared part by part, handed in, taken back, opened."""

from lucai.stages.trade.bids.services.handing_in import submit, withdraw
from lucai.stages.trade.bids.services.opening import (
    OpenedLot,
    give_back,
    invalidate,
    open_lot,
    refund_security,
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
    "remove_bond",
    "start_bid",
    "submit",
    "withdraw",
]
