"""Which prequalifications and applications a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.prequalification_rules import ANNOUNCED
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties

THROUGH = "prequalification__"


def prequalifications_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """Once announced, or once invitations are out, for everybody; before that for the parties."""
    seen = of_parties(viewer, through=through, agency="agency")
    announced = Q(**{f"{through}published_at__isnull": False})
    return seen | announced | Q(**{f"{through}invited_at__isnull": False})


def applications_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; the parties only after the deadline: who applied is secret until then.

    A supplier that others put on a list learns of it when it is invited.
    """
    if viewer.side is Side.SUPPLIER:
        brought = Q(state__in=["listed", "not_drawn"]) & ~Q(source=ANNOUNCED)
        return Q(supplier_id=viewer.organisation) & ~brought
    return of_parties(viewer, through=THROUGH, agency="agency") & Q(secret_until__lte=clock.now())


def recommendations_seen_by(viewer: Viewer) -> Q:
    """An expert the own words alone; the parties all that was said, the expert's name never before the result."""
    if viewer.side is Side.EXPERT:
        return Q(person_id=viewer.person) if viewer.person else nobody()
    return of_parties(viewer, through=THROUGH, agency="agency")
