"""What happens because the time for an answer is over."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.trade.bid_clarifications import services


def lapse(now: datetime) -> int:
    """Close the questions whose time is over."""
    return services.lapse_due(Actor.system(Reason.DEADLINE_REACHED), now=now)
