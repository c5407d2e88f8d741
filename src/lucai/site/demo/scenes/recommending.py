"""Suppliers of a negotiation recommended in writing, and a wish to choose the experts oneself."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.access.selectors import organisation
from lucai.site.demo.plots import Tale
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.schemas import ChoiceIn
from lucai.stages.trade.prequalifications import services
from lucai.stages.trade.prequalifications.schemas import CandidateIn, RecommendationIn
from lucai.stages.trade.prequalifications.selectors import (
    prequalification_row,
    recommendations_of,
)

EXPERTS = 2
WHY = "近三年承担过同类项目，履约评价良好，符合资格条件。"
CHOICE = ChoiceIn(
    field="精密传感与数据采集",
    reason="设备参数涉及专门的测量技术，专家库中熟悉的专家很少，难以随机确定合适的专家。",
)


def recommend_suppliers(tale: Tale) -> Scene:
    """Draw the experts who recommend; buyer and experts sign their words; all named are invited."""
    yield Cue(after(clock.now(), minutes=45), "recommendation.draw")
    services.draw(tale.agency, project_number=tale.project)
    buyers, *experts = recommendations_of(SYSTEM, prequalification_row(SYSTEM, tale.project))
    yield Cue(after(clock.now(), workdays=1), "recommendation.buyer")
    _say(tale, tale.clerk, buyers.pk, tale.story.bidders[:1])
    yield Cue(after(clock.now(), minutes=50), "recommendation.choice")
    panels.ask_to_choose(tale.clerk, project_number=tale.project, form=CHOICE)
    for place, words in enumerate(experts):
        yield Cue(after(clock.now(), minutes=90), f"recommendation.expert.{place}")
        named = tale.story.bidders[1 + place :: EXPERTS]
        who = tale.cast.actor(tale.cast.experts[words.person_id or 0])
        _say(tale, who, words.pk, named)
    yield Cue(after(clock.now(), workdays=1), "recommendation.settle")
    services.settle_list(tale.agency, project_number=tale.project)
    panels.withdraw_choice(tale.clerk, project_number=tale.project)
    return True


def _say(tale: Tale, who: Actor, pk: int, bidders: Sequence[int]) -> None:
    firms = [organisation(SYSTEM, tale.supplier(n).viewer.organisation or 0) for n in bidders]
    named = [CandidateIn(uscc=firm.uscc, reason=WHY) for firm in firms]
    form = RecommendationIn(suppliers=named, declared=True)
    services.recommend(who, pk=pk, form=form)
