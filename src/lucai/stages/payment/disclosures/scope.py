"""Which disclosures a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records.scopes import of_parties


def disclosures_seen_by(viewer: Viewer) -> Q:
    """The buyer's branch, and finance of the region; what is published is a public notice."""
    return of_parties(viewer)
