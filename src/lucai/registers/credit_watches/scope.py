"""Which credit watches a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def watches_seen_by(viewer: Viewer) -> Q:
    """The finance department of the region alone: nothing is proved yet."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPERVISOR:
        return Q(region__startswith=viewer.region)
    return nobody()
