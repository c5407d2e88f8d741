"""What the clock does."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.trade.challenges import services


def watch_replies(now: datetime) -> int:
    """Tell of challenges unanswered past their time, drop drafts past theirs; return how many."""
    del now
    actor = Actor.system(Reason.DEADLINE_REACHED)
    return services.tell_of_silence(actor) + services.drop_stale_drafts(actor)
