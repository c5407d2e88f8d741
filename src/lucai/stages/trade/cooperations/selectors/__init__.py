"""Reading cooperations."""

from lucai.stages.trade.cooperations.selectors.deals import (
    FirstDeal,
    ResearchDeal,
    first_deal,
    research_deal,
    research_deals,
)
from lucai.stages.trade.cooperations.selectors.judging import OpinionDesk, opinion_desk
from lucai.stages.trade.cooperations.selectors.learning import Learned, learned_in, winners_in
from lucai.stages.trade.cooperations.selectors.rows import has_cooperation
from lucai.stages.trade.cooperations.selectors.sheets import (
    ApplicantCard,
    CooperationSheet,
    ResponseCard,
    applicant_seen,
    content_typed,
    cooperation_seen,
)

__all__ = [
    "ApplicantCard",
    "CooperationSheet",
    "FirstDeal",
    "Learned",
    "OpinionDesk",
    "ResearchDeal",
    "ResponseCard",
    "applicant_seen",
    "content_typed",
    "cooperation_seen",
    "first_deal",
    "has_cooperation",
    "learned_in",
    "opinion_desk",
    "research_deal",
    "research_deals",
    "winners_in",
]
