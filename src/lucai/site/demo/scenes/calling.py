"""The drawn experts are called; in one story somebody cannot come and a reserve has the place."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.timeline import Cue, Scene
from lucai.stages.trade.drawn_experts.jobs import call_out
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors import seats_of

MINUTES = 60
"""How long the experts may take to answer."""
BUSY = CallAnswerIn(coming=Coming.NO, reason="当天已安排授课，不能参加")


def call_experts(tale: Tale, at: datetime) -> Scene:
    """Have them called, take the answers, and call whoever followed."""
    call_out(clock.now())
    yield Cue(at + timedelta(minutes=4), "panel.answer")
    if tale.goes_wrong(Mishap.ABSENT_EXPERT):
        _one_cannot_come(tale)
    for minutes in (10, 20):
        yield Cue(at + timedelta(minutes=minutes), "panel.call")
        call_out(clock.now())
    return True


def _one_cannot_come(tale: Tale) -> None:
    asked = seats_of(SYSTEM, tale.project, "asked")[-1]
    actor = tale.cast.actor(tale.cast.experts[asked.person_id])
    panels.answer_call(actor, project_number=tale.project, form=BUSY)
