"""Reading evaluations: what a viewer may see in each phase."""

from lucai.stages.trade.evaluations.selectors.results import (
    Calculation,
    OwnResult,
    ResultLine,
    calculation_of,
    own_result,
    own_results,
    ranking_of,
)
from lucai.stages.trade.evaluations.selectors.sheets import (
    BidLine,
    EnquiryLine,
    EvaluationSheet,
    SeatLine,
    SessionLine,
    bid_contents,
    evaluation_seen,
    evaluations_of,
    my_evaluations,
)

__all__ = [
    "BidLine",
    "Calculation",
    "EnquiryLine",
    "EvaluationSheet",
    "OwnResult",
    "ResultLine",
    "SeatLine",
    "SessionLine",
    "bid_contents",
    "calculation_of",
    "evaluation_seen",
    "evaluations_of",
    "my_evaluations",
    "own_result",
    "own_results",
    "ranking_of",
]
