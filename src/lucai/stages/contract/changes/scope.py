"""Which alterations a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def changes_seen_by(viewer: Viewer) -> Q:
    """The parties, the agency, the region's finance and treasury; everybody once published."""
    if viewer.side is Side.PUBLIC:
        return Q(published_at__isnull=False)
    return of_parties(viewer, agency="agency", supplier="supplier")
