"""Who sees a second review: as the report it is about.

The organisers and the region's supervisors, the buyer once the report had been delivered, and the
panel that reviews. Bidders and the public do not.
"""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties
from lucai.stages.trade.panels.selectors import seated_projects


def reviews_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The parties of the report, and its panel."""
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.AGENCY | Side.SUPERVISOR:
            return of_parties(viewer, through=through, agency="agency")
        case Side.BUYER:
            delivered = Q(**{f"{through}was_delivered": True})
            return delivered & of_parties(viewer, through=through) | _panel(viewer, through)
        case Side.EXPERT:
            return _panel(viewer, through)
    return nobody()


def opinions_seen_by(viewer: Viewer) -> Q:
    """A member's own; the panel's once all have given theirs, for who sees the review."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    own = Q(person_id=viewer.person) if viewer.person else nobody()
    return own | Q(shared_at__isnull=False) & reviews_seen_by(viewer, through="review__")


def _panel(viewer: Viewer, through: str) -> Q:
    return Q(**{f"{through}project_number__in": seated_projects(viewer)})
