"""Cancelling a planned sitting: the panel sits in one place again, and every seat is told."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import NotFound
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors import MemberLine, panel_seen
from lucai.stages.trade.sittings.lifecycle import NOTICE, SITTING
from lucai.stages.trade.sittings.models import Sitting, SittingNotice
from lucai.stages.trade.sittings.schemas import CancelIn
from lucai.stages.trade.sittings.services.planning import locked


@command
def cancel_sitting(actor: Actor, *, project_number: str, form: CancelIn) -> None:
    """Cancel a planned sitting with its reason; supervision and every seat are told.

    Raises:
        NotAllowed, NotFound: not the agency's.
        WrongState: it has begun, or is over.
        RuleBroken: its experts were drawn so early because they sit in several places (GP-EXP-03).
    """
    row = locked(actor, project_number)
    panel = panel_seen(SYSTEM, project_number)
    facts = row.facts(panel.drawn_at if panel else None)
    take_step(
        actor, row, SITTING, "cancel", facts=facts, body={"reason": form.reason},
        changes={"cancelled_reason": form.reason},
    )  # fmt: skip
    panels.note_one_place(actor, project_number=project_number)
    place = panel.place if panel else ""
    text = f"异地评审会已取消，改在{place or '主场'}一处评审，评审时间不变。理由：{form.reason}"
    for seat in panel.seated if panel else ():
        _tell(actor, row, seat, text)


@command
def acknowledge(actor: Actor, *, project_number: str) -> None:
    """Say that one has read what one's seat was told.

    Raises:
        NotFound: nothing new was told.
    """
    rows = SittingNotice.objects.seen_by(actor.viewer).filter(
        project_number=project_number, person_id=actor.viewer.person, state="told"
    )
    found = list(rows.order_by("pk"))
    if not found:
        raise NotFound("没有需要知悉的通知。")
    for row in found:
        take_step(actor, row, NOTICE, "acknowledge")


def _tell(actor: Actor, sitting: Sitting, seat: MemberLine, text: str) -> None:
    side = Side.EXPERT if seat.kind == "expert" else Side.BUYER
    with system_access("telling the seats of a sitting"):
        notice = SittingNotice(
            sitting=sitting, project_number=sitting.project_number, title=sitting.title,
            region=sitting.region, seat=seat.place, side=side.value, person_id=seat.person_id,
            organisation_id=seat.organisation_id, agency_id=sitting.agency_id,
            finance_id=sitting.finance_id, text=text[:500], told_at=clock.now(),
        )  # fmt: skip
        begin(actor, notice, NOTICE, label=f"告知 {seat.place} 号评审会变动")
