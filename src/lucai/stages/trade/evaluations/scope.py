"""What of an evaluation a viewer may see: it turns with the phase (house rule §6.8, 87 art 66).

independent: a member sees the own sheet. consolidating: the panel sees all sheets. complete:
the agency and the supervisor see them, the buyer once the report is delivered; a bidder its
own line once the result is announced.
"""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties
from lucai.stages.trade.evaluations.lifecycle import COMPLETE, CONSOLIDATING
from lucai.stages.trade.panels.selectors import seated_projects

SHARED = CONSOLIDATING | COMPLETE


def sessions_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The organisers, the region's supervisors and the members: that it goes on, and how far."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, through=through, agency="agency") | members(viewer, through)


def members(viewer: Viewer, through: str = "") -> Q:
    """The lots of projects in whose panel the viewer has signed in."""
    if viewer.side not in {Side.EXPERT, Side.BUYER}:
        return nobody()
    return Q(**{f"{through}project_number__in": seated_projects(viewer)})


def bids_seen_by(viewer: Viewer) -> Q:
    """The bids under evaluation: as the session's; opened prices are no secret any more."""
    return sessions_seen_by(viewer, through="session__")


def qualification_seen_by(viewer: Viewer) -> Q:
    """The organisers who check, the members once it is finished, supervisors at the end."""
    if viewer.side in {Side.AGENCY, Side.BUYER, Side.SYSTEM}:
        return sessions_seen_by(viewer, through="session__")
    finished = ~Q(session__state="qualification")
    return finished & members(viewer, "session__") | _watching(viewer, "session__")


def sheets_seen_by(viewer: Viewer) -> Q:
    """Which sheets there are and how far; who sits behind a place the panel says."""
    return sessions_seen_by(viewer, through="session__")


def checks_seen_by(viewer: Viewer) -> Q:
    """A member's own checks; the panel's once all have handed in; others at the end."""
    shared = Q(session__checks_shared_at__isnull=False)
    return _of_sheet(viewer, shared)


def scores_seen_by(viewer: Viewer) -> Q:
    """A member's own scores; the panel's once all have handed in; others at the end."""
    return _of_sheet(viewer, Q(session__state__in=SHARED))


def dissents_seen_by(viewer: Viewer) -> Q:
    """As scores."""
    return scores_seen_by(viewer)


def results_seen_by(viewer: Viewer) -> Q:
    """The ranking: the panel from the consolidation on, the organisers at the end, a bidder its own."""
    if viewer.side is Side.SUPPLIER:
        return Q(session__announced_at__isnull=False, supplier_id=viewer.organisation)
    return reports_seen_by(viewer)


def reports_seen_by(viewer: Viewer) -> Q:
    """The report with its calculation."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    shared = Q(session__state__in=SHARED)
    return shared & members(viewer, "session__") | _watching(viewer, "session__")


def enquiries_seen_by(viewer: Viewer) -> Q:
    """The bidder asked, the panel, the agency that carries the papers, others at the end."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    own = Q(agency_id=viewer.organisation) if viewer.side is Side.AGENCY else nobody()
    return own | members(viewer, "session__") | _watching(viewer, "session__") | _system(viewer)


def _of_sheet(viewer: Viewer, shared: Q) -> Q:
    if viewer.side is Side.SYSTEM:
        return everybody()
    own = Q(sheet__person_id=viewer.person) if viewer.person else nobody()
    return (
        own & members(viewer, "session__")
        | shared & members(viewer, "session__")
        | _watching(viewer, "session__")
    )


def _watching(viewer: Viewer, through: str) -> Q:
    """Agency and supervisor when the report is signed, the buyer when it is delivered."""
    seen = Q(**{f"{through}state__in": COMPLETE})
    if viewer.side is Side.BUYER:
        seen &= Q(**{f"{through}delivered_at__isnull": False})
    elif viewer.side not in {Side.AGENCY, Side.SUPERVISOR}:
        return nobody()
    return seen & of_parties(viewer, through=through, agency="agency")


def _system(viewer: Viewer) -> Q:
    return everybody() if viewer.side is Side.SYSTEM else nobody()
