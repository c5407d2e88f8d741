"""Changing prequalifications: prepared, announced, applied to, reviewed, drawn, invited."""

from lucai.stages.trade.prequalifications.services.applying import (
    apply,
    finish_review,
    judge,
    remove_file,
    withdraw,
)
from lucai.stages.trade.prequalifications.services.choosing import (
    acknowledge,
    acknowledge_by_act,
    close_invitations,
    draw,
    finish_draw,
    invite,
    leave_draw,
    witness,
)
from lucai.stages.trade.prequalifications.services.preparing import (
    add_candidate,
    amend,
    confirm,
    edit,
    open_round,
    organise,
    publish,
    remove_candidate,
    restart,
    return_draft,
    submit,
)

__all__ = [
    "acknowledge",
    "acknowledge_by_act",
    "add_candidate",
    "amend",
    "apply",
    "close_invitations",
    "confirm",
    "draw",
    "edit",
    "finish_draw",
    "finish_review",
    "invite",
    "judge",
    "leave_draw",
    "open_round",
    "organise",
    "publish",
    "remove_candidate",
    "remove_file",
    "restart",
    "return_draft",
    "submit",
    "withdraw",
    "witness",
]
