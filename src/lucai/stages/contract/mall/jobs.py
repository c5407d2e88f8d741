"""What the clock does: orders that nobody answers lapse."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.contract.mall import services


def lapse(now: datetime) -> int:
    """Let orders lapse whose hours are over; return how many."""
    return services.lapse_due(Actor.system(Reason.DEADLINE_REACHED), now=now)
