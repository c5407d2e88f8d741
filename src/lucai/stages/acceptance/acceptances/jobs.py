"""What the clock does: warranties that end soon are told of."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.acceptance.acceptances import services


def tell_of_ends(now: datetime) -> int:
    """Tell of warranties that end soon; return of how many."""
    return services.tell_of_ends(Actor.system(Reason.DEADLINE_REACHED), now=now)
