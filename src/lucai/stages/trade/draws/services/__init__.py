"""Changing draws that wait: asked, given, opened together, given up or left."""

from lucai.stages.trade.draws.services.asking import Asked, ask, give, keep_head, receipt
from lucai.stages.trade.draws.services.ending import SPENT, check, give_up, leave
from lucai.stages.trade.draws.services.logging import covering_checkpoint, log_commitment
from lucai.stages.trade.draws.services.opening import (
    MISSED,
    UNCOVERED,
    UNLIKE,
    Opened,
    demand_over,
    gather,
    unseal,
)

__all__ = [
    "MISSED",
    "SPENT",
    "UNCOVERED",
    "UNLIKE",
    "Asked",
    "Opened",
    "ask",
    "check",
    "covering_checkpoint",
    "demand_over",
    "gather",
    "give",
    "give_up",
    "keep_head",
    "leave",
    "log_commitment",
    "receipt",
    "unseal",
]
