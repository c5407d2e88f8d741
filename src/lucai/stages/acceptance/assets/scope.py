"""Which asset cards a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def assets_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The buyer whose assets they are, and the region's finance."""
    match viewer.side:
        case Side.BUYER:
            return Q(**{f"{through}buyer_path__startswith": viewer.unit_path})
        case Side.SUPERVISOR:
            return Q(**{f"{through}region__startswith": viewer.region})
        case Side.SYSTEM:
            return everybody()
    return nobody()
