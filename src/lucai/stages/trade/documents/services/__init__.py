"""Changing tender documents: drafted, confirmed, published, clarified; enquiries asked."""

from lucai.stages.trade.documents.services.answering import answer_lead
from lucai.stages.trade.documents.services.clarifying import (
    answer,
    ask,
    clarify,
    edit_clarification,
    publish_clarification,
    recount_deadline,
)
from lucai.stages.trade.documents.services.composing import arrange, edit_chapter, write_own
from lucai.stages.trade.documents.services.drafting import (
    draft_document,
    edit_criteria,
    edit_requirements,
    edit_terms,
    edit_timing,
)
from lucai.stages.trade.documents.services.editions import amend_texts
from lucai.stages.trade.documents.services.revising import decide_revision, propose_revision
from lucai.stages.trade.documents.services.steps import extend, publish, return_document, take

__all__ = [
    "amend_texts",
    "answer",
    "answer_lead",
    "arrange",
    "ask",
    "clarify",
    "decide_revision",
    "draft_document",
    "edit_chapter",
    "edit_clarification",
    "edit_criteria",
    "edit_requirements",
    "edit_terms",
    "edit_timing",
    "extend",
    "propose_revision",
    "publish",
    "publish_clarification",
    "recount_deadline",
    "return_document",
    "take",
    "write_own",
]
