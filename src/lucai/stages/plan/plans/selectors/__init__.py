"""Reading procurement plans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer, judge
from lucai.law.catalogue import catalogue
from lucai.platform.access.selectors import organisation_by_uscc
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.plan.plans import choices
from lucai.stages.plan.plans.lifecycle import CONTENT_RULES, FILING_RULES, PLAN
from lucai.stages.plan.plans.models import (
    PackageFunding,
    PlanFunding,
    PlanItem,
    PlanPackage,
    ProcurementPlan,
)
from lucai.stages.plan.plans.rules import PlanCase, key_review_is_needed
from lucai.stages.plan.plans.selectors.cards import (
    FundLine,
    ItemCard,
    PackageCard,
    PlanCard,
    PlanSheet,
    ReviewLine,
)
from lucai.stages.plan.plans.selectors.cases import (
    PlanRows,
    case_of,
    planned_of_one_kind,
    rows_of,
)

__all__ = [
    "FundLine",
    "ItemCard",
    "PackageCard",
    "PlanCard",
    "PlanSheet",
    "ReviewLine",
    "card_of",
    "case_of",
    "plan_of_project",
    "plan_page",
    "plan_row",
    "plan_seen",
    "planned_of_one_kind",
    "plans_ready",
    "rows_of",
]

CHOICES = {
    "object_kind": choices.ObjectKind,
    "works_part": choices.WorksPart,
    "works_exemption": choices.WorksExemption,
    "method": choices.Method,
    "organisation_form": choices.OrganisationForm,
    "implementation_form": choices.ImplementationForm,
    "evaluation_method": choices.EvaluationMethod,
    "sme_policy": choices.SmePolicy,
    "import_kind": choices.ImportKind,
}
# Checked before the buyer hands the plan on; later the rules of filing.
FINDINGS = {"draft": CONTENT_RULES, "reviewing": CONTENT_RULES}
FILING_STATES = ("reviewed", "method_pending", "filing")


def plan_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[PlanCard]:
    """List plans, newest first, a page at a time."""
    rows = ProcurementPlan.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(number__startswith=words) | Q(buyer_name__icontains=words)
        )
    if state in PLAN.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, card_of)


@read_once
def plan_seen(viewer: Viewer, number: str) -> PlanSheet:
    """Return one plan with its lots, money, reviews and the steps open to the viewer.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = rows_of(viewer, plan_row(viewer, number))
    case, at = case_of(viewer, rows), clock.now()
    plan = rows.plan
    judged = FINDINGS.get(plan.state, FILING_RULES if plan.state in FILING_STATES else ())
    return PlanSheet(
        card=card_of(plan),
        packages=_packages(viewer, rows),
        fundings=tuple(_fund_line(rows, line) for line in rows.fundings),
        reviews=tuple(_review_line(review) for review in rows.reviews),
        drafters=tuple(one["name"] for one in plan.drafters),
        key_review_needed=key_review_is_needed(case, at),
        offers=tuple(_offers(viewer, plan, case)),
        findings=judge(judged, case, at),
        intention_published_on=rows.intention.published_on if rows.intention else None,
        own=plan.buyer_id == viewer.organisation,
        sole_supplier=_named(plan.sole_supplier),
    )


def _named(uscc: str) -> str:
    """Name the supplier of a code, since nobody knows firms by their codes."""
    firm = organisation_by_uscc(SYSTEM, uscc) if uscc else None
    return f"{firm.name}（{uscc}）" if firm else uscc


def import_paper(viewer: Viewer, number: str) -> tuple[bool, str]:
    """Return whether a plan buys imports, and the paper that approved them; in one query."""
    rows = ProcurementPlan.objects.seen_by(viewer).filter(number=number)
    found = rows.values_list("imports", "import_approval").first()
    return found or (False, "")


def import_experts(viewer: Viewer, number: str) -> frozenset[tuple[str, str]]:
    """Return name and unit of those who argued for a plan's import; nothing where none is bought."""
    rows = ProcurementPlan.objects.seen_by(viewer).filter(number=number, imports=True)
    found = rows.values_list("import_experts", flat=True).first() or []
    return frozenset((one["name"], one["unit"]) for one in found)


def designers_of(viewer: Viewer, number: str) -> frozenset[str]:
    """Return the codes of those who designed what a plan buys: they may not supply it (GP-QUA-04)."""
    rows = ProcurementPlan.objects.seen_by(viewer).filter(number=number)
    return frozenset(CODES.findall(rows.values_list("designers", flat=True).first() or ""))


