"""Second reviews of signed reports, made through the services."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Actor
from lucai.stages.trade.reevaluations import services
from lucai.stages.trade.reevaluations.schemas import Found, OpinionIn, OrderIn, Source
from tests.makers import evaluation, people
from tests.makers.evaluation import Round
from tests.makers.remembered import remembered


def order_form(**changes: Any) -> OrderIn:
    """Somebody found that one bid's mark is far off."""
    content: dict[str, Any] = {
        "ground": "outlier",
        "source": Source.OWN,
        "told": "1 号成员对供应商 2 实施方案的评分明显偏离其他成员。",
    }
    return OrderIn(**{**content, **changes})


@remembered
def ordered(rnd: Round | None = None) -> Round:
    """A signed report that its panel is to look at once more."""
    rnd = rnd or evaluation.reported()
    order(rnd)
    return rnd


def order(rnd: Round, actor: Actor | None = None, **changes: Any) -> None:
    """Have a report reviewed again."""
    with evaluation.at(rnd):
        services.order_review(
            actor or people.actor(people.agency()), form=order_form(**changes), **rnd.key
        )


def find(rnd: Round, *, wrong: int) -> None:
    """Let the first so many members find the error, the others none."""
    with evaluation.at(rnd):
        for place, member in enumerate(rnd.members):
            found = Found.YES if place < wrong else Found.NO
            form = OpinionIn(found=found, reason="核对了投标文件第 3 页")
            services.give_opinion(people.actor(member), form=form, **rnd.key)
