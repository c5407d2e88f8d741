"""Reading from whom a negotiation's suppliers, or the experts who recommend them, are drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.prequalification_rules import LIBRARY
from lucai.platform.access.selectors import organisations
from lucai.registers.exclusions.selectors import banned_experts, bans_on
from lucai.registers.experts.selectors import Drawable, expert_pool
from lucai.registers.suppliers.selectors import suppliers_fitting
from lucai.stages.plan.plans.selectors import designers_of, import_experts
from lucai.stages.trade.prequalifications.lifecycle import ELIGIBLE
from lucai.stages.trade.prequalifications.models import (
    BUYER,
    EXPERT,
    Prequalification,
    PrequalificationApplication,
    SupplierRecommendation,
)
from lucai.stages.trade.projects.selectors import project_seen


def pool_for(viewer: Viewer, row: Prequalification) -> list[tuple[int, str]]:
    """Return who can be drawn now, as (id, code): suppliers, or experts who recommend."""
    if row.draws_experts:
        return [(one.person_id, one.number) for one in experts_for(viewer, row)]
    if row.finds and row.way == LIBRARY:
        return suppliers_for(viewer, row)
    rows = PrequalificationApplication.objects.seen_by(viewer).filter(prequalification_id=row.pk)
    able = rows.filter(state__in=ELIGIBLE).order_by("pk")
    return list(able.values_list("supplier_id", "supplier_uscc"))


def suppliers_for(viewer: Viewer, row: Prequalification) -> list[tuple[int, str]]:
    """Return everybody in the library who fits and may take part: nobody picks the list."""
    terms = row.terms
    fit = suppliers_fitting(
        viewer, industry=terms.get("industry"), certificate=terms.get("certificate", "")
    )
    plan = project_seen(SYSTEM, row.number_of_project).plan_number
    left_out = {card.uscc for card in organisations(viewer, [row.agency_id]).values()}
    left_out |= designers_of(viewer, plan)
    banned = bans_on(viewer, [uscc for _, uscc in fit], clock.today())
    return [(pk, uscc) for pk, uscc in fit if uscc not in banned and uscc not in left_out]


def experts_for(viewer: Viewer, row: Prequalification) -> list[Drawable]:
    """Return the experts of the round's specialties whom neither their units nor the past keep out."""
    units = organisations(viewer, [row.buyer_id, row.agency_id])
    avoided = {card.uscc for card in units.values()}
    barred = banned_experts(viewer, clock.today()) | _asked_before(viewer, row)
    argued = import_experts(SYSTEM, project_seen(SYSTEM, row.number_of_project).plan_number)
    return [
        one
        for one in expert_pool(viewer, specialties=row.terms.get("specialties", ()))
        if one.person_id not in barred
        and one.employer_uscc not in avoided
        and not one.avoided_codes & avoided
        and not one.argued_as & argued
    ]


def _asked_before(viewer: Viewer, row: Prequalification) -> frozenset[int]:
    """Whoever was drawn in an earlier round of the project is not drawn again."""
    rows = SupplierRecommendation.objects.seen_by(viewer)
    found = rows.filter(number_of_project=row.number_of_project, person_id__isnull=False)
    return frozenset(found.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Said:
    """How many suppliers each side recommended, and who has not answered."""

    by_buyer: int
    by_experts: int
    silent: tuple[str, ...]


def said_in(viewer: Viewer, row: Prequalification) -> Said:
    """Count what the buyer and the experts have recommended in a round."""
    words = recommendations_of(viewer, row)
    kinds = {one.pk: one.kind for one in words}
    rows = PrequalificationApplication.objects.seen_by(viewer).filter(prequalification_id=row.pk)
    by = Counter(kinds.get(pk) for pk in rows.values_list("recommendation_id", flat=True) if pk)
    silent = tuple(one.called for one in words if one.state == "asked")
    return Said(by[BUYER], by[EXPERT], silent)


def recommendations_of(viewer: Viewer, row: Prequalification) -> list[SupplierRecommendation]:
    """Return the written words of a round as far as the viewer may see them, the buyer's first."""
    rows = SupplierRecommendation.objects.seen_by(viewer).filter(prequalification_id=row.pk)
    return list(rows.order_by("place"))


def recommendation_row(viewer: Viewer, pk: int) -> SupplierRecommendation:
    """Return one written recommendation.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = SupplierRecommendation.objects.seen_by(viewer)
    found: SupplierRecommendation | None = rows.filter(pk=pk).first()
    if not found:
        raise NotFound("没有找到这份书面推荐意见。")
    return found
