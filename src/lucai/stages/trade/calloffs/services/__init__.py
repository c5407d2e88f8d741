"""Changing orders under framework agreements."""

from lucai.stages.trade.calloffs.services.ordering import (
    cancel,
    choose,
    decline,
    give_back_contract,
    mark_contracted,
    next_turn,
    outside,
    reopen,
    undo,
)
from lucai.stages.trade.calloffs.services.quoting import ask, quote, receipt, reveal, withdraw

__all__ = [
    "ask",
    "cancel",
    "choose",
    "decline",
    "give_back_contract",
    "mark_contracted",
    "next_turn",
    "outside",
    "quote",
    "receipt",
    "reopen",
    "reveal",
    "undo",
    "withdraw",
]
