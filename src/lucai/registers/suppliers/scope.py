"""Which suppliers a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody

READERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY, Side.SYSTEM})


def suppliers_seen_by(viewer: Viewer) -> Q:
    """A supplier itself; those who buy, organise, supervise and pay see all.

    Which columns they see is the selectors' matter: account numbers are for payers alone.
    """
    if viewer.side is Side.SUPPLIER:
        return Q(organisation_id=viewer.organisation)
    return everybody() if viewer.side in READERS else nobody()
