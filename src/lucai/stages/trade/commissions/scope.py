"""Which commissions a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records.scopes import of_parties


def commissions_seen_by(viewer: Viewer) -> Q:
    """The buyer's branch, the agency, and the finance department of the region."""
    return of_parties(viewer, agency="agency")
