"""Changing cooperations."""

from lucai.stages.trade.cooperations.services.applying import apply, judge, withdraw
from lucai.stages.trade.cooperations.services.choosing import (
    announce,
    announce_product,
    choose,
    decide,
    end,
    evaluate,
    fail,
    mark_contracted,
)
from lucai.stages.trade.cooperations.services.negotiating import (
    exchange,
    issue_file,
    issue_final,
    talk,
)
from lucai.stages.trade.cooperations.services.preparing import (
    confirm,
    edit,
    finish_review,
    open_applications,
    open_cooperation,
    publish,
    return_draft,
    seat,
    submit,
)
from lucai.stages.trade.cooperations.services.responding import (
    open_final,
    open_first,
    respond,
    response_receipt,
    withdraw_response,
)

__all__ = [
    "announce",
    "announce_product",
    "apply",
    "choose",
    "confirm",
    "decide",
    "edit",
    "end",
    "evaluate",
    "exchange",
    "fail",
    "finish_review",
    "issue_file",
    "issue_final",
    "judge",
    "mark_contracted",
    "open_applications",
    "open_cooperation",
    "open_final",
    "open_first",
    "publish",
    "respond",
    "response_receipt",
    "return_draft",
    "seat",
    "submit",
    "talk",
    "withdraw",
    "withdraw_response",
]