CODES = re.compile(r"[0-9A-Z]{18}")


def plans_ready(viewer: Viewer) -> list[PlanCard]:
    """List the buyer's filed plans for which no project was opened yet."""
    rows = ProcurementPlan.objects.seen_by(viewer).filter(
        buyer_id=viewer.organisation, state="filed"
    )
    return [card_of(row) for row in rows.order_by("-pk")[:200]]


def plan_of_project(viewer: Viewer, project_number: str) -> PlanCard | None:
    """Return the buyer's own plan that a project carried out, or None."""
    rows = ProcurementPlan.objects.seen_by(viewer).filter(
        project_number=project_number, buyer_id=viewer.organisation
    )
    row = rows.first()
    return card_of(row) if row else None


@read_once
def plan_row(viewer: Viewer, number: str) -> ProcurementPlan:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ProcurementPlan.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份采购计划。")
    return row


def card_of(row: ProcurementPlan) -> PlanCard:
    """Return the read-model of a row in hand."""
    same = {
        f.name: getattr(row, f.name)
        for f in fields(PlanCard)
        if f.name not in CHOICES and f.name != "state_label"
    }
    chosen: dict[str, Any] = {name: kind(getattr(row, name)) for name, kind in CHOICES.items()}
    return PlanCard(**same, **chosen, state_label=PLAN.states[row.state])


def _offers(viewer: Viewer, plan: ProcurementPlan, case: PlanCase) -> Iterable[Offer]:
    """List the viewer's steps; the page of the reviews is where they are recorded."""
    facts = case.as_if_reviewed() if plan.state == "reviewing" else case
    at = clock.now()
    for offer in PLAN.offers(plan.state, viewer, facts, at):
        unneeded = offer.step.name == "request_method" and not _method_asks(case)
        if not unneeded and _has_part(viewer, plan):
            yield offer


def _method_asks(case: PlanCase) -> bool:
    step = PLAN.step("request_method")
    return step.rules[0](case, clock.now()).holds


def _has_part(viewer: Viewer, plan: ProcurementPlan) -> bool:
    """Whether the viewer's organisation has its turn, and is not just looking on from above."""
    return viewer.organisation in plan.parties().values()


def _packages(viewer: Viewer, rows: PlanRows) -> tuple[PackageCard, ...]:
    sums = (
        PackageFunding.objects.seen_by(viewer)
        .filter(package__in=[package.pk for package in rows.packages])
        .values("package")
        .annotate(held_=Sum("held"), committed_=Sum("committed"), consumed_=Sum("consumed"))
    )
    money = {line["package"]: line for line in sums}
    return tuple(_package(p, rows.items[p.pk], money.get(p.pk, {})) for p in rows.packages)


def _package(row: PlanPackage, items: list[PlanItem], money: dict[str, int]) -> PackageCard:
    return PackageCard(
        number=row.number,
        name=row.name,
        amount=row.amount,
        ceiling=row.ceiling,
        sme_reserved=row.sme_reserved,
        items=tuple(_item(item) for item in items),
        held=money.get("held_", 0),
        committed=money.get("committed_", 0),
        consumed=money.get("consumed_", 0),
    )


def _item(row: PlanItem) -> ItemCard:
    known = catalogue().get(row.catalogue_code)
    return ItemCard(
        catalogue_code=row.catalogue_code,
        catalogue_name=known.name if known else "",
        name=row.name,
        quantity=row.quantity,
        unit=row.unit,
        unit_price=row.unit_price,
        total=total_of(row.quantity, row.unit_price),
        requirement=row.requirement,
        domestic=row.domestic,
    )


def total_of(quantity: str | Decimal, unit_price: int) -> int:
    """Return what so many cost, in whole 分."""
    return int((Decimal(quantity) * unit_price).to_integral_value())


def _fund_line(rows: PlanRows, line: PlanFunding) -> FundLine:
    card = rows.indicators.get(line.indicator_code)
    return FundLine(
        code=line.indicator_code,
        name=card.name if card else "",
        fund_type=card.fund_type if card else "",
        amount=line.amount,
        free=card.free if card else None,
    )


def _review_line(row: Any) -> ReviewLine:
    return ReviewLine(
        choices.ReviewKind(row.kind), row.reviewer_name, row.passed, row.opinion, row.at
    )
