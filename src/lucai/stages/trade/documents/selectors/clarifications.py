"""Reading clarifications and enquiries."""

from __future__ import annotations

from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.documents.cards import ClarificationSheet, EnquiryLine
from lucai.stages.trade.documents.leads import PlacedText
from lucai.stages.trade.documents.lifecycle import CLARIFICATION
from lucai.stages.trade.documents.models import Clarification, Enquiry
from lucai.stages.trade.documents.parts import PartDifference
from lucai.stages.trade.documents.selectors.document import document_seen


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
    return [_line(viewer, row) for row in rows.order_by("pk")]


def enquiry_seen(viewer: Viewer, project_number: str, pk: int) -> EnquiryLine:
    """Return one question.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _line(viewer, enquiry_row(viewer, project_number, pk))


def amendable_texts(viewer: Viewer, project_number: str) -> list[PlacedText]:
    """List the pieces of a published document that a clarification may replace.

    Clauses stand with their 〔…〕 words; qualification never changes (GP-CLA-01).
    """
    sheet = document_seen(viewer, project_number)
    clauses = [
        PlacedText(f"clause:{clause.id}", f"{chapter.title} · {clause.heading}", clause.text, "")
        for chapter in sheet.chapters
        for clause in chapter.clauses
    ]
    requirements = [
        PlacedText(
            f"requirement:{line.number}",
            f"{line.kind_label}要求 {line.number} {line.name}",
            line.text,
            "",
        )
        for line in sheet.requirements
        if line.kind != "qualification"
    ]
    return [*clauses, *requirements]


def enquiry_row(viewer: Viewer, project_number: str, pk: int) -> Enquiry:
    """Return a question itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = Enquiry.objects.seen_by(viewer).filter(project_number=project_number, pk=pk).first()
    if not row:
        raise NotFound("没有找到这条询问。")
    found: Enquiry = row
    return found


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


def _line(viewer: Viewer, row: Enquiry) -> EnquiryLine:
    own = viewer.organisation if viewer.side is Side.SUPPLIER else None
    return EnquiryLine(
        row.pk, row.question, row.asked_at, row.answered_in, row.supplier_id == own, row.answer
    )


def _sheet(viewer: Viewer, row: Clarification) -> ClarificationSheet:
    sheet = ClarificationSheet(
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
        method=row.method,
        changes=tuple(
            PartDifference(place, label, before, after)
            for place, (label, before, after) in row.changes.items()
        ),
    )
    offers = CLARIFICATION.offers(row.state, viewer, sheet.facts, clock.now())
    return replace(sheet, offers=tuple(offers))
