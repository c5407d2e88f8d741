"""Which entries of the expert library a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def experts_seen_by(viewer: Viewer) -> Q:
    """Oneself, and the finance department of the region.

    Buyers, agencies, suppliers and administrators see nobody: who may sit in a panel is
    secret until the result (财政部令第87号 第四十七条).
    """
    match viewer.side:
        case Side.EXPERT if viewer.person:
            return Q(person_id=viewer.person)
        case Side.SUPERVISOR:
            return Q(region__startswith=viewer.region)
        case Side.SYSTEM:
            return everybody()
    return nobody()


def applications_seen_by(viewer: Viewer) -> Q:
    """As with entries; finance sees an application once it is handed in."""
    seen = experts_seen_by(viewer)
    return seen & ~Q(state="draft") if viewer.side is Side.SUPERVISOR else seen


def specialties_seen_by(viewer: Viewer) -> Q:
    """The system that draws; everybody else reads specialties in the entry."""
    return everybody() if viewer.side is Side.SYSTEM else nobody()
