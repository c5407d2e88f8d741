"""A plan as rules read it, gathered from its tables and from the modules it looks back at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.law.import_rules import ImportExpert, ImportFacts
from lucai.law.method_rules import CONTRACT_ADDITION
from lucai.law.regions import regions
from lucai.platform.records import system_access
from lucai.stages.budget.indicators.selectors import IndicatorCard, indicators_named
from lucai.stages.plan.intentions.selectors import IntentionCard, intentions_named
from lucai.stages.plan.justifications.selectors import has_passed
from lucai.stages.plan.plans import rules
from lucai.stages.plan.plans.choices import Method, ReviewKind, SmePolicy, WorksExemption
from lucai.stages.plan.plans.models import (
    PackageFunding,
    PlanFunding,
    PlanItem,
    PlanPackage,
    PlanReview,
    ProcurementPlan,
)
from lucai.stages.plan.plans.rules import FundFacts, PackageFacts, PlanCase

_SAID = (
    "method_case", "method_reason", "method_consent", "sole_supplier", "failed_project",
    "emergency_event", "emergency_on", "emergency_finding", "expert_argument",
    "original_contract",
)  # fmt: skip
"""What the plan says of its method in its own words."""
UNDER_WAY = ("method_pending", "filing", "filed", "commissioned")


@dataclass(frozen=True, slots=True)
class PlanRows:
    """All rows of one plan, read once."""

    plan: ProcurementPlan
    packages: list[PlanPackage]
    items: dict[int, list[PlanItem]]
    fundings: list[PlanFunding]
    reviews: list[PlanReview]
    indicators: dict[str, IndicatorCard]
    intention: IntentionCard | None


def rows_of(viewer: Viewer, plan: ProcurementPlan) -> PlanRows:
    """Read what belongs to a plan the viewer sees."""
    packages = list(PlanPackage.objects.seen_by(viewer).filter(plan=plan).order_by("number"))
    items: dict[int, list[PlanItem]] = {package.pk: [] for package in packages}
    found = PlanItem.objects.seen_by(viewer).filter(package__in=list(items)).order_by("number")
    for item in found:
        items[item.package_id].append(item)
    fundings = list(
        PlanFunding.objects.seen_by(viewer).filter(plan=plan).order_by("indicator_code")
    )
    reviews = PlanReview.objects.seen_by(viewer).filter(plan=plan, submission=plan.submission)
    intentions = intentions_named(viewer, [plan.intention_code] if plan.intention_code else [])
    return PlanRows(
        plan=plan,
        packages=packages,
        items=items,
        fundings=fundings,
        reviews=list(reviews.order_by("pk")),
        indicators=indicators_named(viewer, [line.indicator_code for line in fundings]),
        intention=intentions.get(plan.intention_code),
    )


def case_of(viewer: Viewer, rows: PlanRows) -> PlanCase:
    """Return the facts all rules of a plan read, as they stand for this viewer."""
    plan = rows.plan
    return PlanCase(
        object=plan.object_kind,
        method=plan.method,
        budget=plan.amount,
        ceiling=plan.ceiling,
        survey_done=bool(plan.survey and plan.survey_on),
        survey_respondents=plan.survey_respondents,
        survey_on=plan.survey_on,
        technically_complex=plan.technically_complex,
        public_service=plan.public_service,
        missing_fields=tuple(_missing(rows)),
        method_approved=plan.method_approved_at is not None,
        evaluation_method=plan.evaluation_method,
        publicity_passed=has_passed(viewer, plan.justification, buyer_id=plan.buyer_id),
        **_failure(plan),
        head_unit=plan.buyer_path.strip("/").count("/") == 0,
        original_amount=plan.original_amount or 0,
        added_before=_added_before(plan),
        imports=plan.imports,
        import_approved=bool(plan.import_approval),
        buyer_level=plan.buyer_level,
        region=plan.region,
        works_part=plan.works_part,
        works_exempt=plan.works_exemption != WorksExemption.NONE.value,
        same_kind_total=_same_kind_total(rows),
        planned_start=plan.planned_start,
        **{name: getattr(plan, name) for name in _SAID},
        about_import=_import(plan),
        **_money(rows),
        **_reviews(rows),
        **_reserve(rows),
        **_intention(rows),
        **_looking(viewer, plan),
    )


def _import(plan: ProcurementPlan) -> ImportFacts:
    experts = (
        ImportExpert(name=one["name"], unit=one["unit"], legal=one["legal"])
        for one in plan.import_experts
    )
    return ImportFacts(
        imports=plan.imports,
        kind=plan.import_kind,
        industry_opinion=bool(plan.import_opinion),
        policy_named=bool(plan.import_policy),
        experts=tuple(experts),
        buyer_name=plan.buyer_name,
        buyers_people=frozenset(one["name"] for one in plan.drafters),
    )


def _failure(plan: ProcurementPlan) -> dict[str, Any]:
    """Say whether the plan's own earlier procurement failed for want of suppliers, and with two."""
    if not plan.failed_project:
        return {}
    with system_access("the procurement that failed before"):
        rows = ProcurementPlan.objects.filter(
            project_number=plan.failed_project, buyer_id=plan.buyer_id
        )
        left = set(rows.values_list("suppliers_left", flat=True)) - {None}
    return {"failed": bool(left), "failed_two": TWO in left}


