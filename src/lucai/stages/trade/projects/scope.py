"""Which procurement projects a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def projects_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The parties and their supervisors always; the others once tender or prequalification is out."""
    if viewer.side in {Side.SUPPLIER, Side.EXPERT, Side.PUBLIC}:
        announced = Q(**{f"{through}tender_published_at__isnull": False})
        return announced | Q(**{f"{through}prequalification_at__isnull": False})
    return of_parties(viewer, through=through, agency="agency")
