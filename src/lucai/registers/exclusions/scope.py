"""Which sanctions, and which answers of the gates, a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.registers.exclusions.lifecycle import PUBLISHED


def exclusions_seen_by(viewer: Viewer) -> Q:
    """Everybody what is published of organisations; finance its region; an expert the own.

    Experts are natural persons: their records are not for the public.
    """
    public = Q(state__in=PUBLISHED) & ~Q(party_side=Side.EXPERT.value)
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPERVISOR:
            return public | Q(region__startswith=viewer.region)
        case Side.EXPERT if viewer.person:
            return public | Q(state__in=PUBLISHED, person_id=viewer.person)
    return public


def checks_seen_by(viewer: Viewer) -> Q:
    """The parties of the procurement and who was asked about; not before bids may be known."""
    known = Q(secret_until__isnull=True) | Q(secret_until__lte=clock.now())
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.BUYER:
            return known & Q(buyer_path__startswith=viewer.unit_path)
        case Side.AGENCY:
            return known & Q(agency_id=viewer.organisation)
        case Side.SUPERVISOR:
            return known & Q(region__startswith=viewer.region)
        case Side.SUPPLIER:
            return Q(organisation_id=viewer.organisation)
    return nobody()
