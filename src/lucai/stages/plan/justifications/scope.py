"""Which justifications a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def justifications_seen_by(viewer: Viewer) -> Q:
    """Published ones are for everybody; drafts are for the buyer's branch alone."""
    return Q(published_at__isnull=False) | of_parties(viewer, region="")


def objections_seen_by(viewer: Viewer) -> Q:
    """The buyer and the supervisors read them; a supplier its own."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    return of_parties(viewer)
