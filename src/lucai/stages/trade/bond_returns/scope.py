"""Who sees which bonds: before the deadline nobody but who withdrew, and the agency it told."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties


def returns_seen_by(viewer: Viewer) -> Q:
    """The supplier its own, the agency what it has to give back; others after the deadline."""
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPPLIER:
            return Q(supplier_id=viewer.organisation)
        case Side.AGENCY:
            return Q(agency_id=viewer.organisation)
        case Side.BUYER:
            seen = Q(buyer_path__startswith=viewer.unit_path)
        case Side.SUPERVISOR:
            seen = Q(area__startswith=viewer.region)
        case _:
            return nobody()
    return seen & Q(bid_deadline__lte=clock.now())


def unopened_seen_by(viewer: Viewer) -> Q:
    """Buyer, agency and the supervisors of the region."""
    return nobody() if viewer.side is Side.TREASURY else of_parties(viewer, agency="agency")
