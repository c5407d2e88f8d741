"""Reading evaluations: what a viewer may see in each phase."""

from lucai.stages.trade.evaluations.selectors.comparing import CompareDesk, compare_desk
from lucai.stages.trade.evaluations.selectors.desks import (
    FindingsDesk,
    ScoreDesk,
    compliance_desk,
    qualification_desk,
    score_desk,
)
from lucai.stages.trade.evaluations.selectors.results import (
    Calculation,
    OwnResult,
    ResultLine,
    calculation_of,
    own_result,
    own_results,
    ranking_of,
)
from lucai.stages.trade.evaluations.selectors.shapes import (
    BidLine,
    EnquiryLine,
    EvaluationSheet,
    ExplanationDesk,
    SeatLine,
    SessionLine,
)
from lucai.stages.trade.evaluations.selectors.sheets import (
    bid_contents,
    bid_paper,
    enquiry_asked,
    evaluation_seen,
    evaluations_of,
    my_evaluations,
)

__all__ = [
    "BidLine",
    "Calculation",
    "CompareDesk",
    "EnquiryLine",
    "EvaluationSheet",
    "ExplanationDesk",
    "FindingsDesk",
    "OwnResult",
    "ResultLine",
    "ScoreDesk",
    "SeatLine",
    "SessionLine",
    "bid_contents",
    "bid_paper",
    "calculation_of",
    "compare_desk",
    "compliance_desk",
    "enquiry_asked",
    "evaluation_seen",
    "evaluations_of",
    "my_evaluations",
    "own_result",
    "own_results",
    "qualification_desk",
    "ranking_of",
    "score_desk",
]
