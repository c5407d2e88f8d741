"""Which acceptances a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def acceptances_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The parties and the region's finance and treasury; everybody once it is published.

    The supplier sees it once it is asked.
    """
    parties = of_parties(viewer, through=through, agency="agency", supplier="supplier")
    match viewer.side:
        case Side.PUBLIC:
            return Q(**{f"{through}published_at__isnull": False})
        case Side.SUPPLIER:
            return parties & Q(**{f"{through}submitted_at__isnull": False})
    return parties
