"""Who sees which receivables: buyer and supplier, finance and treasury of the region."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records.scopes import of_parties


def confirmations_seen_by(viewer: Viewer) -> Q:
    """As invoices, without the agency: it has no part in what is owed."""
    return of_parties(viewer, supplier="supplier")
