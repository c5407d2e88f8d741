"""Changing panels: planned and drawn, signed in and replaced, dissolved and made known."""

from lucai.stages.trade.panels.services.attendance import (
    answer_call,
    recuse,
    replace_absent,
    sign_in,
)
from lucai.stages.trade.panels.services.choosing import (
    ask_to_choose,
    decide_choice,
    name_experts,
    withdraw_choice,
)
from lucai.stages.trade.panels.services.electing import vote_for_chair
from lucai.stages.trade.panels.services.ending import dissolve, publish_names, reconvene
from lucai.stages.trade.panels.services.forming import (
    appoint_representative,
    draw,
    finish_draw,
    prepare_panel,
)
from lucai.stages.trade.panels.services.identifying import (
    note_one_place,
    note_remote,
    prove_identity,
)

__all__ = [
    "answer_call",
    "appoint_representative",
    "ask_to_choose",
    "decide_choice",
    "dissolve",
    "draw",
    "finish_draw",
    "name_experts",
    "note_one_place",
    "note_remote",
    "prepare_panel",
    "prove_identity",
    "publish_names",
    "reconvene",
    "recuse",
    "replace_absent",
    "sign_in",
    "vote_for_chair",
    "withdraw_choice",
]
