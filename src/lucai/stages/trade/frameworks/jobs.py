"""What the clock does: a framework whose term is over expires."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.trade.frameworks import services


def expire_frameworks(now: datetime) -> int:
    """Let frameworks expire whose term is over; return how many."""
    del now
    return services.expire_due(Actor.system(Reason.DEADLINE_REACHED))
