"""Which panels and seats a viewer may see: the names turn with the phase (87 art 47)."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties
from lucai.stages.trade.drawn_experts.lifecycle import UNSEATED


def panels_seen_by(viewer: Viewer) -> Q:
    """The parties and the region's supervisors, and who sits in it: how many, never who."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, agency="agency") | _seated(viewer, "")


def draws_seen_by(viewer: Viewer) -> Q:
    """How the panel was drawn: everybody's once the result is announced, nobody's before."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    return Q(panel__announced_at__isnull=False)


def members_seen_by(viewer: Viewer) -> Q:
    """Who sits in a panel.

    A member sees the own seat at once and the colleagues' once all have signed in; the agency
    and the supervisor see names from the day of the evaluation, the buyer its own
    representatives; everybody else after the result is announced.
    """
    if viewer.side is Side.SYSTEM:
        return everybody()
    announced = Q(announced_at__isnull=False)
    return announced | _own(viewer) | _colleagues(viewer) | _organiser(viewer)


def choices_seen_by(viewer: Viewer) -> Q:
    """The buyer and the units above it, the agency, the region's supervisors."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, agency="agency")


def ballots_seen_by(viewer: Viewer) -> Q:
    """The own vote; nobody's other, before or after it was counted: only sums are told."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    return Q(person_id=viewer.person) if viewer.person else nobody()


def _own(viewer: Viewer) -> Q:
    return Q(person_id=viewer.person) if viewer.person else nobody()


def _colleagues(viewer: Viewer) -> Q:
    return Q(panel__formed_at__isnull=False) & _seated(viewer, "panel__")


def _seated(viewer: Viewer, through: str) -> Q:
    if not viewer.person or viewer.side not in {Side.EXPERT, Side.BUYER}:
        return nobody()
    return Q(**{f"{through}seats__contains": f",{viewer.person},"})


def _organiser(viewer: Viewer) -> Q:
    today = Q(names_from__lte=clock.now())
    match viewer.side:
        case Side.AGENCY:
            return today & Q(agency_id=viewer.organisation) & ~Q(state__in=UNSEATED)
        case Side.SUPERVISOR:
            return today & Q(region__startswith=viewer.region)
        case Side.BUYER:
            return Q(kind="buyerRepresentative", buyer_path__startswith=viewer.unit_path)
    return nobody()
