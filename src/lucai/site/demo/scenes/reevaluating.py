"""A signed report is doubted before the decision: its panel looks again, and lets it stand."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.scenes.evaluating import seated_actors
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.reevaluations import services
from lucai.stages.trade.reevaluations.schemas import FilingIn, Found, OpinionIn, OrderIn, Source

DOUBT = "3 号成员对排名第二的供应商实施方案的评分与其他成员相差较大，请认定是否畸低。"
UNFOUNDED = "各成员评分理由与投标文件相符，评分在同一档内，没有畸高畸低。"
TOLD = "经原评审委员会重新评审，成员一致认定没有错误，维持原评审结果，排序没有变化。"


def review_again(tale: Tale) -> Scene:
    """Let the agency order a second review, the members find nothing, and finance be told."""
    if not tale.goes_wrong(Mishap.REVIEWED_AGAIN):
        return True
    yield Cue(after(clock.now(), workdays=1), "review.order")
    for lot in tale.lots:
        form = OrderIn(ground="outlier", source=Source.OWN, told=DOUBT)
        services.order_review(tale.agency, form=form, **_key(tale, lot))
    for place, member in enumerate(seated_actors(tale)):
        yield Cue(after(clock.now(), minutes=20), f"review.opinion.{place}")
        for lot in tale.lots:
            opinion = OpinionIn(found=Found.NO, reason=UNFOUNDED)
            services.give_opinion(member, form=opinion, **_key(tale, lot))
    yield Cue(after(clock.now(), minutes=40), "review.file")
    for lot in tale.lots:
        services.file(tale.agency, form=FilingIn(filing=TOLD), **_key(tale, lot))
    return True


def _key(tale: Tale, lot: int) -> dict[str, Any]:
    return {"project_number": tale.project, "lot_number": lot}
