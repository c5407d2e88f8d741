"""The clock that calls drawn experts out."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.trade.drawn_experts import services
from lucai.stages.trade.drawn_experts.circles import Circle, circles


def call_out(now: datetime) -> int:
    """Take answers, take silence for a no, fill what fell free, then call who was not called yet.

    Whoever was called for what does not take place is told so.
    """
    del now
    return sum(_serve(circle) for circle in circles())


def _serve(circle: Circle) -> int:
    reached, heard = Actor.system(Reason.CONSEQUENCE), Actor.system(Reason.COUNTERPARTY_MESSAGE)
    over = Actor.system(Reason.DEADLINE_REACHED)
    done = services.hear(heard, circle) + services.lapse(over, circle)
    done += services.fill_vacant(over, circle)
    return done + services.ring(reached, circle) + services.call_off(reached, circle)
