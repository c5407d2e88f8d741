"""Changing tender documents: drafted, confirmed, published, clarified; enquiries asked."""

from lucai.stages.trade.documents.services.clarifying import (
    answer,
    ask,
    clarify,
    edit_clarification,
    publish_clarification,
)
from lucai.stages.trade.documents.services.drafting import (
    draft_document,
    edit_chapter,
    edit_criteria,
    edit_requirements,
    edit_terms,
    edit_timing,
)
from lucai.stages.trade.documents.services.steps import extend, publish, return_document, take

__all__ = [
    "answer",
    "ask",
    "clarify",
    "draft_document",
    "edit_chapter",
    "edit_clarification",
    "edit_criteria",
    "edit_requirements",
    "edit_terms",
    "edit_timing",
    "extend",
    "publish",
    "publish_clarification",
    "return_document",
    "take",
]
