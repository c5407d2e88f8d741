"""Changing cooperations."""

from lucai.stages.trade.cooperations.services.applying import (
    apply,
    finish_review,
    open_applications,
    withdraw,
)
from lucai.stages.trade.cooperations.services.calling import call_drawn
from lucai.stages.trade.cooperations.services.choosing import (
    announce,
    announce_product,
    choose,
    decide,
    evaluate,
    mark_contracted,
)
from lucai.stages.trade.cooperations.services.drawing import draw_reserves
from lucai.stages.trade.cooperations.services.ending import drop, end, fail
from lucai.stages.trade.cooperations.services.finding import submit_findings
from lucai.stages.trade.cooperations.services.judging import (
    agree_silently,
    replace_member,
    review_first,
    sign_opinion,
    submit_opinion,
)
from lucai.stages.trade.cooperations.services.negotiating import (
    exchange,
    issue_file,
    issue_final,
)
from lucai.stages.trade.cooperations.services.preparing import (
    confirm,
    edit,
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
    "agree_silently",
    "announce",
    "announce_product",
    "apply",
    "call_drawn",
    "choose",
    "confirm",
    "decide",
    "draw_reserves",
    "drop",
    "edit",
    "end",
    "evaluate",
    "exchange",
    "fail",
    "finish_review",
    "issue_file",
    "issue_final",
    "mark_contracted",
    "open_applications",
    "open_cooperation",
    "open_final",
    "open_first",
    "publish",
    "replace_member",
    "respond",
    "response_receipt",
    "return_draft",
    "review_first",
    "seat",
    "sign_opinion",
    "submit",
    "submit_findings",
    "submit_opinion",
    "withdraw",
    "withdraw_response",
]
