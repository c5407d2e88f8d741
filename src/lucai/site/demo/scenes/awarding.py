"""From the delivered report to the announced result."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes import rating, reevaluating
from lucai.site.demo.scenes.refunding import refund_bonds
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.schemas import AnnouncementIn, DecisionIn


def award_lots(tale: Tale) -> Scene:
    """Deliver the report, decide the winners, announce them."""
    yield Cue(after(clock.now(), workdays=1), "award.deliver")
    for lot in tale.lots:
        awards.deliver_report(tale.agency, project_number=tale.project, lot_number=lot)
    yield from reevaluating.review_again(tale)
    yield Cue(after(clock.now(), workdays=2), "award.decide")
    for lot in tale.lots:
        first = DecisionIn(rank=1)
        awards.decide(tale.head, project_number=tale.project, lot_number=lot, form=first)
    yield Cue(after(clock.now(), workdays=1), "award.announce")
    for lot in tale.lots:
        form = AnnouncementIn()
        awards.announce(tale.agency, project_number=tale.project, lot_number=lot, form=form)
    refund_bonds(tale)
    rating.rate_evaluation(tale)
    rating.rate_activity(tale)
    return True
