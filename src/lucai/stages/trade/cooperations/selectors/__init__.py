"""Reading cooperations."""

from lucai.stages.trade.cooperations.selectors.deals import (
    FirstDeal,
    ResearchDeal,
    first_deal,
    research_deal,
    research_deals,
)
from lucai.stages.trade.cooperations.selectors.judging import OpinionDesk, opinion_desk
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
    "OpinionDesk",
    "ResearchDeal",
    "ResponseCard",
    "applicant_seen",
    "content_typed",
    "cooperation_seen",
    "first_deal",
    "has_cooperation",
    "opinion_desk",
    "research_deal",
    "research_deals",
]
