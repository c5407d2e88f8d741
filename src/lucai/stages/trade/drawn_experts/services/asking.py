"""Giving drawn experts their seats and asking whether they can come; letting who need not rest."""

from __future__ import annotations

from collections.abc import Iterable

from lucai.kernel.actors import Actor
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.duties import services as duties
from lucai.platform.lives.services import take_step
from lucai.platform.records import LivingRecord
from lucai.stages.trade.drawn_experts.circles import Circle
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.rows import DrawnHost, DrawnSeat


def seat_experts(actor: Actor, circle: Circle, host: DrawnHost, people: list[Candidate]) -> None:
    """Seat drawn experts in the order of the draw, and ask them whether they can come."""
    for one in people:
        ask(actor, circle, host, circle.seat(actor, host, one))


def name_reserves(actor: Actor, circle: Circle, host: DrawnHost, people: list[Candidate]) -> None:
    """Let drawn experts stand by in the order of the draw."""
    for one in people:
        row = circle.seat(actor, host, one)
        take_step(
            actor, row, circle.seat_life, "stand_by", follows=True, body={"place": row.place},
            changes={"stood_by": True},
        )  # fmt: skip


def ask(actor: Actor, circle: Circle, host: DrawnHost, row: DrawnSeat) -> None:
    """Ask a drawn expert for an answer, where the draw's conditions say so, and a reserve always.

    An answer is due before the review begins; one who is seated later answers all the same.
    Where the conditions give no time nothing becomes of silence: the to-do alone tells the
    reserve that the place is his or hers now.
    """
    if not host.answer_minutes and not row.stood_by:
        return
    by = host.answer_by
    row.answer_by = by  # the to-do counts to it
    take_step(
        actor, row, circle.seat_life, "ask", follows=True,
        changes={"answer_by": by, "answered_at": None, "rung_at": None, "call": {}},
        body={"place": row.place, "answerBy": by.isoformat() if by else ""},
    )  # fmt: skip


def let_rest(actor: Actor, life: Lifecycle, seats: Iterable[LivingRecord]) -> None:
    """Ask these nothing any more: all have come, or it is over. Who is called up is asked anew."""
    del actor
    for seat in seats:
        duties.settle(life.of, seat.key)
