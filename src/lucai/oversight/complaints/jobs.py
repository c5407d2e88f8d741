"""What the clock does."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.oversight.complaints import services


def watch_complaints(now: datetime) -> int:
    """Let silence waive, pauses end and stale drafts go; return how many."""
    del now
    actor = Actor.system(Reason.DEADLINE_REACHED)
    acts = (services.waive_silent, services.end_pauses, services.drop_stale_drafts)
    return sum(act(actor) for act in acts)
