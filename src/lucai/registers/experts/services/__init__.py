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

__all__ = [
    "accept", "begin_application", "decide", "edit_application", "edit_expert",
    "edit_own_employer", "end_rests", "judge_training", "keep_avoids", "note_training", "object_to",
    "register_expert", "rest", "send_back", "submit", "take", "take_over_experts",
]  # fmt: skip
