"""Which review groups, seats, draws and findings a viewer may see: as of panels (87 arts 47, 66)."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.stages.trade.drawn_experts.lifecycle import UNSEATED


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

    A member sees the own seat at once and the colleagues' once all have signed in; organiser
    and supervisor from the day of the review; everybody else after the result is announced.
    """
    if viewer.side is Side.SYSTEM:
        return everybody()
    own = Q(person_id=viewer.person) if viewer.person else nobody()
    formed = Q(group__formed_at__isnull=False) & _seated(viewer, "group__")
    today = Q(names_from__lte=clock.now()) & _organiser(viewer)
    seated = ~Q(state__in=UNSEATED)
    return Q(announced_at__isnull=False) | own | (seated & (formed | today))


def sheets_seen_by(viewer: Viewer) -> Q:
    """How far each member is: the members, the organiser and the region's supervisors."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    own = Q(person_id=viewer.person) if viewer.person else nobody()
    members = Q(group__formed_at__isnull=False) & _seated(viewer, "group__")
    return own | members | _organiser(viewer)


def findings_seen_by(viewer: Viewer) -> Q:
    """A member's own; all once everybody has handed in to the members, to others once signed."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    own = Q(sheet__person_id=viewer.person) if viewer.person else nobody()
    members = Q(sheet__group__shared_at__isnull=False) & _seated(viewer, "sheet__group__")
    signed = Q(sheet__group__reported_at__isnull=False) & _organiser(viewer, "sheet__")
    return own | members | signed


def _organiser(viewer: Viewer, through: str = "") -> Q:
    match viewer.side:
        case Side.AGENCY | Side.BUYER:
            return Q(**{
                f"{through}organiser_side": viewer.side.value,
                f"{through}organiser_id": viewer.organisation,
            })  # fmt: skip
        case Side.SUPERVISOR:
            return Q(**{f"{through}region__startswith": viewer.region})
    return nobody()


def _seated(viewer: Viewer, through: str) -> Q:
    if not viewer.person or viewer.side not in {Side.EXPERT, Side.BUYER}:
        return nobody()
    return Q(**{f"{through}seats__contains": f",{viewer.person},"})
