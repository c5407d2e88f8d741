"""Which contracts a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def contracts_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The parties, the agency and the region's finance; everybody once it is published.

    The supplier sees it from the first proposal on, the treasury from the signature on.
    """
    parties = of_parties(viewer, through=through, agency="agency", supplier="supplier")
    match viewer.side:
        case Side.PUBLIC:
            return Q(**{f"{through}published_at__isnull": False})
        case Side.SUPPLIER:
            return parties & Q(**{f"{through}proposed_at__isnull": False})
        case Side.TREASURY:
            return parties & Q(**{f"{through}signed_at__isnull": False})
    return parties
