"""Reading complaints: the desk of the supervisor, and what each party may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.calendar import CalendarMissing, add_months, beijing_day
from lucai.law.challenges import (
    LAWSUIT,
    REVIEW,
    Remedy,
    Stage,
    decision_window,
    last_day_for_remedy,
    lawful_remedies,
    remedies_after_silence,
)
from lucai.law.complaint_rules import ComplaintFacts
from lucai.law.deadlines import Deadline
from lucai.law.parameters import parameter
from lucai.oversight.complaints.lifecycle import (
    COMPLAINT,
    DRAFT,
    EVIDENCE,
    FUNCTIONS,
    HANDLED,
    STATEMENT,
)
from lucai.oversight.complaints.models import (
    Complaint,
    ComplaintEvidence,
    ComplaintStatement,
)
from lucai.oversight.complaints.schemas import ComplaintIn, Ground
from lucai.oversight.complaints.selectors.appeals import (
    appeals_of,
    may_be_appealed,
    undone,
)
from lucai.oversight.complaints.selectors.cases import CaseFile, case_file
from lucai.oversight.complaints.selectors.facts import (
    REPLY,
    called_hearings,
    complaint_facts,
    pause_days_left,
    tests_of,
)
from lucai.oversight.complaints.selectors.lines import (
    complaint_line,
    draft_line,
    evidence_line,
    files_line,
    hearing_line,
    points_line,
    statement_line,
    statement_sheet,
    test_line,
)
from lucai.oversight.complaints.selectors.shapes import (
    ComplaintLine,
    ComplaintSheet,
    StatementLine,
    StatementSheet,
    Way,
)
from lucai.oversight.complaints.selectors.stages import struck_choices
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.challenges.kinds import said_of
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.challenges.selectors import (
    ChallengeSheet,
    ChallengeSummary,
    challenge_seen,
    challenge_summary,
    subject_seen,
)

WAY_LABELS = {REVIEW: "申请行政复议", LAWSUIT: "提起行政诉讼"}


def complaint_page(
    viewer: Viewer, *, words: str = "", state: str = "", about: str = "", after: str = ""
) -> Page[ComplaintLine]:
    """List complaints, newest first, a page at a time."""
    rows = Complaint.objects.seen_by(viewer)
    if words:
        found = Q(title__icontains=words) | Q(number__startswith=words)
        rows = rows.filter(found | Q(supplier_name__icontains=words))
    if state in COMPLAINT.states:
        rows = rows.filter(state=state)
    if about in {one.value for one in About}:
        rows = rows.filter(about=about)
    return keyset(rows, after, lambda row: complaint_line(viewer, row))


def complaints_of(viewer: Viewer, project_number: str) -> list[ComplaintLine]:
    """List the complaints of a project that the viewer may see, newest first."""
    rows = Complaint.objects.seen_by(viewer).filter(project_number=project_number)
    return [complaint_line(viewer, row) for row in rows.order_by("-pk")]


def my_statements(viewer: Viewer) -> list[StatementSheet]:
    """List the complaints to which the viewer's organisation has to state, newest first."""
    if viewer.side not in {Side.BUYER, Side.AGENCY, Side.SUPPLIER}:
        return []
    rows = ComplaintStatement.objects.seen_by(viewer).filter(organisation_id=viewer.organisation)
    found = rows.select_related("complaint").order_by("-pk")[:100]
    return [statement_sheet(viewer, row, ()) for row in found]


def complaint_seen(viewer: Viewer, number: str) -> ComplaintSheet:
    """Return one complaint as far as the viewer may see it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = complaint_row(viewer, number)
    facts = complaint_facts(viewer, row)
    offers = tuple(COMPLAINT.offers(row.state, viewer, _asked(row, facts), clock.now()))
    mine = row.parties().get(viewer.side) == viewer.organisation
    return ComplaintSheet(
        line=complaint_line(viewer, row),
        **{name: getattr(row, name) for name in _SHARED},
        **_labels(viewer, row, facts.stage),
        **_gathered(viewer, row),
        challenge=_challenge(viewer, row),
        lots=tuple(row.lots),
        draft=draft_line(viewer, row),
        points=points_line(viewer, row),
        files=files_line(viewer, row.files),
        decision_due=_decision_due(row, facts.excluded),
        clock_stopped=bool(facts.being_tested),
        pause_days_left=pause_days_left(viewer, row, longest_pause(viewer)),
        ways=_ways(row),
        appeals=appeals_of(viewer, number),
        appealable=may_be_appealed(viewer, row) is not None,
        unfounded_before=_unfounded(row) if viewer.side is Side.SUPERVISOR else 0,
        checks=_checks(offers),
        offers=offers if mine else (),
        may=frozenset(f.permission for f in FUNCTIONS if mine and viewer.may(f.permission)),
    )


def statement_seen(viewer: Viewer, pk: int) -> StatementSheet:
    """Return the copy of a complaint that was served on the viewer, with its own statement.

    Raises:
        NotFound: there is none, or it is not the viewer's.
    """
    row = statement_row(viewer, pk)
    facts = complaint_facts(viewer, row.complaint)
    offers = STATEMENT.offers(row.state, viewer, facts, clock.now())
    mine = row.organisation_id == viewer.organisation
    return statement_sheet(viewer, row, tuple(offers) if mine else ())


def statement_row(viewer: Viewer, pk: int) -> ComplaintStatement:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or it is not the viewer's to make or to read.
    """
    rows = ComplaintStatement.objects.seen_by(viewer).select_related("complaint")
    row = rows.filter(pk=pk).first()
    own = row and (row.organisation_id == viewer.organisation or viewer.side is Side.SUPERVISOR)
    if not row or not own:
        raise NotFound("没有找到这份投诉答复通知书。")
    found: ComplaintStatement = row
    return found


