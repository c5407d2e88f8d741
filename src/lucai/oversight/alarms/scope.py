"""Who may see alarms."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def alarms_seen_by(viewer: Viewer) -> Q:
    """Supervision of the region; those who might have asked too early are not told."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPERVISOR:
        return Q(region__startswith=viewer.region)
    return nobody()
