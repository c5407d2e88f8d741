"""Pages of cooperations."""

from lucai.stages.trade.cooperations.views.organising import (
    choose,
    cooperation,
    decide,
    edit,
    end,
    evaluate,
    exchange,
    fail,
    issue_file,
    issue_final,
    publish,
    return_draft,
    seat,
    step,
)
from lucai.stages.trade.cooperations.views.suppliers import applicant, apply, respond, talk

__all__ = [
    "applicant",
    "apply",
    "choose",
    "cooperation",
    "decide",
    "edit",
    "end",
    "evaluate",
    "exchange",
    "fail",
    "issue_file",
    "issue_final",
    "publish",
    "respond",
    "return_draft",
    "seat",
    "step",
    "talk",
]
