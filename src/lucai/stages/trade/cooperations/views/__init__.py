"""Pages of cooperations."""

from lucai.stages.trade.cooperations.views.drawing import draw, proof, proof_export
from lucai.stages.trade.cooperations.views.judging import agree, opinion, replacement, report
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
from lucai.stages.trade.cooperations.views.suppliers import (
    applicant,
    apply,
    package,
    receipt,
    respond,
    response_step,
)

__all__ = [
    "agree",
    "applicant",
    "apply",
    "choose",
    "cooperation",
    "decide",
    "draw",
    "edit",
    "end",
    "evaluate",
    "exchange",
    "fail",
    "issue_file",
    "issue_final",
    "opinion",
    "package",
    "proof",
    "proof_export",
    "publish",
    "receipt",
    "replacement",
    "report",
    "respond",
    "response_step",
    "return_draft",
    "seat",
    "step",
]
