"""Which answers and reconciliations a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records.scopes import of_parties


def treasury_books_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The treasury and the finance department of the region."""
    return of_parties(viewer, through=through, buyer="", region="region")
