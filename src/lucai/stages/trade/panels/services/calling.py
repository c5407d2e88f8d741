"""Calling the drawn experts out, taking their answers, and the time that runs out.

Whoever cannot come, or does not answer in time, leaves the place to whom the draws say next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.law.wording import moment
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import ScopedQuerySet, system_access
from lucai.stages.trade.panels import notifying
from lucai.stages.trade.panels.lifecycle import MEMBER
from lucai.stages.trade.panels.models import EvaluationPanel, PanelMember
from lucai.stages.trade.panels.notifying import CallOut, CallReceipt, Heard, NotifierDown
from lucai.stages.trade.panels.rules import AnswerFacts
from lucai.stages.trade.panels.schemas import CallAnswerIn, Coming
from lucai.stages.trade.panels.selectors import draws_of, own_call
from lucai.stages.trade.panels.services import following, lots
from lucai.stages.trade.panels.services.choosing import ask_for_more
from lucai.stages.trade.panels.services.seating import settle
from lucai_trust.draw import Leaving

SCREEN, TELEPHONE = "screen", "telephone"
MANY = 1000
LATE = timedelta(minutes=5)
"""A call that was made so late leaves the expert the time that was lost."""


def answer_call(actor: Actor, *, project_number: str, form: CallAnswerIn) -> None:
    """Answer the own call, or say as a reserve that one knows; after a no the next is called.

    Raises:
        NotFound: the viewer is not asked.
        RuleBroken: the time for it is over.
    """
    _answer(actor, project_number, form)
    if form.coming is Coming.NO:
        following.fill(Actor.system(Reason.CONSEQUENCE), project_number=project_number, tell=True)


def ring(actor: Actor, *, limit: int = MANY) -> int:
    """Have everybody called who was not yet: experts who are asked, reserves who stand by.

    A call that could not be made is made later, and leaves as much time then.
    """
    system = notifying.connected()
    if system is None:
        return 0
    rows = _seats(actor, "asked", "reserve").filter(rung_at=None)
    done = 0
    for row in rows.select_related("panel").order_by("pk")[:limit]:
        try:
            receipt = system.call(_call_out(row), clock.now())
        except NotifierDown:
            return done
        _rung(actor, row, receipt)
        done += 1
    return done


def hear(actor: Actor, *, limit: int = MANY) -> int:
    """Take the answers that were given by telephone; return how many."""
    system = notifying.connected()
    rows = _seats(actor, "asked").filter(rung_at__isnull=False)
    asked = {row.call.get("reference"): row for row in rows.order_by("pk")[:limit]}
    asked.pop("", None)
    if system is None or not asked:
        return 0
    try:
        heard = system.heard(list(asked), clock.now())
    except NotifierDown:
        return 0
    return sum(_take_in(actor, asked[one.reference], one) for one in heard)


def lapse(actor: Actor, *, limit: int = MANY) -> int:
    """Take silence for a no where the time is over; return how often.

    Nobody is silent whom the notification system was not yet made to call.
    """
    rows = _seats(actor, "asked").filter(answer_by__lte=clock.now())
    if notifying.connected():
        rows = rows.filter(rung_at__isnull=False)
    silent = list(rows.order_by("answer_by", "pk")[:limit])
    for row in silent:
        _lapse(actor, row.pk)
        following.fill(actor, project_number=row.project_number, tell=True)
    return len(silent)


def _seats(actor: Actor, *states: str) -> ScopedQuerySet:
    rows = PanelMember.objects.seen_by(actor.viewer).filter(state__in=states)
    found: ScopedQuerySet = rows.exclude(panel__state="dissolved")
    return found


@command
def _answer(actor: Actor, project_number: str, form: CallAnswerIn) -> None:
    row = own_call(actor.viewer, project_number)
    row, panel = _in_hand(row.pk)
    by = {"by": SCREEN}
    if form.coming is Coming.YES:
        _confirm(actor, row, by, until=row.answer_by or row.evaluation_at)
        return
    _decline(actor, panel, row, form.reason, by)


def _take_in(actor: Actor, row: PanelMember, heard: Heard) -> int:
    """Take one answer by telephone in; one that came too late changes nothing."""
    if row.answer_by is None or heard.at > row.answer_by:
        return 0
    _answered(actor, row.pk, heard)
    if not heard.coming:
        following.fill(actor, project_number=row.project_number, tell=True)
    return 1


@command
def _answered(actor: Actor, pk: int, heard: Heard) -> None:
    row, panel = _in_hand(pk)
    by = {"by": TELEPHONE, "reference": heard.reference}
    if not heard.coming:
        _decline(actor, panel, row, heard.reason, by, follows=True)
        return
    _confirm(actor, row, by, until=clock.now() + timedelta(seconds=1), follows=True)


@command
def _lapse(actor: Actor, pk: int) -> None:
    row, panel = _in_hand(pk)
    _go(actor, panel, row, "lapse", Leaving.SILENT, {"left_reason": "没有按时答复"}, {})


@command
def _rung(actor: Actor, row: PanelMember, receipt: CallReceipt) -> None:
    now = clock.now()
    changes: dict[str, Any] = {
        "rung_at": now,
        "call": {
            "source": receipt.source, "reference": receipt.reference, "refused": receipt.refused,
        },
    }  # fmt: skip
    if row.state == "asked" and row.answer_by and now > row.state_since + LATE:
        changes["answer_by"] = row.answer_by + (now - row.state_since)
    row.change(**changes)
    duties.follow(row, MEMBER, now)
    label = f"通知 {row.place} 号成员" if not receipt.refused else f"没能通知 {row.place} 号成员"
    note(actor, row, MEMBER, "ring", label=label, body={"place": row.place, **changes["call"]})


def _confirm(
    actor: Actor, row: PanelMember, by: dict[str, str], *, until: datetime, follows: bool = False
) -> None:
    now = row.answered_at = clock.now()  # whoever knows is not asked again
    changes = {"answered_at": now, "call": {**row.call, **by}}
    take_step(
        actor, row, MEMBER, "know" if row.state == "reserve" else "confirm", follows=follows, facts=AnswerFacts(until), changes=changes,
        body={"place": row.place, **by},
    )  # fmt: skip


def _decline(
    actor: Actor, panel: EvaluationPanel, row: PanelMember, reason: str, by: dict[str, str],
    *, follows: bool = False,
) -> None:  # fmt: skip
    changes = {
        "left_reason": reason, "answered_at": clock.now(), "call": {**row.call, **by},
    }  # fmt: skip
    _go(actor, panel, row, "decline", Leaving.DECLINED, changes, by, follows=follows)


def _go(
    actor: Actor, panel: EvaluationPanel, row: PanelMember, step: str, why: Leaving,
    changes: dict[str, Any], body: dict[str, Any], *, follows: bool = False,
) -> None:  # fmt: skip
    stood_by = row.state == "reserve"
    take_step(
        actor, row, MEMBER, step, follows=follows, changes=changes,
        facts=AnswerFacts(_end(row)), body={"place": row.place, **body},
    )  # fmt: skip
    rows = draws_of(SYSTEM, panel.project_number)
    if stood_by:
        lots.mark_passed(actor, rows, row.person_id, why)
    else:
        lots.mark_left(actor, rows, row.person_id, why)
    settle(actor, panel)
    ask_for_more(actor, panel)


def _end(row: PanelMember) -> datetime:
    """Return until when a no is taken: the evaluation's beginning, or a later time to answer."""
    return max(row.evaluation_at, row.answer_by or row.evaluation_at)


def _call_out(row: PanelMember) -> CallOut:
    at, place = moment(row.evaluation_at), row.panel.place
    if row.state == "reserve":
        text = (
            f"您被抽取为评审候补专家。评审时间{at}，地点{place}。请保持联系，席位空出时再通知您。"
        )
        return CallOut(f"P{row.person_id}", f"{row.key}-reserve", text, None)
    text = f"您被抽取参加评审。时间{at}，地点{place}。能参加请按1，不能参加请按2并说明理由。"
    by = row.answer_by
    return CallOut(f"P{row.person_id}", f"{row.key}-{by or row.state_since:%Y%m%d%H%M}", text, by)


def _in_hand(pk: int) -> tuple[PanelMember, EvaluationPanel]:
    with system_access("seat of a call in hand"):
        row = PanelMember.objects.select_for_update().get(pk=pk)
        panel = EvaluationPanel.objects.select_for_update().get(pk=row.panel_id)
    return row, panel
