"""The panel asks bidders in writing what is not clear in their bids; one answers, one does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.site.demo.plots import Tale
from lucai.site.demo.timeline import Cue, Scene
from lucai.stages.trade.bid_clarifications import services
from lucai.stages.trade.bid_clarifications.schemas import AnswerIn, QuestionIn
from lucai.stages.trade.bid_clarifications.selectors import askable

ASKED = "370100-23"
"""The story in which the panel asked."""
QUESTION = (
    "投标文件第 5 页写明每周服务六天，第 9 页写明每周服务五天，两处不一致，请书面说明以哪一处为准。"
)
REPLY = "第 9 页是笔误，以第 5 页的每周服务六天为准，投标报价不变。"
MINUTES = 20
ALL_DAY = 1440


def ask_bidders(tale: Tale, chair_of: Callable[[Tale], Actor]) -> Scene:
    """Ask two bidders: the first answers in time, the second lets the time run out."""
    if tale.story.key != ASKED:
        return True
    yield Cue(tale.deadline + timedelta(minutes=120), "clarification.ask")
    chair = chair_of(tale)
    first = ask(tale, chair, 0)
    ask(tale, chair, 1)
    yield Cue(tale.deadline + timedelta(minutes=133), "clarification.answer")
    bidder, form = tale.supplier(tale.present[0]), AnswerIn(reply=REPLY)
    services.answer(bidder, project_number=tale.project, pk=first, form=form)
    yield Cue(tale.deadline + timedelta(minutes=120 + MINUTES), "clarification.lapse")
    services.lapse_due(Actor.system(Reason.DEADLINE_REACHED), now=clock.now())
    return True


def ask(tale: Tale, chair: Actor, place: int, minutes: int = MINUTES) -> int:
    """Ask the bidder at a place of the story about the first lot; return the question's id."""
    name = tale.supplier(tale.present[place]).viewer.organisation_name
    bids = askable(chair.viewer, tale.project)
    bid = next(one for one in bids if one.supplier_name == name)
    form = QuestionIn(question=QUESTION, minutes=minutes)
    return services.ask(
        chair, project_number=tale.project, lot_number=bid.lot_number, bid_code=bid.bid_code,
        form=form,
    )  # fmt: skip
