"""Which archive packages a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties


def packages_seen_by(viewer: Viewer) -> Q:
    """Buyer's branch, agency and the region's supervisors; a package holds all bids and scores."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, agency="agency")


def through_package(viewer: Viewer) -> Q:
    """What hangs on a package is seen with it."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, through="package__", agency="agency")


def holds_seen_by(viewer: Viewer) -> Q:
    """Holds are seen by whoever sees the package."""
    return packages_seen_by(viewer)
