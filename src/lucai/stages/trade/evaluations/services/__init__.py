"""Changing evaluations, in the order of their life."""

from lucai.stages.trade.evaluations.services.complying import (
    finish_compliance,
    save_checks,
    submit_checks,
)
from lucai.stages.trade.evaluations.services.explaining import (
    judge_explanation,
    open_enquiry,
    reply_to_enquiry,
)
from lucai.stages.trade.evaluations.services.negotiating import go_on_with_quotes
from lucai.stages.trade.evaluations.services.qualifying import (
    finish_qualification,
    record_qualification,
)
from lucai.stages.trade.evaluations.services.reporting import (
    agree_silently,
    announce_results,
    consolidate,
    deliver,
    sign_report,
)
from lucai.stages.trade.evaluations.services.reviewing import begin_review, review_again, uphold
from lucai.stages.trade.evaluations.services.scoring import (
    correct_score,
    save_score,
    save_scores,
    submit_scores,
)
from lucai.stages.trade.evaluations.services.starting import start_evaluation, sync_members
from lucai.stages.trade.evaluations.services.terminating import terminate

__all__ = [
    "agree_silently",
    "announce_results",
    "begin_review",
    "consolidate",
    "correct_score",
    "deliver",
    "finish_compliance",
    "finish_qualification",
    "go_on_with_quotes",
    "judge_explanation",
    "open_enquiry",
    "record_qualification",
    "reply_to_enquiry",
    "review_again",
    "save_checks",
    "save_score",
    "save_scores",
    "sign_report",
    "start_evaluation",
    "submit_checks",
    "submit_scores",
    "sync_members",
    "terminate",
    "uphold",
]
