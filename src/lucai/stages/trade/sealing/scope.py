"""Who may see what of sealed bids."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties

WATCHERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})


def envelopes_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """Nobody before the opening, not even whose it is: the row does not know; then the parties."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side not in WATCHERS:
        return nobody()
    opened = Q(**{f"{through}opened_at__isnull": False})
    return opened & of_parties(viewer, through=through, agency="agency")
