"""Which performance bonds a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties


def securities_seen_by(viewer: Viewer) -> Q:
    """The parties, the agency and the region's finance and treasury; never the public."""
    if viewer.side is Side.PUBLIC:
        return nobody()
    return of_parties(viewer, agency="agency", supplier="supplier")
