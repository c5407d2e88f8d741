"""Which invoices and payments a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def invoices_seen_by(viewer: Viewer) -> Q:
    """Buyer's branch, supplier, agency, and finance and treasury of the region."""
    return of_parties(viewer, agency="agency", supplier="supplier")


def payments_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """As invoices; the supplier once it is submitted, the treasury once it is sent."""
    parties = of_parties(viewer, through=through, agency="agency", supplier="supplier")
    match viewer.side:
        case Side.SUPPLIER | Side.AGENCY:
            return parties & Q(**{f"{through}submitted_at__isnull": False})
        case Side.TREASURY:
            return parties & Q(**{f"{through}sent_at__isnull": False})
    return parties
