"""Having experts called: who is asked, who stands by, and who need not come after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.wording import moment
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import ScopedQuerySet, system_access
from lucai.stages.trade.drawn_experts import ports
from lucai.stages.trade.drawn_experts.circles import Circle
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.ports import CallOut, CallReceipt, NotifierDown
from lucai.stages.trade.drawn_experts.rows import DrawnSeat

MANY = 1000
LATE = timedelta(minutes=5)
"""A call that was made so late leaves the expert the time that was lost."""
STILL_NEWS = timedelta(days=1)
"""How long after a body ended it is worth a call: a system that was down is asked again."""

Noted = Callable[[Actor, Circle, DrawnSeat, CallReceipt], None]


def ring(actor: Actor, circle: Circle, *, limit: int = MANY) -> int:
    """Have everybody called who was not yet: experts who are asked, reserves who stand by.

    A call that could not be made is made later, and leaves as much time then.
    """
    rows = waiting(actor, circle, "asked", "reserve").filter(rung_at=None)
    return _call(actor, circle, rows.order_by("pk")[:limit], _call_out, _rung)


@command
def ask_anew(actor: Actor, circle: Circle, pk: int) -> None:
    """Give an expert the whole time once more, after a pause in which the answer could not count."""
    now, life = clock.now(), circle.seat_life
    with system_access("seat of a call in hand"):
        row = circle.seats.objects.select_for_update().get(pk=pk)
    by = now + (row.answer_by - row.called_at) if row.answer_by else None
    row.change(answer_by=by, rung_at=None, call={"anew": now.isoformat()})
    duties.follow(row, life, now)
    body = {"place": row.place, "answerBy": by.isoformat() if by else ""}
    note(
        actor, row, life, "ask_anew", label=f"采购活动恢复，重新询问 {row.place} 号成员", body=body
    )


def call_off(actor: Actor, circle: Circle, *, limit: int = MANY) -> int:
    """Have everybody told who was called out for a review that ended before it met; return how many."""
    ended = {
        f"{circle.through}__state": "dissolved", f"{circle.through}__formed_at": None,
        f"{circle.through}__state_since__gt": clock.now() - STILL_NEWS,
    }  # fmt: skip
    rows = circle.seats.objects.seen_by(actor.viewer).filter(
        state__in=[*SEATED, "reserve"], rung_at__isnull=False, call__off__isnull=True, **ended
    )
    return _call(actor, circle, rows.order_by("pk")[:limit], _call_back, _told)


def waiting(actor: Actor, circle: Circle, *states: str) -> ScopedQuerySet:
    """Return the seats in these states of whoever still asks for answers."""
    rows = circle.seats.objects.seen_by(actor.viewer).filter(state__in=states)
    found: ScopedQuerySet = rows.exclude(**{f"{circle.through}__state__in": circle.over})
    return found


def _call(
    actor: Actor, circle: Circle, rows: ScopedQuerySet, says: Callable[[DrawnSeat], CallOut],
    noted: Noted,
) -> int:  # fmt: skip
    system, done = ports.connected(), 0
    if system is None:
        return 0
    for row in rows.select_related(circle.through):
        try:
            receipt = system.call(says(row), clock.now())
        except NotifierDown:
            return done
        noted(actor, circle, row, receipt)
        done += 1
    return done


@command
def _rung(actor: Actor, circle: Circle, row: DrawnSeat, receipt: CallReceipt) -> None:
    now, life = clock.now(), circle.seat_life
    changes: dict[str, Any] = {
        "rung_at": now,
        "call": {
            "source": receipt.source, "reference": receipt.reference, "refused": receipt.refused,
        },
    }  # fmt: skip
    if row.state == "asked" and row.answer_by and now > row.called_at + LATE:
        changes["answer_by"] = row.answer_by + (now - row.called_at)
    row.change(**changes)
    duties.follow(row, life, now)
    label = f"通知 {row.place} 号成员" if not receipt.refused else f"没能通知 {row.place} 号成员"
    note(actor, row, life, "ring", label=label, body={"place": row.place, **changes["call"]})


@command
def _told(actor: Actor, circle: Circle, row: DrawnSeat, receipt: CallReceipt) -> None:
    row.change(call={**row.call, "off": receipt.reference or receipt.refused})
    body = {"place": row.place, "source": receipt.source, "reference": receipt.reference}
    label = f"通知 {row.place} 号成员评审取消"
    note(actor, row, circle.seat_life, "call_off", label=label, body=body)


def _call_out(row: DrawnSeat) -> CallOut:
    at, place, by = moment(row.meets_at), row.host.place, row.answer_by
    if row.state == "reserve":
        text = (
            f"您被抽取为评审候补专家。评审时间{at}，地点{place}。请保持联系，席位空出时再通知您。"
        )
        return CallOut(f"P{row.person_id}", f"{row.key}-reserve", text, None)
    text = f"您被抽取参加评审。时间{at}，地点{place}。能参加请按1，不能参加请按2并说明理由。"
    return CallOut(f"P{row.person_id}", f"{row.key}-{by or row.state_since:%Y%m%d%H%M}", text, by)


def _call_back(row: DrawnSeat) -> CallOut:
    text = f"原定{moment(row.meets_at)}的评审已经取消，不用到场。"
    return CallOut(f"P{row.person_id}", f"{row.key}-off", text, None)
