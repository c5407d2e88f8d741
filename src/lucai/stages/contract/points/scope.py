"""Which points a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties

READERS = frozenset({Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.SYSTEM})


def points_seen_by(viewer: Viewer) -> Q:
    """Both parties, the agency and the region's finance; nobody else ever."""
    if viewer.side not in READERS:
        return nobody()
    return of_parties(viewer, agency="agency", supplier="supplier")
