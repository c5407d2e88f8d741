"""Which loans a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties

BORROWING = frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR})


def loans_seen_by(viewer: Viewer) -> Q:
    """Who keeps the file, who supervises it, and who borrows it."""
    if viewer.side is Side.TREASURY:
        return nobody()
    kept = of_parties(viewer, agency="agency")
    return kept | Q(borrower_id=viewer.organisation) if viewer.side in BORROWING else kept
