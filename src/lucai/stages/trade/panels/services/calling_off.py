"""Telling whoever was called out that the review does not take place."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.wording import moment
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.stages.trade.panels import notifying
from lucai.stages.trade.panels.lifecycle import MEMBER, SEATED
from lucai.stages.trade.panels.models import PanelMember
from lucai.stages.trade.panels.notifying import CallOut, CallReceipt, NotifierDown

MANY = 1000
STILL_NEWS = timedelta(days=1)
"""How long after a panel ended it is worth a call: a system that was down is asked again."""


def call_off(actor: Actor, *, limit: int = MANY) -> int:
    """Have everybody told who was called out for a panel that ended before it met; return how many."""
    system = notifying.connected()
    if system is None:
        return 0
    rows = PanelMember.objects.seen_by(actor.viewer).filter(
        state__in=[*SEATED, "reserve"], rung_at__isnull=False, call__off__isnull=True,
        panel__state="dissolved", panel__formed_at=None,
        panel__state_since__gt=clock.now() - STILL_NEWS,
    )  # fmt: skip
    done = 0
    for row in rows.order_by("pk")[:limit]:
        try:
            receipt = system.call(_call_out(row), clock.now())
        except NotifierDown:
            return done
        _told(actor, row, receipt)
        done += 1
    return done


@command
def _told(actor: Actor, row: PanelMember, receipt: CallReceipt) -> None:
    row.change(call={**row.call, "off": receipt.reference or receipt.refused})
    body = {"place": row.place, "source": receipt.source, "reference": receipt.reference}
    note(actor, row, MEMBER, "call_off", label=f"通知 {row.place} 号成员评审取消", body=body)


def _call_out(row: PanelMember) -> CallOut:
    text = f"原定{moment(row.evaluation_at)}的评审已经取消，不用到场。"
    return CallOut(f"P{row.person_id}", f"{row.key}-off", text, None)
