"""Ratings: after the evaluation, after the announcement, after the last payment."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.oversight.ratings import services as ratings
from lucai.oversight.ratings.schemas import OneRatingIn, RatingIn, ReplyIn
from lucai.oversight.ratings.selectors import TaskLine, rating_page, task_page
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes.beside import falls
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.trade.panels.selectors import panel_row, seats_of

UNRATED = frozenset({"370000-09"})
"""A past story that nobody rated: its tasks run out."""
OPEN = frozenset({"370100-49", "370100-28", "370100-29"})
"""Home stories whose ratings still wait for visitors."""
BADLY = frozenset({"370000-05", "370000-25"})
"""Past stories in which an agency gets a bad word, besides every fifth of the others."""
WELL, FAIR = (5, 5, 4), (4, 4, 5)
LOW = (2, 3, 3)
SAID = "两次澄清都晚于约定的时间，供应商反映投标准备时间不足。"
REPLY = ReplyIn(reply="第二次延误系外部资料未到，已于当日电话告知，今后提前公告。")


def told(tale: Tale) -> bool:
    """Whether a story's ratings are told: the home city's, and some of the province's."""
    return tale.story.key.startswith("370100") or falls(tale, 4, 1)


def rate_evaluation(tale: Tale) -> None:
    """Let the agency and the experts rate each other once the panel has ended."""
    if not told(tale):
        return
    panel = panel_row(SYSTEM, tale.project)
    on = panel.state_since.astimezone(clock.BEIJING).date()
    ratings.ask_after_evaluation(tale.system, project_number=tale.project, on=on)
    if tale.story.key in OPEN:
        return
    _give(tale, tale.agency)
    for seat in seats_of(SYSTEM, tale.project, "signed_in"):
        if seat.kind == "expert" and seat.person_id in tale.cast.experts:
            _give(tale, tale.cast.actor(tale.cast.experts[seat.person_id]))


def rate_activity(tale: Tale) -> None:
    """Let the buyer and some bidders rate the agency; a bad word is replied to."""
    if not told(tale) and tale.story.key not in UNRATED:
        return
    ratings.ask_after_activity(tale.system, project_number=tale.project, on=clock.today())


def give_activity(tale: Tale) -> None:
    """Give them, a few days later; whoever disputes the result has by then."""
    if not told(tale) or tale.story.key in OPEN | UNRATED:
        return
    badly = falls(tale, 5, 1) or tale.story.key in BADLY
    if not _give(tale, tale.clerk, low=badly):
        return
    for number in tale.present:
        _give(tale, tale.supplier(number))
    if badly:
        last = rating_page(tale.agency.viewer).items[0]
        if last.state == "given":
            ratings.reply(tale.agency, key=last.key, form=REPLY)


def rate_performance(tale: Tale) -> None:
    """Let buyer and supplier rate each other once a contract is completed."""
    for deal in tale.deals:
        card = contract_card(SYSTEM, deal.number)
        if not card.completed_at or not told(tale):
            continue
        on = card.completed_at.astimezone(clock.BEIJING).date()
        ratings.ask_after_performance(tale.system, contract_number=deal.number, on=on)
        if not falls(tale, 5):
            _give(tale, tale.clerk)
            _give(tale, deal.supplier)


def _give(tale: Tale, actor: Actor, *, low: bool = False) -> int:
    """Give whatever of this procurement waits for somebody; return how much."""
    waiting = task_page(actor.viewer, state="open").items
    own = [
        task for task in waiting
        if task.project_number == tale.project and task.closes_on >= clock.today()
    ]  # fmt: skip
    for task in own:
        ratings.give(actor, pk=task.pk, form=_form(tale, task, low=low))
    return len(own)


def _form(tale: Tale, task: TaskLine, *, low: bool) -> RatingIn:
    marks = LOW if low else (WELL if falls(tale, 2) else FAIR)
    first, second, third = marks
    said = SAID if low else ""
    one = OneRatingIn(first=first, second=second, third=third, comment=said)
    return RatingIn(ratings=[one] * len(task.subjects))
