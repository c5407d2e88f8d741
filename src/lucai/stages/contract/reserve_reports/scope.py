"""Which reports a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records.scopes import of_parties


def reports_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The unit's branch, and finance of the region; what is published is a public notice."""
    return of_parties(viewer, through=through)
