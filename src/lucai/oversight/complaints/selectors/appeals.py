"""Reading what became of decisions in 行政复议 and 行政诉讼."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.challenges import last_day_for_remedy, remedies_after_silence
from lucai.oversight.complaints.lifecycle import APPEAL, HANDLED
from lucai.oversight.complaints.models import Complaint, ComplaintAppeal
from lucai.oversight.complaints.schemas import UNDOES, AppealKind, AppealOutcome
from lucai.oversight.complaints.selectors.lines import files_line
from lucai.oversight.complaints.selectors.shapes import AppealLine, AppealSheet
from lucai.platform.files.selectors import FileCard, attached_file


def may_be_appealed(viewer: Viewer, row: Complaint) -> date | None:
    """Return since when a complaint's end can be appealed against; None: nothing to appeal yet."""
    del viewer
    if row.decided_at:
        return beijing_day(row.decided_at)
    if row.state == "refused":
        return beijing_day(row.state_since)
    if row.state in HANDLED and row.decide_due_at and clock.now() >= row.decide_due_at:
        return beijing_day(row.decide_due_at)
    return None


def appeals_of(viewer: Viewer, number: str) -> tuple[AppealLine, ...]:
    """List what was brought against a complaint's decision, in the order of time."""
    rows = ComplaintAppeal.objects.seen_by(viewer).filter(number=number)
    found = rows.select_related("complaint").order_by("pk")
    return tuple(appeal_line(viewer, row) for row in found)


def appeals_of_project(viewer: Viewer, project_number: str) -> dict[str, list[AppealLine]]:
    """Return a project's appeals by the number of their complaint."""
    rows = ComplaintAppeal.objects.seen_by(viewer).filter(project_number=project_number)
    found: dict[str, list[AppealLine]] = {}
    for row in rows.select_related("complaint").order_by("pk"):
        found.setdefault(row.number, []).append(appeal_line(viewer, row))
    return found


def undone(viewer: Viewer) -> QuerySet[ComplaintAppeal, dict[str, str]]:
    """Return the numbers of the complaints whose decisions did not stand, for another question."""
    rows = ComplaintAppeal.objects.seen_by(viewer).filter(outcome__in=UNDOES)
    return rows.values("number")


def appeal_seen(viewer: Viewer, pk: int) -> AppealSheet:
    """Return one appeal with the steps that the viewer may record.

    Raises:
        NotFound: there is none, or the viewer may not see its complaint.
    """
    row = appeal_row(viewer, pk)
    mine = row.parties().get(viewer.side) == viewer.organisation
    offers = tuple(APPEAL.offers(row.state, viewer, None, clock.now())) if mine else ()
    return AppealSheet(line=appeal_line(viewer, row), title=row.title, offers=offers)


def appeal_row(viewer: Viewer, pk: int) -> ComplaintAppeal:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see its complaint.
    """
    rows = ComplaintAppeal.objects.seen_by(viewer).select_related("complaint")
    row = rows.filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这件复议或者诉讼。")
    found: ComplaintAppeal = row
    return found


def appeal_file(viewer: Viewer, pk: int, file_id: int) -> FileCard:
    """Return a file of an appeal.

    Raises:
        NotFound: there is none.
    """
    row = appeal_row(viewer, pk)
    return attached_file(viewer, (file["id"] for file in row.files), file_id)


def appeal_line(viewer: Viewer, row: ComplaintAppeal) -> AppealLine:
    """Return an appeal as the complaint's page shows it."""
    outcome = AppealOutcome(row.outcome) if row.outcome else None
    return AppealLine(
        pk=row.pk, number=row.number, project_number=row.project_number,
        kind_label=AppealKind(row.kind).label,
        appellant=row.appellant, authority=row.authority, applied_on=row.applied_on,
        case_number=row.case_number, accepted_on=row.accepted_on, ended_on=row.ended_on,
        ended_reason=row.ended_reason, state=row.state, state_label=APPEAL.states[row.state],
        outcome_label=outcome.label if outcome else "", undone=outcome in UNDOES,
        result=row.result, effect=row.effect, public_result=row.public_result,
        public_effect=row.public_effect, published_at=row.published_at, carried_text=row.carried_text,
        carried_at=row.carried_at, doubt=_doubt(row), files=files_line(viewer, row.files),
    )  # fmt: skip


def _doubt(row: ComplaintAppeal) -> str:
    """Say what about its time the law does not bear out (GP-CMP-14); whoever reviews decides."""
    since = may_be_appealed(SYSTEM, row.complaint)
    if since is None:
        return ""
    silent = not row.complaint.decided_at and row.complaint.state != "refused"
    if silent and row.kind not in remedies_after_silence(row.applied_on):
        return "逾期未作处理的，应当先申请行政复议。"
    try:
        last = last_day_for_remedy(row.kind, since).date
    except CalendarMissing:
        return ""
    late = not silent and row.applied_on > last
    return f"法定期限至 {last} 届满，是否受理由复议机关或者人民法院决定。" if late else ""
