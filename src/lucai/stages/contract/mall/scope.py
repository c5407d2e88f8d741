"""Which orders of the mall, and which reports of lower prices, a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties


def mall_orders_seen_by(viewer: Viewer) -> Q:
    """Everybody what is confirmed; the buyer and finance all; the supplier once it is released."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    own = of_parties(viewer, supplier="supplier")
    if viewer.side is Side.SUPPLIER:
        own &= Q(released_at__isnull=False)
    return Q(confirmed_at__isnull=False) | own


def mall_inquiries_seen_by(viewer: Viewer) -> Q:
    """Everybody: whoever supplies such goods may quote."""
    del viewer
    return everybody()


def mall_quotes_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; everybody else nothing before all are opened, then all."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    opened = Q(closed_at__isnull=False)
    return opened | Q(supplier_id=viewer.organisation) if viewer.side is Side.SUPPLIER else opened


def mall_enquirys_seen_by(viewer: Viewer) -> Q:
    """The asker its own; the buyer and the finance of its region."""
    return of_parties(viewer, supplier="supplier")


def price_reports_seen_by(viewer: Viewer) -> Q:
    """Whoever reported, the finance of its region, and the one that keeps the library."""
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPERVISOR:
            return Q(finance_id=viewer.organisation) | Q(region__startswith=viewer.region)
        case Side.BUYER | Side.SUPPLIER:
            return Q(reporter_id=viewer.organisation)
    return nobody()
