"""Who sees a sitting: the agency, the region's supervisors, and who has a seat; nobody else, ever.

The buyer's people, bidders and the public learn neither the venues nor who is present.
"""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties
from lucai.stages.trade.panels.selectors import held_projects, seated_projects

ORGANISERS = frozenset({Side.AGENCY, Side.SUPERVISOR, Side.SYSTEM})
MEMBERS = frozenset({Side.EXPERT, Side.BUYER})


def sittings_seen_by(viewer: Viewer) -> Q:
    """The organisers, and every member from the draw on: each must know where to go."""
    if viewer.side in MEMBERS:
        return Q(project_number__in=held_projects(viewer))
    return _organisers(viewer, "")


def notices_seen_by(viewer: Viewer) -> Q:
    """The organisers, and everybody's own."""
    if viewer.side in MEMBERS:
        return Q(person_id=viewer.person) if viewer.person else nobody()
    return _organisers(viewer, "")


def presence_seen_by(viewer: Viewer) -> Q:
    """Who is present and what happened: the organisers, and the members who have signed in."""
    if viewer.side in MEMBERS:
        return Q(sitting__project_number__in=seated_projects(viewer))
    return _organisers(viewer, "sitting__")


def recordings_seen_by(viewer: Viewer) -> Q:
    """The agency that keeps them, and the supervisors."""
    return _organisers(viewer, "sitting__")


def signals_seen_by(viewer: Viewer) -> Q:
    """The system alone, which carries them from window to window."""
    return everybody() if viewer.side is Side.SYSTEM else nobody()


def _organisers(viewer: Viewer, through: str) -> Q:
    if viewer.side not in ORGANISERS:
        return nobody()
    return of_parties(viewer, through=through, buyer="", agency="agency")
