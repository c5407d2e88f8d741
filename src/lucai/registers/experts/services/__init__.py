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
from lucai.registers.experts.services.changing import (
    approve_change,
    ask_change,
    keep_phone,
    refuse_change,
    withdraw_change,
)
from lucai.registers.experts.services.entries import (
    dismiss,
    edit_expert,
    end_rests,
    judge_training,
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
    "accept", "approve_change", "ask_change", "begin_application", "close_unopposed", "decide",
    "dismiss", "edit_application", "edit_expert", "end_rests", "judge_training", "keep_phone",
    "note_training", "object_to", "object_to_decision", "refuse_change", "register_expert",
    "rest", "rule_on", "send_back", "settle", "submit", "take", "take_over_experts",
    "withdraw_change", "withdraw_objection",
]  # fmt: skip
