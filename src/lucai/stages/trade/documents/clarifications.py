"""Reading clarifications and enquiries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.tender_rules import ClarificationFacts
from lucai.stages.trade.documents.lifecycle import CLARIFICATION
from lucai.stages.trade.documents.models import Clarification, Enquiry


@dataclass(frozen=True, slots=True)
class ClarificationSheet:
    """A clarification with what the viewer can do about it."""

    project_number: str
    number: int
    question: str
    text: str
    affects_bids: bool
    changes_object: bool
    changes_qualification: bool
    old_deadline: datetime
    new_deadline: datetime | None
    enquiries: tuple[int, ...]
    published_at: datetime | None
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """The clarification's page."""
        return f"/rooms/{self.project_number}/clarifications/{self.number}/"


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """A question as others read it: without its author; ``mine`` for the author alone."""

    pk: int
    question: str
    asked_at: datetime
    answered_in: int | None
    mine: bool


def clarification_list(viewer: Viewer, project_number: str) -> list[ClarificationSheet]:
    """List a project's clarifications, newest first."""
    rows = Clarification.objects.seen_by(viewer).filter(project_number=project_number)
    return [_sheet(viewer, row) for row in rows.order_by("-number")]


def clarification_seen(viewer: Viewer, project_number: str, number: int) -> ClarificationSheet:
    """Return one clarification.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, clarification_row(viewer, project_number, number))


def enquiry_list(viewer: Viewer, project_number: str) -> list[EnquiryLine]:
    """List the questions asked, oldest first; a supplier reads its own."""
    rows = Enquiry.objects.seen_by(viewer).filter(project_number=project_number)
    own = viewer.organisation if viewer.side is Side.SUPPLIER else None
    return [
        EnquiryLine(row.pk, row.question, row.asked_at, row.answered_in, row.supplier_id == own)
        for row in rows.order_by("pk")
    ]


def clarification_row(viewer: Viewer, project_number: str, number: int) -> Clarification:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = (
        Clarification.objects.seen_by(viewer)
        .filter(project_number=project_number, number=number)
        .first()
    )
    if not row:
        raise NotFound("没有找到这条澄清。")
    found: Clarification = row
    return found


def content_of(sheet: ClarificationSheet) -> dict[str, Any]:
    """Return a clarification as its form shows it."""
    names = ("question", "text", "affects_bids", "changes_object", "changes_qualification")
    local = sheet.new_deadline.astimezone(clock.BEIJING) if sheet.new_deadline else None
    return {
        **{name: getattr(sheet, name) for name in names},
        "new_deadline": local,
        "enquiries": ",".join(map(str, sheet.enquiries)),
    }


def clarification_facts(row: Clarification) -> ClarificationFacts:
    """Return a clarification as the law's rules read it."""
    return ClarificationFacts(
        bid_deadline=row.old_deadline,
        affects_bids=row.affects_bids,
        new_bid_deadline=row.new_deadline,
        changes_object=row.changes_object,
        changes_qualification=row.changes_qualification,
    )


def _sheet(viewer: Viewer, row: Clarification) -> ClarificationSheet:
    offers = CLARIFICATION.offers(row.state, viewer, clarification_facts(row), clock.now())
    return ClarificationSheet(
        project_number=row.project_number,
        number=row.number,
        question=row.question,
        text=row.text,
        affects_bids=row.affects_bids,
        changes_object=row.changes_object,
        changes_qualification=row.changes_qualification,
        old_deadline=row.old_deadline,
        new_deadline=row.new_deadline,
        enquiries=tuple(row.enquiries),
        published_at=row.published_at,
        state=row.state,
        state_label=CLARIFICATION.states[row.state],
        offers=tuple(offers),
    )
