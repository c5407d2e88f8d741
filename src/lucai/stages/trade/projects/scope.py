"""Which procurement projects a viewer may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def projects_seen_by(viewer: Viewer, *, through: str = "", joined: Any = None) -> Q:
    """The parties and their supervisors always; the others once tender or prequalification is out.

    ``joined``: the numbers of the projects in which a buyer buys jointly with the lead.
    """
    if viewer.side in {Side.SUPPLIER, Side.EXPERT, Side.PUBLIC}:
        announced = Q(**{f"{through}tender_published_at__isnull": False})
        return announced | Q(**{f"{through}prequalification_at__isnull": False})
    seen = of_parties(viewer, through=through, agency="agency")
    return seen if joined is None else seen | Q(**{f"{through}number__in": joined})


def units_seen_by(viewer: Viewer) -> Q:
    """The unit itself, the lead, the agency and the region's finance."""
    seen = of_parties(viewer, agency="agency")
    return seen | of_parties(viewer, buyer="lead") if viewer.side is Side.BUYER else seen
