"""Changing the expert library."""

from lucai.registers.experts.services.applying import (
    accept,
    begin_application,
    decide,
    edit_application,
    object_to,
    send_back,
    submit,
)
from lucai.registers.experts.services.entries import (
    edit_expert,
    edit_own_employer,
    end_rests,
    judge_training,
    keep_avoids,
    note_training,
    register_expert,
    rest,
    take,
    take_over_experts,
)
from lucai.registers.experts.services.objecting import (
    close_unopposed,
    object_to_decision,
    rule_on,
    settle,
    withdraw_objection,
)

__all__ = [
    "accept", "begin_application", "close_unopposed", "decide", "edit_application", "edit_expert",
    "edit_own_employer", "end_rests", "judge_training", "keep_avoids", "note_training",
    "object_to", "object_to_decision", "register_expert", "rest", "rule_on", "send_back", "settle",
    "submit", "take", "take_over_experts", "withdraw_objection",
]  # fmt: skip
