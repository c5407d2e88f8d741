"""Which cooperations, applications and responses a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties


def cooperations_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The parties; everybody once it is announced."""
    announced = Q(**{f"{through}published_at__isnull": False})
    return of_parties(viewer, through=through, agency="agency") | announced


def applicants_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; the parties after the deadline: who applied is secret until then."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    seen = of_parties(viewer, through="cooperation__", agency="agency")
    return seen if viewer.side is Side.SYSTEM else seen & Q(secret_until__lte=clock.now())


def responses_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; the parties from the opening on, nobody else before."""
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    seen = of_parties(viewer, through="cooperation__", agency="agency")
    return seen if viewer.side is Side.SYSTEM else seen & Q(opened_at__isnull=False)


def opinions_seen_by(viewer: Viewer) -> Q:
    """A member its own; the parties how far each is, what is in them the selectors keep back."""
    own = Q(person_id=viewer.person) if viewer.person else nobody()
    return own | of_parties(viewer, through="cooperation__", agency="agency")
