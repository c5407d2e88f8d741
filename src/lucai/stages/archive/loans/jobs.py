"""What the clock does."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.archive.loans.services import lapse_old


def lapse(now: datetime) -> int:
    """End the loans whose term is over; return how many."""
    return lapse_old(Actor.system(Reason.DEADLINE_REACHED), now=now)
