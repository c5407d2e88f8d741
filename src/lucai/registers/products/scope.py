"""Which products, offers and prices a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody
from lucai.registers.products.lifecycle import PUBLISHED


def products_seen_by(viewer: Viewer) -> Q:
    """Everybody what stands or stood in the library; a supplier its own; finance what was handed in."""
    public = Q(state__in=PUBLISHED)
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPPLIER:
            return public | Q(supplier_id=viewer.organisation)
        case Side.SUPERVISOR:
            near = Q(finance_id=viewer.organisation) | Q(region__startswith=viewer.region)
            return public | (near & ~Q(state="draft"))
    return public


def prices_seen_by(viewer: Viewer) -> Q:
    """Prices of the library are public: that is what it is for."""
    del viewer
    return everybody()
