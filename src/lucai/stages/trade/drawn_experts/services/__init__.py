"""Serving whoever experts are drawn for: asked, called out, answering, followed, called off."""

from lucai.stages.trade.drawn_experts.services.answering import answer, hear, lapse
from lucai.stages.trade.drawn_experts.services.asking import let_rest, name_reserves, seat_experts
from lucai.stages.trade.drawn_experts.services.filling import (
    SPENT,
    fill,
    fill_vacant,
    fix_pool,
    follow,
    replenish_for,
)
from lucai.stages.trade.drawn_experts.services.ringing import call_off, ring

__all__ = [
    "SPENT",
    "answer",
    "call_off",
    "fill",
    "fill_vacant",
    "fix_pool",
    "follow",
    "hear",
    "lapse",
    "let_rest",
    "name_reserves",
    "replenish_for",
    "ring",
    "seat_experts",
]
