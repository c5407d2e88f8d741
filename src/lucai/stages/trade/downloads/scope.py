"""Which document downloads a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def downloads_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; the parties and their supervisors only after the deadline (GP-TEN-24)."""
    seen = of_parties(viewer, agency="agency", supplier="supplier")
    if viewer.side in {Side.SUPPLIER, Side.SYSTEM}:
        return seen
    return seen & Q(secret_until__lte=clock.now())
