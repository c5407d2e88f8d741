"""Warranties: they begin with the public result, and both sides are told before they end."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE
from lucai.stages.acceptance.acceptances.models import Acceptance
from lucai.stages.acceptance.acceptances.selectors import SOON_DAYS

MOST_AT_ONCE = 500


def tell_of_ends(actor: Actor, *, now: datetime) -> int:
    """Tell both sides once of warranties that end soon; return of how many."""
    end = now.astimezone(clock.BEIJING).date() + timedelta(days=SOON_DAYS)
    with system_access("warranties that end soon"):
        ending = Acceptance.objects.filter(warranty_until__lte=end, warranty_told_at=None)
        rows = list(ending.order_by("warranty_until")[:MOST_AT_ONCE])
    for row in rows:
        _tell(actor, row)
    return len(rows)


@command
def _tell(actor: Actor, row: Acceptance) -> None:
    row.change(warranty_told_at=clock.now())
    note(
        actor, row, ACCEPTANCE, "warranty_ends", label=f"质量保证期将于 {row.warranty_until} 届满",
        body={"until": str(row.warranty_until)}, audience=(row.buyer_id, row.supplier_id),
    )  # fmt: skip
