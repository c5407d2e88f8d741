"""The clock that ends leaves."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.registers.experts import services


def end_rests(now: datetime) -> int:
    """Let experts come back whose leave is over."""
    del now
    return services.end_rests(Actor.system(Reason.DEADLINE_REACHED))
