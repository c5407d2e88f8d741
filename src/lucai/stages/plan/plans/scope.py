"""Which plans a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties


def plans_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The buyer's branch, the agency entrusted, and the finance departments of the region."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, through=through, agency="agency")
