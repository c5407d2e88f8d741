"""Which awards and letters a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties
from lucai.stages.trade.projects.selectors.guests import joined_projects


def awards_seen_by(viewer: Viewer) -> Q:
    """The parties, units that buy jointly, supervisors; everybody once the result is announced."""
    if viewer.side in {Side.SUPPLIER, Side.EXPERT, Side.PUBLIC}:
        return Q(announced_at__isnull=False)
    seen, joined = of_parties(viewer, agency="agency"), joined_projects(viewer)
    return seen if joined is None else seen | Q(project_number__in=joined)


def letters_seen_by(viewer: Viewer) -> Q:
    """A letter is its receiver's, its senders' and their supervisors'."""
    return of_parties(viewer, agency="agency", supplier="supplier")
