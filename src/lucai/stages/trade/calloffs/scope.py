"""Which orders and quotes a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.scopes import of_parties


def orders_seen_by(viewer: Viewer) -> Q:
    """Everybody what is published; buyer, supplier, organiser and finance their own before."""
    return Q(published_at__isnull=False) | own_orders(viewer)


def own_orders(viewer: Viewer, *, through: str = "") -> Q:
    """The orders a viewer is a party of, or supervises."""
    own = of_parties(viewer, through=through, agency="organiser", supplier="supplier")
    if viewer.side is Side.BUYER:
        return own | Q(
            **{
                f"{through}organiser_side": Side.BUYER.value,
                f"{through}organiser_id": viewer.organisation,
            }
        )
    return own


def quotes_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; buyer, organiser and finance once all are opened."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    own = own_orders(viewer, through="order__")
    return own if viewer.side is Side.SYSTEM else own & Q(closed_at__isnull=False)
