"""Which research stages a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records.scopes import of_parties


def stages_seen_by(viewer: Viewer) -> Q:
    """Buyer's branch, supplier, agency, and finance and treasury of the region."""
    return of_parties(viewer, agency="agency", supplier="supplier")