TWO = 2


def _added_before(plan: ProcurementPlan) -> int:
    """Sum what other plans of the buyer add to the same contract from its supplier (GP-MET-06)."""
    if plan.method_case != CONTRACT_ADDITION or not plan.original_contract:
        return 0
    with system_access("additions to one contract"):
        rows = ProcurementPlan.objects.filter(
            buyer_id=plan.buyer_id, method_case=CONTRACT_ADDITION,
            original_contract=plan.original_contract,
        )  # fmt: skip
        return _bought_by(rows.exclude(pk=plan.pk))


def _bought_by(rows: Any) -> int:
    """Return what plans under way are to buy, and what those that have ended did buy, in 分."""
    planned = rows.filter(state__in=UNDER_WAY).aggregate(total=Sum("amount"))["total"]
    lines = PackageFunding.objects.filter(package__plan__in=rows.filter(state="ended"))
    spent = lines.aggregate(total=Sum(F("committed") + F("consumed")))["total"]
    return int(planned or 0) + int(spent or 0)


def passed(rows: PlanRows, kind: ReviewKind) -> bool:
    """Whether the submitted version passed a review."""
    return any(review.kind == kind.value and review.passed for review in rows.reviews)


def _missing(rows: PlanRows) -> list[str]:
    found = [] if rows.plan.demand else ["采购需求"]
    return found + [f"包 {p.number} 的标的" for p in rows.packages if not rows.items[p.pk]]


def _money(rows: PlanRows) -> dict[str, Any]:
    funds = tuple(_fund(rows, line) for line in rows.fundings)
    packages = tuple(
        PackageFacts(p.number, p.amount, p.ceiling, len(rows.items[p.pk])) for p in rows.packages
    )
    return {"funds": funds, "packages": packages}


def _fund(rows: PlanRows, line: PlanFunding) -> FundFacts:
    card = rows.indicators.get(line.indicator_code)
    name, free = (card.name, card.free) if card and card.state == "active" else ("已收回的指标", 0)
    return FundFacts(line.indicator_code, name, line.amount, free)


def _reviews(rows: PlanRows) -> dict[str, Any]:
    return {
        "general_review_passed": passed(rows, ReviewKind.GENERAL),
        "key_review_passed": passed(rows, ReviewKind.KEY),
    }


def _reserve(rows: PlanRows) -> dict[str, Any]:
    plan = rows.plan
    whole = plan.sme_policy == SmePolicy.RESERVED.value
    share = sum(p.amount for p in rows.packages if p.sme_reserved)
    return {
        "sme_reserved_share": plan.amount if whole else share,
        "sme_suitable": not plan.sme_reason,
        "sme_unsuitable_reason": plan.sme_reason,
    }


def _intention(rows: PlanRows) -> dict[str, Any]:
    return {
        "intention_code": rows.plan.intention_code,
        "intention_exempt_reason": rows.plan.intention_exempt_reason,
        "intention_published_on": rows.intention.published_on if rows.intention else None,
    }


def _looking(viewer: Viewer, plan: ProcurementPlan) -> dict[str, Any]:
    """Say who looks: drafters may not review, a county may not approve methods."""
    level, about_to = "", {rules.REVIEWS}
    if viewer.side is Side.SUPERVISOR:
        about_to = {rules.APPROVES}
        known = regions().get(viewer.region.ljust(REGION_DIGITS, "0"))
        level = known.level if known else ""
    drafted = any(one["person"] == viewer.person for one in plan.drafters)
    return {
        "person": viewer.name,
        "duties": frozenset(about_to | ({rules.DRAFTED, rules.USES} if drafted else set())),
        "looking_level": level,
    }


REGION_DIGITS = 6


def _same_kind_total(rows: PlanRows) -> int:
    """Sum the year's other plans of this buyer for the same things from the same budget lines."""
    plan = rows.plan
    if plan.method == Method.OPEN.value:
        return 0
    codes = {item.catalogue_code for items in rows.items.values() for item in items}
    return planned_of_one_kind(
        SYSTEM, buyer_id=plan.buyer_id, year=plan.fiscal_year, codes=codes, besides=plan.pk,
        indicators=[line.indicator_code for line in rows.fundings],
    )  # fmt: skip


def planned_of_one_kind(
    viewer: Viewer, *, buyer_id: int, year: int, codes: Collection[str],
    indicators: Collection[str], besides: int | None = None,
) -> int:  # fmt: skip
    """Return what a buyer plans in a year for the same things from the same budget lines, in 分.

    What has been bought and paid counts like what is still under way.

    Open tenders do not count: by them nothing is evaded (GP-THR-06).
    """
    del viewer
    with system_access("purchases of one kind in a year"):
        others = (
            ProcurementPlan.objects.filter(buyer_id=buyer_id, fiscal_year=year)
            .exclude(pk=besides)
            .exclude(method=Method.OPEN.value)
        )
        same_budget = PlanFunding.objects.filter(indicator_code__in=indicators).values("plan")
        same_things = PlanItem.objects.filter(catalogue_code__in=codes).values("package__plan")
        return _bought_by(others.filter(pk__in=same_budget).filter(pk__in=same_things))
