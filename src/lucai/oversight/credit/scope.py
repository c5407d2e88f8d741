"""Which credit records a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody


def credit_seen_by(viewer: Viewer) -> Q:
    """Everybody those of organisations; an expert the own; finance those of its region."""
    public = ~Q(party_side=Side.EXPERT.value)
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.EXPERT if viewer.person:
            return public | Q(person_id=viewer.person)
        case Side.SUPERVISOR:
            return public | Q(region__startswith=viewer.region)
    return public
