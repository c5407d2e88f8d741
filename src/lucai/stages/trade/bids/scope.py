"""Which bids a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties

WATCHERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})


def bids_seen_by(viewer: Viewer) -> Q:
    """The supplier its own; buyer, agency and the supervisors of the region those of theirs.

    There is no row before the opening (财政部令第87号 第二十八条、第三十三条). Experts read
    through their panel, which the evaluation asks about first.
    """
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    if viewer.side not in WATCHERS:
        return nobody()
    return of_parties(viewer, agency="agency")