@read_once
def complaint_row(viewer: Viewer, number: str) -> Complaint:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = Complaint.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这件投诉。")
    found: Complaint = row
    return found


def complaint_file(viewer: Viewer, number: str, file_id: int) -> FileCard:
    """Return a file of a complaint, of its statements or evidence, that the viewer may read.

    Raises:
        NotFound: there is none, or the viewer may not see what it belongs to.
    """
    row = complaint_row(viewer, number)
    lists = [
        row.files,
        *ComplaintStatement.objects.seen_by(viewer).filter(complaint=row).values_list("files", flat=True),
        *ComplaintEvidence.objects.seen_by(viewer).filter(complaint=row).values_list("files", flat=True),
    ]  # fmt: skip
    if file_id not in {file["id"] for files in lists for file in files}:
        raise NotFound("没有找到这个文件。")
    return files_attached(viewer, [file_id])[file_id]


def start_of(viewer: Viewer, challenge_number: str) -> dict[str, Any]:
    """Return what a new complaint begins with: the challenged points and the contact.

    Raises:
        NotFound: there is no such challenge of the viewer's own.
    """
    sheet = own_challenge(viewer, challenge_number)
    points = [
        {"origin": str(p.place), "matter": p.matter, "facts": p.facts, "law": p.law}
        for p in sheet.points
    ]
    names = ("contact", "phone", "address", "agent", "agent_until", "partners", "partners_signed")
    return {"points": points, **{name: getattr(sheet, name) for name in names}}


def own_challenge(viewer: Viewer, number: str) -> ChallengeSheet:
    """Return the viewer's own challenge.

    Raises:
        NotFound: it is another's, or there is none.
    """
    sheet = challenge_seen(viewer, number)
    if sheet.line.supplier_id != viewer.organisation:
        raise NotFound("没有找到这件质疑。")
    return sheet


def origins(viewer: Viewer, challenge_number: str) -> list[tuple[str, str]]:
    """Return where a point of the complaint may come from."""
    sheet = challenge_summary(viewer, challenge_number)
    points = [(str(p.place), f"质疑事项{p.place}：{p.matter[:30]}") for p in sheet.points]
    return [*points, (REPLY, "基于质疑答复内容")] if sheet.line.outcome else points


def file_of(viewer: Viewer, project_number: str) -> CaseFile | None:
    """Return the whole file of what is complained of, for those who stand beside it."""
    if viewer.side not in {Side.BUYER, Side.AGENCY, Side.SUPERVISOR}:
        return None
    return case_file(viewer, project_number)


