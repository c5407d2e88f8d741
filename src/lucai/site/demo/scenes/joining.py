"""Several units buy together: a second one brings its own filed plan into the first one's lot."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.site.demo import home
from lucai.site.demo.plots import Tale
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.plan.plans.selectors import plans_ready
from lucai.stages.trade.projects import services
from lucai.stages.trade.projects.schemas import JoinIn

JOINED = "370100-28"
"""The story that is bought jointly, up to one contract of each unit."""


def join_units(tale: Tale) -> Scene:
    """Ask a unit that buys the same; it consents."""
    if tale.story.key != JOINED:
        return True
    yield Cue(after(clock.now(), minutes=40), "joint.ask")
    place = ask(tale, home.COLLEGE)
    yield Cue(after(clock.now(), minutes=90), "joint.consent")
    services.take_unit_step(
        tale.cast.actor(f"buyer{home.COLLEGE}.head"),
        project_number=tale.project,
        place=place,
        step="consent",
    )
    return True


def ask(tale: Tale, partner: int) -> int:
    """Ask a buyer to bring its filed plan for the same things; return its place."""
    plans = plans_ready(tale.cast.viewer(f"buyer{partner}"))
    plan = next(one for one in plans if tale.story.ware.subject in one.title)
    form = JoinIn(planNumber=plan.number, lot=1)
    return services.ask_unit(tale.clerk, project_number=tale.project, join=form)
