"""Who sees what of a negotiation: a supplier its own, never another's before the result."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties
from lucai.stages.trade.panels.selectors import seated_projects


def negotiations_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The organisers, the region's supervisors and the panel; a supplier reads its own lines."""
    if viewer.side is Side.TREASURY:
        return nobody()
    return of_parties(viewer, through=through, agency="agency") | _members(viewer, through)


def records_seen_by(viewer: Viewer) -> Q:
    """As the negotiation's; a supplier those of its own talks."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    return negotiations_seen_by(viewer)


def changes_seen_by(viewer: Viewer) -> Q:
    """As the negotiation's; the suppliers that take part read what was confirmed."""
    if viewer.side is Side.SUPPLIER:
        told = f",{viewer.organisation},"
        return Q(state="confirmed", participants__contains=told)
    return negotiations_seen_by(viewer)


def offers_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; everybody else nothing before all are opened together."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    return Q(opened_at__isnull=False) & negotiations_seen_by(viewer)


def _members(viewer: Viewer, through: str) -> Q:
    if viewer.side not in {Side.EXPERT, Side.BUYER}:
        return nobody()
    return Q(**{f"{through}project_number__in": seated_projects(viewer)})
