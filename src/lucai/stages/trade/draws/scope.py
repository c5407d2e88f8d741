"""Who sees a draw that waits: its parties; that one was given up, and why, everybody."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties


def waiting_seen_by(viewer: Viewer) -> Q:
    """Agency, buyer and the region's supervisors; everybody where it was given up."""
    if viewer.side is Side.TREASURY:
        return Q(given_up_at__isnull=False)
    return of_parties(viewer, agency="agency") | Q(given_up_at__isnull=False)


def chances_seen_by(viewer: Viewer) -> Q:
    """Who has given chance to a draw: the parties; what it was, nobody before all are opened."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, agency="agency")
