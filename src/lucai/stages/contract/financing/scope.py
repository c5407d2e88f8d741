"""Which financings a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def financing_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The supplier its own, and the region's finance: nobody else's business, not the buyer's."""
    match viewer.side:
        case Side.SUPPLIER:
            return Q(**{f"{through}supplier_id": viewer.organisation})
        case Side.SUPERVISOR:
            return Q(**{f"{through}region__startswith": viewer.region})
        case Side.SYSTEM:
            return everybody()
    return nobody()
