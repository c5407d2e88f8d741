"""Which challenges, and which copies of replies, a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties


def challenges_seen_by(viewer: Viewer) -> Q:
    """The challenger its own; those who answer and their supervisors once it is handed in."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPPLIER:
        return of_parties(viewer, supplier="supplier")
    if viewer.side not in {Side.BUYER, Side.AGENCY, Side.SUPERVISOR}:
        return nobody()
    return of_parties(viewer, agency="agency") & Q(raised_at__isnull=False)


def replies_seen_by(viewer: Viewer) -> Q:
    """A copy is its receiver's; the senders and their supervisors see all."""
    if viewer.side is Side.SUPPLIER:
        return Q(organisation_id=viewer.organisation)
    if viewer.side in {Side.EXPERT, Side.PUBLIC, Side.TREASURY, Side.ADMINISTRATOR}:
        return nobody()
    return of_parties(viewer, agency="agency")
