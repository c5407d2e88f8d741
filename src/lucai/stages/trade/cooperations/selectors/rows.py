"""Rows of cooperations, for this module's services and pages."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.cooperations.models import Applicant, Cooperation, Opinion, Response

QUALIFY, TALKS = "qualify", "talks"
"""What the group finds without points: who is qualified, and what came of the talks."""
RESEARCH, PRODUCTS = "research", "first"
"""What the group gives points: final responses, and the products that passed."""
JUDGED_IN = {
    QUALIFY: "reviewing", TALKS: "negotiating", RESEARCH: "evaluating", PRODUCTS: "judging",
}  # fmt: skip
"""The state in which a cooperation is while its group is about that."""
PRESENT = ("applied", "qualified", "invited", "responded", "heard", "called", "answered")


def cooperation_row(viewer: Viewer, project_number: str) -> Cooperation:
    """Return the cooperation of a project.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = Cooperation.objects.seen_by(viewer).filter(number_of_project=project_number).first()
    if not row:
        raise NotFound("这个项目没有合作创新采购，或者还没有公告。")
    found: Cooperation = row
    return found


def has_cooperation(viewer: Viewer, project_number: str) -> bool:
    """Whether a project has one that the viewer may see: its tab is shown then."""
    rows = Cooperation.objects.seen_by(viewer).filter(number_of_project=project_number)
    return bool(rows.exists())


def applicants_of(viewer: Viewer, project_number: str) -> list[Applicant]:
    """Return who applied, as far as the viewer may see them."""
    rows = Applicant.objects.seen_by(viewer).filter(number_of_project=project_number)
    return list(rows.order_by("rank", "pk"))


def applicants_in(viewer: Viewer, project_number: str, state: str) -> list[Applicant]:
    """Return the applicants that stand in a state, as far as the viewer may see them."""
    return [one for one in applicants_of(viewer, project_number) if one.state == state]


def applicant_row(viewer: Viewer, project_number: str, pk: int) -> Applicant:
    """Return one application.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = Applicant.objects.seen_by(viewer).filter(number_of_project=project_number, pk=pk).first()
    if not row:
        raise NotFound("没有找到这份申请。")
    found: Applicant = row
    return found


def own_applicant(viewer: Viewer, project_number: str) -> Applicant | None:
    """Return the viewer's own application."""
    rows = Applicant.objects.seen_by(viewer).filter(number_of_project=project_number)
    found: Applicant | None = rows.filter(supplier_id=viewer.organisation).first()
    return found


def own_response(viewer: Viewer, project_number: str, round_: int) -> Response | None:
    """Return the viewer's own response of a round."""
    rows = Response.objects.seen_by(viewer).filter(number_of_project=project_number, round=round_)
    found: Response | None = rows.filter(supplier_id=viewer.organisation).first()
    return found


def responses_of(viewer: Viewer, project_number: str, round_: int) -> list[Response]:
    """Return the responses of a round that the viewer may see."""
    rows = Response.objects.seen_by(viewer).filter(number_of_project=project_number, round=round_)
    return list(rows.order_by("envelope_hash"))


def opinions_of(viewer: Viewer, project_number: str, stage: str) -> list[Opinion]:
    """Return the opinions of a stage that count, as far as the viewer may see them, by place."""
    rows = Opinion.objects.seen_by(viewer).filter(number_of_project=project_number, stage=stage)
    return list(rows.exclude(state="void").order_by("place"))


def own_opinion(viewer: Viewer, project_number: str, stage: str) -> Opinion:
    """Return the viewer's own opinion.

    Raises:
        NotFound: the viewer is no member, or there is nothing to judge yet.
    """
    for one in opinions_of(viewer, project_number, stage):
        if viewer.person and one.person_id == viewer.person:
            return one
    raise NotFound("没有找到需要您评审的合作创新采购。")
