"""Which tender documents, clarifications and enquiries a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties
from lucai.stages.trade.projects.selectors.guests import joined_projects

OUTSIDE = frozenset({Side.SUPPLIER, Side.EXPERT, Side.PUBLIC})


def documents_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The parties, units that buy jointly and supervisors always; everybody else once published."""
    if viewer.side in OUTSIDE:
        return Q(**{f"{through}published_at__isnull": False})
    seen = of_parties(viewer, through=through, agency="agency")
    joined = joined_projects(viewer)
    return seen if joined is None else seen | Q(**{f"{through}project_number__in": joined})


def enquiries_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; the parties the question. Who asked is for nobody: see the selector."""
    if viewer.side in {Side.EXPERT, Side.PUBLIC}:
        return nobody()
    return of_parties(viewer, agency="agency", supplier="supplier")


def revisions_seen_by(viewer: Viewer) -> Q:
    """Approved ones are everybody's; what is proposed is for who proposed and who decides."""
    proposed = Q(proposer_id=viewer.organisation) if viewer.organisation else nobody()
    return Q(approved_at__isnull=False) | proposed | of_parties(viewer, buyer="", agency="")
