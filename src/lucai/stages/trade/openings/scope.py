"""Who may see openings and what is read out in them."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties

HOSTS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})


def sessions_seen_by(viewer: Viewer) -> Q:
    """Time and place of an opening: its parties, supervisors, and every supplier.

    Experts stay away from openings (财政部令第87号 第四十条).
    """
    if viewer.side is Side.SUPPLIER:
        return everybody()
    if viewer.side in HOSTS or viewer.side is Side.SYSTEM:
        return of_parties(viewer, agency="agency")
    return nobody()


def records_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """What was read out: the parties and supervisors all, a supplier its own line.

    A supplier that bid for a lot hears the others of that lot through the hall's selector.
    """
    if viewer.side in HOSTS or viewer.side in {Side.SUPPLIER, Side.SYSTEM}:
        return of_parties(viewer, through=through, agency="agency", supplier="supplier")
    return nobody()


def sign_ins_seen_by(viewer: Viewer) -> Q:
    """A sign-in tells that a supplier bids: its own alone, until the opening has started."""
    if viewer.side in {Side.SUPPLIER, Side.SYSTEM}:
        return records_seen_by(viewer)
    return records_seen_by(viewer) & Q(started_at__isnull=False)
