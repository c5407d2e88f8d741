"""Rows of prequalifications for services, and what other modules ask about them."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.emergency_rules import EMERGENCY, ONE_SUPPLIER
from lucai.law.prequalification_rules import ANNOUNCED, LIBRARY, RECOMMENDED
from lucai.platform.records import read_once
from lucai.stages.trade.prequalifications.lifecycle import ELIGIBLE, INVITED
from lucai.stages.trade.prequalifications.models import (
    EXPERT,
    Prequalification,
    PrequalificationApplication,
    SupplierRecommendation,
)
from lucai.stages.trade.prequalifications.rules import PrequalificationFacts
from lucai.stages.trade.prequalifications.selectors.finding import (
    experts_for,
    recommendations_of,
    said_in,
    suppliers_for,
)
from lucai.stages.trade.projects.intentions import intention_facts
from lucai.stages.trade.projects.selectors import project_seen

INVITING = frozenset({"invited", EMERGENCY})
SETTLED = frozenset({"drawn", "invited"})


@dataclass(frozen=True, slots=True)
class Recommended:
    """A supplier that was recommended in writing, by whom, and why."""

    name: str
    reason: str
    by: str = "采购人"


@read_once
def prequalification_row(viewer: Viewer, project_number: str) -> Prequalification:
    """Return the last round of a project.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    if row := current_round(viewer, project_number):
        return row
    raise NotFound("这个项目没有资格预审，也没有邀请供应商的记录。")


@read_once
def current_round(viewer: Viewer, project_number: str) -> Prequalification | None:
    """Return the last round of a project that the viewer may see, or None."""
    rows = Prequalification.objects.seen_by(viewer).filter(number_of_project=project_number)
    # One that was given up for a public notice leaves the procurement open to everybody.
    found: Prequalification | None = rows.exclude(state="withdrawn").order_by("-round").first()
    return found


def prequalification_keys(viewer: Viewer, project_number: str) -> tuple[str, ...]:
    """Return the keys of a project's rounds, under which the log has their draws."""
    rows = Prequalification.objects.seen_by(viewer).filter(number_of_project=project_number)
    return tuple(row.key for row in rows.order_by("round"))


def round_of(viewer: Viewer, application: PrequalificationApplication) -> Prequalification:
    """Return the round that an application in hand belongs to.

    Raises:
        NotFound: the viewer may not see it.
    """
    rows = Prequalification.objects.seen_by(viewer)
    found: Prequalification | None = rows.filter(pk=application.prequalification_id).first()
    if not found:
        raise NotFound("没有找到这一轮资格预审。")
    return found


def rounds_before(viewer: Viewer, row: Prequalification) -> list[Prequalification]:
    """Return the earlier rounds, the newest first."""
    rows = Prequalification.objects.seen_by(viewer).filter(
        number_of_project=row.number_of_project, round__lt=row.round
    )
    return list(rows.order_by("-round"))


def applications_of(viewer: Viewer, row: Prequalification) -> list[PrequalificationApplication]:
    """Return the suppliers of a round as far as the viewer may see them, in order of arrival."""
    rows = PrequalificationApplication.objects.seen_by(viewer)
    return list(rows.filter(prequalification_id=row.pk).order_by("pk"))


def own_application(viewer: Viewer, row: Prequalification) -> PrequalificationApplication | None:
    """Return the viewer's own part in a round, or None."""
    rows = PrequalificationApplication.objects.seen_by(viewer)
    own = rows.filter(prequalification_id=row.pk, supplier_id=viewer.organisation)
    found: PrequalificationApplication | None = own.first()
    return found


