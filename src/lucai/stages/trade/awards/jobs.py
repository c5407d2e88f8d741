"""What the clock does: a buyer that stays silent is taken to choose the first candidate."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.trade.awards import services


def decide_for_the_silent(now: datetime) -> int:
    """Decide awards whose time has run out (GP-TEN-19); return how many."""
    del now
    return services.decide_silently(Actor.system(Reason.DEADLINE_REACHED))
