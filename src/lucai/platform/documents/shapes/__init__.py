"""What each paper is made of: frozen, typed, checked before anything is set in type.

Amounts and moments arrive as the text to print (``kernel.money.yuan`` and ``capitals``); the
templates know no number of the law, so deadlines and rights are sentences the caller gives.
"""

from __future__ import annotations

from lucai.platform.documents.shapes.letters import (
    AwardLetter,
    LosingNotice,
    Notice,
)
from lucai.platform.documents.shapes.parts import (
    Column,
    Contact,
    Fact,
    Paper,
    Section,
    Signature,
    Table,
)
from lucai.platform.documents.shapes.performance import (
    AcceptanceItem,
    AcceptanceReport,
    Approval,
    ArchiveCatalogue,
    ArchiveEntry,
    ArchiveGroup,
    BudgetLine,
    Contract,
    ContractItem,
    ContractParty,
    FrameworkAgreement,
    Invoice,
    PaymentRequest,
)
from lucai.platform.documents.shapes.trade import (
    Annex,
    BidResponse,
    Check,
    CheckItem,
    Criterion,
    Dissent,
    EvaluationReport,
    Failure,
    Mark,
    OpeningEntry,
    OpeningRecord,
    PanelMember,
    RankedBid,
    Requirement,
    Response,
    ScoreSheet,
    TenderDocument,
    TenderLot,
)

SHAPES: dict[str, type[Paper]] = {
    "acceptance_report": AcceptanceReport,
    "archive_catalogue": ArchiveCatalogue,
    "award_letter": AwardLetter,
    "bid_response": BidResponse,
    "contract": Contract,
    "evaluation_report": EvaluationReport,
    "framework_agreement": FrameworkAgreement,
    "losing_notice": LosingNotice,
    "notice": Notice,
    "opening_record": OpeningRecord,
    "payment_request": PaymentRequest,
    "tender_document": TenderDocument,
}
"""The shape of each template's data, by the template's name."""

__all__ = [
    "SHAPES",
    "AcceptanceItem",
    "AcceptanceReport",
    "Annex",
    "Approval",
    "ArchiveCatalogue",
    "ArchiveEntry",
    "ArchiveGroup",
    "AwardLetter",
    "BidResponse",
    "BudgetLine",
    "Check",
    "CheckItem",
    "Column",
    "Contact",
    "Contract",
    "ContractItem",
    "ContractParty",
    "Criterion",
    "Dissent",
    "EvaluationReport",
    "Fact",
    "Failure",
    "FrameworkAgreement",
    "Invoice",
    "LosingNotice",
    "Mark",
    "Notice",
    "OpeningEntry",
    "OpeningRecord",
    "PanelMember",
    "Paper",
    "PaymentRequest",
    "RankedBid",
    "Requirement",
    "Response",
    "ScoreSheet",
    "Section",
    "Signature",
    "Table",
    "TenderDocument",
    "TenderLot",
]