def application_row(viewer: Viewer, project_number: str, pk: int) -> PrequalificationApplication:
    """Return one supplier of a project's rounds.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = PrequalificationApplication.objects.seen_by(viewer)
    found: PrequalificationApplication | None = rows.filter(
        number_of_project=project_number, pk=pk
    ).first()
    if not found:
        raise NotFound("没有找到这家供应商的申请。")
    return found


def facts_of(viewer: Viewer, row: Prequalification) -> PrequalificationFacts:
    """Return what the rules read of a round."""
    found = applications_of(SYSTEM, row)
    conditions = {one["number"] for one in row.conditions}
    waiting = [one for one in found if one.state == "submitted"]
    closed = row.apply_until is not None and clock.now() >= row.apply_until
    unjudged = [one.supplier_name for one in waiting if set(one.findings) != conditions]
    project = project_seen(viewer, row.number_of_project)
    drawing, said = row.state == "reviewed", said_in(SYSTEM, row)
    counted = drawing and row.finds and row.way == LIBRARY
    listed = sum(one.state in ELIGIBLE for one in found)
    return PrequalificationFacts(
        one_supplier=project.method_case in ONE_SUPPLIER,
        way=row.way,
        method=row.method,
        places=row.places,
        pool=len(suppliers_for(SYSTEM, row)) if counted else listed,
        experts=len(experts_for(SYSTEM, row)) if row.draws_experts and drawing else 0,
        by_buyer=said.by_buyer,
        by_experts=said.by_experts,
        silent=said.silent,
        witnesses=len(row.witnesses),
        apply_until=row.apply_until,
        conditions_text="\n".join(f"{one['name']} {one['text']}" for one in row.conditions),
        missing=_missing(row),
        # Before the deadline nobody is told who applied, not even by what is left to do.
        unjudged=tuple(unjudged) if closed else (),
        intention=intention_facts(project),
        person=viewer.name,
        duties=_duties(viewer, row),
        looking_witnessed=viewer.person in {one["person"] for one in row.witnesses},
    )


def _duties(viewer: Viewer, row: Prequalification) -> frozenset[str]:
    """Return what somebody who confirms the list has had to do with it (ROL-10)."""
    recommended_ = viewer.person is not None and viewer.person in row.recommenders
    return frozenset({"confirm_recommended", *(("recommend_suppliers",) if recommended_ else ())})


def is_settled(viewer: Viewer, project_number: str, method: str) -> bool:
    """Whether it is known whom a project's tender is for (open tenders: everybody)."""
    row = current_round(viewer, project_number)
    return row.state in SETTLED if row else method not in INVITING


def invited_ids(viewer: Viewer, project_number: str) -> frozenset[int] | None:
    """Return the organisations that may obtain the tender document; None: everybody."""
    row = current_round(viewer, project_number)
    if row is None:
        return None
    found = applications_of(viewer, row)
    return frozenset(one.supplier_id for one in found if one.state in INVITED)


def has_applied(viewer: Viewer, project_number: str) -> bool:
    """Whether the viewer's organisation applied in one of a project's rounds."""
    if viewer.side is not Side.SUPPLIER:
        return False
    rows = PrequalificationApplication.objects.seen_by(viewer)
    own = rows.filter(number_of_project=project_number, supplier_id=viewer.organisation)
    return bool(own.filter(submitted_at__isnull=False).exists())


def was_prequalified(viewer: Viewer, project_number: str) -> bool:
    """Whether bidders were reviewed before, so that the evaluation does not repeat it (条例 art 21)."""
    row = current_round(viewer, project_number)
    return row is not None and row.way == ANNOUNCED and row.state in SETTLED


def recommended(viewer: Viewer, project_number: str) -> tuple[Recommended, ...]:
    """Return who was recommended in writing, to be published with the result (87 art 69, 74 art 18)."""
    row = current_round(viewer, project_number)
    if row is None or row.way != RECOMMENDED:
        return ()
    said = {one.pk: one for one in recommendations_of(viewer, row)}
    return tuple(
        Recommended(a.supplier_name, a.reason, _by(said.get(a.recommendation_id or 0)))
        for a in applications_of(viewer, row)
    )


def _by(words: SupplierRecommendation | None) -> str:
    return f"评审专家{words.name}" if words and words.kind == EXPERT else "采购人"


def is_called_by_name(viewer: Viewer, project_number: str) -> bool:
    """Whether suppliers are invited one by one, with no notice to everybody."""
    row = current_round(viewer, project_number)
    return row is not None and row.way != ANNOUNCED


def _missing(row: Prequalification) -> tuple[str, ...]:
    wanted: dict[str, object] = {"供应商产生方式": row.way}
    if row.method == EMERGENCY:
        return tuple(label for label, value in wanted.items() if not value)
    if row.finds:
        wanted |= {
            "供应商的资格条件": row.conditions,
            "推荐专家的评审专业": row.terms.get("specialties") or not row.draws_experts,
        }
        return tuple(label for label, value in wanted.items() if not value)
    wanted |= {
        "申请人的资格要求": row.conditions,
        "审查标准及方法": row.criteria,
        "合同履行期限": row.performance_period,
        "提交申请文件截止时间": row.apply_until or row.way != ANNOUNCED,
        "资格预审日期": row.review_on or row.way != ANNOUNCED,
    }
    return tuple(label for label, value in wanted.items() if not value)
