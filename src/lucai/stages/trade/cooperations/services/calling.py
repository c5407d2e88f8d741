"""Having drawn reserves, and whoever of them moves up, told by telephone.

A group sits for as long as the cooperation is judged: nothing becomes of silence here, the agency
lets the next of the draw move up. So a call asks for no answer (财库〔2016〕198号 第十六条).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.stages.trade.cooperations.lifecycle import COOPERATION
from lucai.stages.trade.cooperations.models import Cooperation, CooperationDraw
from lucai.stages.trade.cooperations.selectors.drawing import OVER
from lucai.stages.trade.drawn_experts import ports
from lucai.stages.trade.drawn_experts.ports import CallOut, CallReceipt, NotifierDown

MANY = 200
STANDS_BY = "您被抽取为谈判小组备选成员。请保持联系，由您递补时再通知您。"
MOVED_UP = "您已由备选成员递补为谈判小组成员。请尽快登录，办理待办中的评审。"


def call_drawn(actor: Actor, *, limit: int = MANY) -> int:
    """Have every drawn reserve called who was not yet, and who moved up once more; return how often.

    A notification system that is down is asked again at the next tick.
    """
    system, done = ports.connected(), 0
    if system is None:
        return 0
    for row in _with_draws(actor)[:limit]:
        for call in _missing(row):
            try:
                receipt = system.call(call, clock.now())
            except NotifierDown:
                return done
            _called(actor, row.pk, call, receipt)
            done += 1
    return done


def _with_draws(actor: Actor) -> Any:
    drawn = CooperationDraw.objects.seen_by(actor.viewer).exclude(seed="").values("cooperation")
    rows = Cooperation.objects.seen_by(actor.viewer).exclude(state__in=OVER)
    return rows.filter(pk__in=drawn).order_by("pk")


def _missing(row: Cooperation) -> Iterator[CallOut]:
    """Yield the calls that were not made; the texts name neither procurement nor parties."""
    for kind, text, people in (
        ("reserve", STANDS_BY, row.reserves), ("member", MOVED_UP, row.group),
    ):  # fmt: skip
        for one in people:
            purpose = f"{one.get('draw')}-{one['person']}-{kind}"
            if one.get("draw") and purpose not in row.calls:
                yield CallOut(f"P{one['person']}", purpose, text, None)


@command
def _called(actor: Actor, pk: int, call: CallOut, receipt: CallReceipt) -> None:
    row = Cooperation.objects.seen_by(actor.viewer).select_for_update().get(pk=pk)
    row.change(calls={**row.calls, call.purpose: receipt.reference or receipt.refused})
    body = {"source": receipt.source, "reference": receipt.reference, "refused": receipt.refused}
    label = "没能通知备选成员" if receipt.refused else "通知备选成员"
    note(actor, row, COOPERATION, "ring", label=label, body=body)
