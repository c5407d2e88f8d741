"""Changing prequalifications: prepared, announced, applied to, reviewed, drawn, invited."""

from lucai.stages.trade.prequalifications.services.applying import (
    apply,
    finish_review,
    judge,
    remove_file,
    withdraw,
)
from lucai.stages.trade.prequalifications.services.beginning import (
    give_up,
    open_round,
    organise,
    restart,
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
    publish,
    remove_candidate,
    return_draft,
    submit,
)
from lucai.stages.trade.prequalifications.services.recommending import (
    decline,
    excuse,
    recommend,
    settle_list,
)

__all__ = [
    "acknowledge",
    "acknowledge_by_act",
    "add_candidate",
    "amend",
    "apply",
    "close_invitations",
    "confirm",
    "decline",
    "draw",
    "edit",
    "excuse",
    "finish_draw",
    "finish_review",
    "give_up",
    "invite",
    "judge",
    "leave_draw",
    "open_round",
    "organise",
    "publish",
    "recommend",
    "remove_candidate",
    "remove_file",
    "restart",
    "return_draft",
    "settle_list",
    "submit",
    "withdraw",
    "witness",
]
