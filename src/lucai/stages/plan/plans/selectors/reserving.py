"""Reading how much of a year's plans was reserved for small firms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, Sum

from lucai.kernel.actors import Viewer
from lucai.stages.plan.plans.choices import ObjectKind, SmePolicy
from lucai.stages.plan.plans.models import PlanPackage, ProcurementPlan

DECIDED = ("filed", "commissioned")


@dataclass(frozen=True, slots=True)
class ReservedShare:
    """What a branch planned of one kind of thing, and what of it is for small firms alone, in 分."""

    object: str
    total: int
    reserved: int

    @property
    def label(self) -> str:
        """The kind of thing, in words."""
        return ObjectKind(self.object).label


def reserved_shares(viewer: Viewer, year: int, *, path: str) -> tuple[ReservedShare, ...]:
    """Sum the filed plans of a branch's year by object; what suits no small firm is left out.

    A plan that gives a reason why it is not for small firms (财库〔2020〕46号 第六条) does not count.
    """
    rows = PlanPackage.objects.seen_by(viewer).filter(
        plan__buyer_path__startswith=path, plan__fiscal_year=year, plan__state__in=DECIDED
    )
    suitable = rows.filter(Q(sme_reserved=True) | Q(plan__sme_reason=""))
    sums = (
        suitable.order_by()
        .values_list("plan__object_kind")
        .annotate(total=Sum("amount"), reserved=Sum("amount", filter=Q(sme_reserved=True)))
    )
    return tuple(ReservedShare(kind, total, reserved or 0) for kind, total, reserved in sums)


def wholly_reserved(viewer: Viewer, numbers: Collection[str]) -> frozenset[str]:
    """Return those of the plans that are for small firms as a whole."""
    rows = ProcurementPlan.objects.seen_by(viewer).filter(
        number__in=list(numbers), sme_policy=SmePolicy.RESERVED.value
    )
    return frozenset(rows.values_list("number", flat=True))
