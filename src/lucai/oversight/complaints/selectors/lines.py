"""Rows of complaints as their read-models."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.lifecycle import Offer
from lucai.law.challenges import workdays_between
from lucai.oversight.complaints.lifecycle import COMPLAINT, HANDLED, STATEMENT
from lucai.oversight.complaints.models import (
    Complaint,
    ComplaintEvidence,
    ComplaintHearing,
    ComplaintStatement,
    ComplaintTest,
)
from lucai.oversight.complaints.schemas import Appraisal, Ruling
from lucai.oversight.complaints.selectors.facts import REPLY, draft_of
from lucai.oversight.complaints.selectors.shapes import (
    ComplaintLine,
    EvidenceLine,
    HearingLine,
    Point,
    RulingDraft,
    StatementLine,
    StatementSheet,
    TestLine,
)
from lucai.oversight.complaints.selectors.stages import struck_choices
from lucai.platform.duties.services import due
from lucai.stages.trade.challenges.kinds import said_of
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.challenges.selectors import Attachment

DUE_FOR = {
    "received": ("accept", "审查"), "correcting": ("correct", "补正"),
    "accepted": ("serve", "发出副本"), "examining": ("draft_ruling", "作出决定"),
    "deciding": ("decide", "作出决定"),
}  # fmt: skip


def complaint_line(viewer: Viewer, row: Complaint) -> ComplaintLine:
    """Return a complaint as lists show it."""
    del viewer
    step, label = DUE_FOR.get(row.state, ("", ""))
    due_at = row.times_of(step)[1] if step else None
    if row.state == "decided" and row.decided_at:
        due_at, label = due("GP-CMP-16", row.decided_at), "公告"
    return ComplaintLine(
        number=row.number,
        project_number=row.project_number,
        title=row.title,
        supplier_name=row.supplier_name,
        about_label=said_of(row.project_number, About(row.about).label),
        state=row.state,
        state_label=COMPLAINT.states[row.state],
        received_at=row.received_at,
        due_at=due_at,
        due_for=label,
        late=due_at is not None and clock.now() >= due_at,
        paused=row.paused_at is not None and row.state in HANDLED,
        ruling_label=Ruling(row.ruling).label if row.ruling else "",
    )


def draft_line(viewer: Viewer, row: Complaint) -> RulingDraft | None:
    """Return the drafted decision to 财政, which alone reads it; None where there is none."""
    if viewer.side is not Side.SUPERVISOR or row.drafted_at is None:
        return None
    draft = draft_of(viewer, row)
    reached = draft.remedy if draft.ruling is Ruling.UPHELD else draft.ground
    names = dict(struck_choices(viewer, row))
    return RulingDraft(
        draft.ruling.label, said_of(row.project_number, reached.label) if reached else "", draft.findings, draft.basis,
        draft.decision, draft.cost_bearer, row.drafter_name, row.drafted_at,
        row.returned_reason, row.returned_name, row.returned_at,
        tuple(names.get(str(place), f"第 {place} 家") for place in draft.struck),
    )  # fmt: skip


def points_line(viewer: Viewer, row: Complaint) -> tuple[Point, ...]:
    """Return the points of a complaint with their origin."""
    del viewer
    return tuple(
        Point(
            place, point["matter"], point["facts"], point["law"],
            "基于质疑答复" if point["origin"] == REPLY else f"质疑事项{point['origin']}",
        )
        for place, point in enumerate(row.points, 1)
    )  # fmt: skip


def files_line(viewer: Viewer, files: list[dict[str, Any]]) -> tuple[Attachment, ...]:
    """Return kept files as pages show them."""
    del viewer
    return tuple(Attachment(f["id"], f["name"], f["size"], f["sm3"], f["by"]) for f in files)


def statement_line(viewer: Viewer, row: ComplaintStatement) -> StatementLine:
    """Return a statement as the complaint's page shows it."""
    waiting = row.state == "waiting"
    return StatementLine(
        row.pk, row.organisation_name, row.related, row.state, STATEMENT.states[row.state],
        due("GP-CMP-04", row.state_since) if waiting else None, row.stated_at, row.text,
        files_line(viewer, row.files),
    )  # fmt: skip


def statement_sheet(
    viewer: Viewer, row: ComplaintStatement, offers: tuple[Offer, ...]
) -> StatementSheet:
    """Return the served copy with the statement to it."""
    of = row.complaint
    return StatementSheet(
        pk=row.pk, number=of.number, project_number=of.project_number, title=of.title,
        complainant=of.supplier_name, about_label=said_of(of.project_number, About(of.about).label), points=points_line(viewer, of),
        request=of.request, copied_at=of.copied_at, line=statement_line(viewer, row), offers=offers,
    )  # fmt: skip


def hearing_line(viewer: Viewer, row: ComplaintHearing) -> HearingLine:
    """Return a hearing."""
    del viewer
    return HearingLine(
        row.pk, row.at, row.place, row.matters, row.present, row.record, row.recorded_at
    )


def test_line(viewer: Viewer, row: ComplaintTest) -> TestLine:
    """Return a test with the workdays it took."""
    del viewer
    days = workdays_between(row.sent_on, row.returned_on) if row.returned_on else None
    return TestLine(
        row.pk, Appraisal(row.kind).label, row.institution, row.advanced_by, row.sent_on,
        row.returned_on, row.result, days,
    )  # fmt: skip


def evidence_line(viewer: Viewer, row: ComplaintEvidence) -> EvidenceLine:
    """Return a piece of evidence."""
    return EvidenceLine(
        row.pk, row.organisation_name, row.text, row.secret, row.secret_reason, row.handed_at,
        files_line(viewer, row.files),
    )  # fmt: skip
