"""Which review groups, seats and draws a viewer may see: as of panels (87 art 47)."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def groups_seen_by(viewer: Viewer) -> Q:
    """The organiser, the region's supervisors, who sits in it; everybody after the result."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    return Q(announced_at__isnull=False) | _organiser(viewer) | _seated(viewer, "")


def draws_seen_by(viewer: Viewer) -> Q:
    """How it was drawn: everybody's once the result is announced, nobody's before."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    return Q(group__announced_at__isnull=False)


def seats_seen_by(viewer: Viewer) -> Q:
    """Who sits in it.

    An expert sees the own seat at once and the colleagues' once all have signed in; organiser
    and supervisor from the day of the review; everybody else after the result is announced.
    """
    if viewer.side is Side.SYSTEM:
        return everybody()
    own = Q(person_id=viewer.person) if viewer.person else nobody()
    formed = Q(group__formed_at__isnull=False) & _seated(viewer, "group__")
    today = Q(names_from__lte=clock.now()) & _organiser(viewer)
    return Q(announced_at__isnull=False) | own | formed | today


def _organiser(viewer: Viewer) -> Q:
    match viewer.side:
        case Side.AGENCY | Side.BUYER:
            return Q(organiser_side=viewer.side.value, organiser_id=viewer.organisation)
        case Side.SUPERVISOR:
            return Q(region__startswith=viewer.region)
    return nobody()


def _seated(viewer: Viewer, through: str) -> Q:
    if not viewer.person or viewer.side is not Side.EXPERT:
        return nobody()
    return Q(**{f"{through}seats__contains": f",{viewer.person},"})
