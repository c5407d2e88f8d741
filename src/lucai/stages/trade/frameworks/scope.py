"""Which framework agreements, responses and applications a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.stages.trade.groups.selectors import signed_in_subjects

REVIEWED_AS = "framework_closed"
"""The method by whose law a call's review group is formed."""


def frameworks_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """Everybody once it is announced; before that its organiser, and the finance of the region."""
    announced = Q(**{f"{through}announced_at__isnull": False})
    return announced | organised_by(viewer, through=through)


def organised_by(viewer: Viewer, *, through: str = "") -> Q:
    """The organiser's own, and what the region's finance supervises; the system's all."""
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.AGENCY:
            return Q(
                **{
                    f"{through}organiser_side": Side.AGENCY.value,
                    f"{through}organiser_id": viewer.organisation,
                }
            )
        case Side.BUYER:
            return Q(
                **{
                    f"{through}organiser_side": Side.BUYER.value,
                    f"{through}organiser_path__startswith": viewer.unit_path,
                }
            )
        case Side.SUPERVISOR:
            return Q(**{f"{through}region__startswith": viewer.region})
    return nobody()


def responses_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; organiser, finance and who reviews from the opening on, nobody before."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    seen = organised_by(viewer, through="framework__")
    if viewer.side in {Side.EXPERT, Side.BUYER} and viewer.person:
        seen |= Q(call_id__in=signed_in_subjects(viewer, REVIEWED_AS))
    return seen if viewer.side is Side.SYSTEM else seen & Q(opened_at__isnull=False)


def applications_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; the organiser and the finance of the region."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    return organised_by(viewer, through="framework__")
