"""Which intentions a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records.scopes import of_parties


def intentions_seen_by(viewer: Viewer) -> Q:
    """Published ones are for everybody; drafts are for the buyer's branch alone."""
    return Q(published_at__isnull=False) | of_parties(viewer, region="")
