"""The clocks that end leaves and close decisions to which nobody objected."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.registers.experts import services


def end_rests(now: datetime) -> int:
    """Let experts come back whose leave is over."""
    del now
    return services.end_rests(Actor.system(Reason.DEADLINE_REACHED))


def close_unopposed(now: datetime) -> int:
    """Close decisions whose time to object is over."""
    del now
    return services.close_unopposed(Actor.system(Reason.DEADLINE_REACHED))
