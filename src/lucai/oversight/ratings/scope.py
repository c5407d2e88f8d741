"""Which ratings a viewer may see: who rates, who is rated, and the region's finance."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody

PARTIES = frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.EXPERT})


def tasks_seen_by(viewer: Viewer) -> Q:
    """Who has to rate, and the supervisors of the region."""
    if viewer.side in PARTIES:
        return _is("rater", viewer)
    return _above(viewer)


def ratings_seen_by(viewer: Viewer) -> Q:
    """Who rated, who was rated, and the supervisors of the region."""
    if viewer.side in PARTIES:
        return _is("rater", viewer) | _is("rated", viewer)
    return _above(viewer)


def _is(role: str, viewer: Viewer) -> Q:
    """Match the viewer in a role: an organisation, an expert as a person."""
    if viewer.side is Side.EXPERT:
        return Q(**{f"{role}_side": Side.EXPERT.value, f"{role}_person": viewer.person or 0})
    return Q(**{f"{role}_side": viewer.side.value, f"{role}_id": viewer.organisation})


def _above(viewer: Viewer) -> Q:
    if viewer.side is Side.SUPERVISOR:
        return Q(region__startswith=viewer.region)
    return everybody() if viewer.side is Side.SYSTEM else nobody()
