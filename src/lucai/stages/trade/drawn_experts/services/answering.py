"""Taking the answers of drawn experts, and silence when the time is over.

Whoever cannot come, or does not answer in time, leaves the place to whom the draws say next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.platform.suspensions.selectors import held_back_of, was_held_back
from lucai.stages.trade.drawn_experts import ports
from lucai.stages.trade.drawn_experts.circles import Circle
from lucai.stages.trade.drawn_experts.ports import Heard, NotifierDown
from lucai.stages.trade.drawn_experts.rows import DrawnHost, DrawnSeat
from lucai.stages.trade.drawn_experts.rules import AnswerFacts
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.drawn_experts.selectors import own_call
from lucai.stages.trade.drawn_experts.services import lots
from lucai.stages.trade.drawn_experts.services.filling import fill
from lucai.stages.trade.drawn_experts.services.ringing import MANY, ask_anew, waiting
from lucai_trust.draw import Leaving

SCREEN, TELEPHONE = "screen", "telephone"


def answer(actor: Actor, circle: Circle, *, number: str, form: CallAnswerIn) -> None:
    """Answer the own call, or say as a reserve that one knows; after a no the next is called.

    Raises:
        NotFound: the viewer is not asked.
        RuleBroken: the time for it is over.
        WrongState: there is nothing to answer, or it is over.
    """
    row = own_call(actor.viewer, circle.seats, **{circle.number: number})
    _answer(actor, circle, row.pk, form)
    if form.coming is Coming.NO:
        fill(Actor.system(Reason.CONSEQUENCE), circle, circle.host_of(row), tell=True)


def hear(actor: Actor, circle: Circle, *, limit: int = MANY) -> int:
    """Take the answers that were given by telephone; return how many."""
    system = ports.connected()
    rows = waiting(actor, circle, "asked").filter(rung_at__isnull=False)
    asked = {row.call.get("reference"): row for row in rows.order_by("pk")[:limit]}
    asked.pop("", None)
    if system is None or not asked:
        return 0
    try:
        heard = system.heard(list(asked), clock.now())
    except NotifierDown:
        return 0
    return sum(_take_in(actor, circle, asked[one.reference], one) for one in heard)


def lapse(actor: Actor, circle: Circle, *, limit: int = MANY) -> int:
    """Take silence for a no where the time is over; return how often.

    Nobody is silent whom the notification system was not yet made to call, or whose procurement
    is suspended: when it goes on they are asked anew and have the whole time to answer.
    """
    rows = waiting(actor, circle, "asked").filter(answer_by__lte=clock.now())
    if ports.connected():
        rows = rows.filter(rung_at__isnull=False)
    done = 0
    step = f"{circle.seat_life.of}:lapse"
    for row in rows.order_by("answer_by", "pk")[:limit]:
        if held_back_of(SYSTEM, step, row):
            continue
        if was_held_back(SYSTEM, step, row, since=row.called_at):
            ask_anew(actor, circle, row.pk)
            continue
        _lapse(actor, circle, row.pk)
        fill(actor, circle, circle.host_of(row), tell=True)
        done += 1
    return done


@command
def _answer(actor: Actor, circle: Circle, pk: int, form: CallAnswerIn) -> None:
    row, host = _in_hand(circle, pk)
    if host.state in circle.over:
        raise WrongState("评审已经结束或者取消，不用再答复。")
    by = {"by": SCREEN}
    if form.coming is Coming.YES:
        _confirm(actor, circle, row, by, until=row.answer_by or row.meets_at)
        return
    _decline(actor, circle, (row, host), form.reason, by)


def _take_in(actor: Actor, circle: Circle, row: DrawnSeat, heard: Heard) -> int:
    """Take one answer by telephone in; one that came too late changes nothing."""
    if row.answer_by is None or heard.at > row.answer_by:
        return 0
    _answered(actor, circle, row.pk, heard)
    if not heard.coming:
        fill(actor, circle, circle.host_of(row), tell=True)
    return 1


@command
def _answered(actor: Actor, circle: Circle, pk: int, heard: Heard) -> None:
    row, host = _in_hand(circle, pk)
    by = {"by": TELEPHONE, "reference": heard.reference}
    if not heard.coming:
        _decline(actor, circle, (row, host), heard.reason, by, follows=True)
        return
    _confirm(actor, circle, row, by, until=clock.now() + timedelta(seconds=1), follows=True)


@command
def _lapse(actor: Actor, circle: Circle, pk: int) -> None:
    changes = {"left_reason": "没有按时答复"}
    _go(actor, circle, _in_hand(circle, pk), "lapse", why=Leaving.SILENT, changes=changes)


def _confirm(
    actor: Actor, circle: Circle, row: DrawnSeat, by: dict[str, str],
    *, until: datetime, follows: bool = False,
) -> None:  # fmt: skip
    now = row.answered_at = clock.now()  # whoever knows is not asked again
    step = "know" if row.state == "reserve" else "confirm"
    take_step(
        actor, row, circle.seat_life, step, follows=follows, facts=AnswerFacts(until),
        changes={"answered_at": now, "call": {**row.call, **by}},
        body={"place": row.place, **by},
    )  # fmt: skip


def _decline(
    actor: Actor, circle: Circle, both: tuple[DrawnSeat, DrawnHost], reason: str,
    by: dict[str, str], *, follows: bool = False,
) -> None:  # fmt: skip
    changes = {
        "left_reason": reason, "answered_at": clock.now(), "call": {**both[0].call, **by},
    }  # fmt: skip
    _go(
        actor, circle, both, "decline",
        why=Leaving.DECLINED, changes=changes, by=by, follows=follows,
    )  # fmt: skip


def _go(
    actor: Actor, circle: Circle, both: tuple[DrawnSeat, DrawnHost], step: str,
    *, why: Leaving, changes: dict[str, Any], by: dict[str, str] | None = None,
    follows: bool = False,
) -> None:  # fmt: skip
    row, host = both
    stood_by = row.state == "reserve"
    take_step(
        actor, row, circle.seat_life, step, follows=follows, changes=changes,
        facts=AnswerFacts(_end(row)), body={"place": row.place, **(by or {})},
    )  # fmt: skip
    mark = lots.mark_passed if stood_by else lots.mark_left
    mark(actor, circle.draws_of(SYSTEM, host), row.person_id, why)
    circle.settle(actor, host)


def _end(row: DrawnSeat) -> datetime:
    """Return until when a no is taken: the review's beginning, or a later time to answer."""
    return max(row.meets_at, row.answer_by or row.meets_at)


def _in_hand(circle: Circle, pk: int) -> tuple[DrawnSeat, DrawnHost]:
    with system_access("seat of a call in hand"):
        row = circle.seats.objects.select_for_update().get(pk=pk)
        host = circle.hosts.objects.select_for_update().get(pk=circle.host_of(row))
    return row, host
