"""Which short contracts a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def short_contracts_seen_by(viewer: Viewer) -> Q:
    """The parties, the organiser where it is an agency, finance; everybody once it is signed."""
    signed = Q(signed_at__isnull=False)
    own = of_parties(viewer, agency="organiser", supplier="supplier")
    return own if viewer.side is Side.SYSTEM else signed | own
