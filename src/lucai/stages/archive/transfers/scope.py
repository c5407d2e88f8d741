"""Which transfers a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties


def transfers_seen_by(viewer: Viewer) -> Q:
    """The buyer's branch, the agency that hands over, the region's supervisors."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, agency="agency")
