"""What the clock does: a buyer that stays silent does not put its payment off."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.performance.deliveries import services


def fall_silent(now: datetime) -> int:
    """Start the time of payment of deliveries nobody accepted in time; return how many."""
    return services.fall_silent(Actor.system(Reason.DEADLINE_REACHED), now=now)