def content_of(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return what a draft says, as its form shows it."""
    row = complaint_row(viewer, number)
    return {name: getattr(row, name) for name in ComplaintIn.model_fields}


def ruling_of(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return what was drafted before, as the form of a draft shows it."""
    return dict(complaint_row(viewer, number).ruling_draft)


def remedy_choices(viewer: Viewer, number: str) -> list[tuple[str, str]]:
    """Return what an upheld complaint may order at its stage (GP-CMP-10)."""
    row = complaint_row(viewer, number)
    facts = complaint_facts(viewer, row)
    lawful = lawful_remedies(facts.about, facts.stage, enough_left=facts.enough_left)
    number_ = row.project_number
    return [(remedy.value, said_of(number_, remedy.label)) for remedy in lawful]


def struck_of(viewer: Viewer, number: str) -> list[tuple[str, str]]:
    """Return whose admission to a framework a decision can cancel."""
    return struck_choices(viewer, complaint_row(viewer, number))


def longest_pause(viewer: Viewer) -> int:
    """Return how many days a procurement may be paused in all (GP-CMP-07)."""
    del viewer
    return int(parameter("GP-CMP-07", on=clock.today()).value)


def demand_draft(viewer: Viewer) -> None:
    """Refuse a page for writing complaints to a post without the right.

    Raises:
        NotAllowed: the post has no right to write complaints.
    """
    demand(viewer, DRAFT.permission)


def may_hand_in(viewer: Viewer, sheet: StatementSheet) -> bool:
    """Whether the viewer may still hand evidence in beside its statement."""
    return viewer.may(EVIDENCE.permission) and sheet.line.state in STATEMENT.states


def _asked(row: Complaint, facts: ComplaintFacts) -> ComplaintFacts:
    """What the form of the act itself asks for closes no button before it is filled in."""
    return facts if row.state == "deciding" else replace(facts, cost_bearer_named=True)


def _challenge(viewer: Viewer, row: Complaint) -> ChallengeSummary | None:
    try:
        return challenge_summary(viewer, row.challenge_number)
    except NotFound:
        return None


def _labels(viewer: Viewer, row: Complaint, stage: Stage) -> dict[str, Any]:
    subject = subject_seen(viewer, row.project_number)
    return {
        "subject": subject,
        "lot_labels": tuple(lot.label for lot in subject.lots if lot.number in row.lots),
        "finance_name": organisation(viewer, row.finance_id).name,
        "stage_label": subject.said((Stage(row.stage) if row.stage else stage).label),
        "ground_label": Ground(row.ground).label if row.ground else "",
        "remedy_label": subject.said(Remedy(row.remedy).label) if row.remedy else "",
    }


def _gathered(viewer: Viewer, row: Complaint) -> dict[str, Any]:
    handed = ComplaintEvidence.objects.seen_by(viewer).filter(complaint=row).order_by("pk")
    return {
        "statements": _statements(viewer, row),
        "evidence": tuple(evidence_line(viewer, one) for one in handed),
        "hearings": tuple(hearing_line(viewer, one) for one in called_hearings(viewer, row)),
        "tests": tuple(test_line(viewer, one) for one in tests_of(viewer, row)),
    }


def _statements(viewer: Viewer, row: Complaint) -> tuple[StatementLine, ...]:
    rows = ComplaintStatement.objects.seen_by(viewer).filter(complaint=row)
    return tuple(statement_line(viewer, one) for one in rows.order_by("pk"))


def _decision_due(row: Complaint, excluded: tuple[tuple[date, date], ...]) -> Deadline | None:
    if row.received_on is None:
        return None
    try:
        return decision_window(row.received_on, excluded)
    except CalendarMissing:
        return None


def _ways(row: Complaint) -> tuple[Way, ...]:
    """Return the ways on: after a decision with their days, after silence with the first one."""
    if row.decided_at:
        known = beijing_day(row.decided_at)
        return tuple(Way(WAY_LABELS[way], _last(way, known)) for way in (REVIEW, LAWSUIT))
    if row.state in HANDLED and row.decide_due_at and clock.now() >= row.decide_due_at:
        return tuple(Way(WAY_LABELS[way], None) for way in remedies_after_silence(clock.today()))
    return ()


def _last(way: str, known: date) -> Deadline | None:
    try:
        return last_day_for_remedy(way, known)
    except CalendarMissing:
        return None


def _unfounded(row: Complaint) -> int:
    """Count the supplier's unfounded or false complaints of the last months (GP-CRE-05).

    One whose decision did not stand in review or in court counts no more.
    """
    months = int(parameter("GP-CRE-05", "window", on=clock.today()).value)
    since = clock.moment(add_months(clock.today(), -months))
    grounds = (Ground.UNFOUNDED, Ground.FABRICATED)
    rows = Complaint.objects.seen_by(SYSTEM).filter(
        supplier_id=row.supplier_id, ground__in=grounds, decided_at__gte=since
    )
    return int(rows.exclude(pk=row.pk).exclude(number__in=undone(SYSTEM)).count())


def _checks(offers: tuple[Offer, ...]) -> tuple[Any, ...]:
    wanted = {"submit", "correct", "accept"}
    return next((offer.verdicts for offer in offers if offer.step.name in wanted), ())


def moment_of(viewer: Viewer, number: str) -> datetime | None:
    """Return when a complaint was decided, for its papers."""
    return complaint_row(viewer, number).decided_at


_SHARED = (
    "challenge_number", "challenged_on", "about", "region", "buyer_id", "buyer_name", "agency_id",
    "agency_name", "finance_id", "supplier_id", "request", "contact", "phone", "address", "agent",
    "agent_until", "partners", "foreign_papers", "translated", "signed_by", "correction_reason",
    "correct_until", "ended_reason", "screened_at", "accepted_at", "copied_at", "paused_at", "paused_until",
    "pause_reason", "ruling", "findings", "basis", "decision", "cost_bearer", "decided_at",
    "approver_name", "published_at", "carried_text", "carried_at",
)  # fmt: skip
