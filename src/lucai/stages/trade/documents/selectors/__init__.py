"""Reading tender documents, their clarifications and the enquiries about them."""

from lucai.stages.trade.documents.cards import (
    ChapterSheet,
    ClarificationSheet,
    ClauseLine,
    CriterionLine,
    DocumentCard,
    DocumentSheet,
    EnquiryLine,
    RequirementLine,
)
from lucai.stages.trade.documents.selectors.clarifications import (
    clarification_list,
    clarification_seen,
    enquiry_list,
)
from lucai.stages.trade.documents.selectors.document import (
    amended_seen,
    bidder_keys_chosen,
    criteria_of,
    document_card,
    document_file,
    document_row,
    document_seen,
    facts_now,
    has_document,
    requirements_of,
)
from lucai.stages.trade.documents.selectors.trail import (
    change_page,
    edition_file,
    edition_list,
    edition_seen,
    newest_changes,
)

__all__ = [
    "ChapterSheet",
    "ClarificationSheet",
    "ClauseLine",
    "CriterionLine",
    "DocumentCard",
    "DocumentSheet",
    "EnquiryLine",
    "RequirementLine",
    "amended_seen",
    "bidder_keys_chosen",
    "change_page",
    "clarification_list",
    "clarification_seen",
    "criteria_of",
    "document_card",
    "document_file",
    "document_row",
    "document_seen",
    "edition_file",
    "edition_list",
    "edition_seen",
    "enquiry_list",
    "facts_now",
    "has_document",
    "newest_changes",
    "requirements_of",
]
