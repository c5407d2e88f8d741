"""What follows by itself: holders that did not answer at the deadline are asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.stages.trade.rounds import services
from lucai.stages.trade.rounds.selectors import rounds_waiting

EVERY = timedelta(seconds=5)
_next = [datetime.min.replace(tzinfo=UTC)]


def gather_due(now: datetime) -> int:
    """Seal and ask for every round that is due and not complete; the machine's clock paces it."""
    real = clock.real()
    if real < _next[0]:
        return 0
    _next[0] = real + EVERY
    waiting = rounds_waiting(SYSTEM, now)
    for number, lot in waiting:
        services.gather_shares(Actor.system(Reason.DEADLINE_REACHED), number=number, lot_number=lot)
    return len(waiting)
