"""The experts who review responses to a framework's call are drawn the day before and sign in."""

from __future__ import annotations

from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.law.calendar import add_workdays
from lucai.site.demo import centre, home
from lucai.site.demo.people import Cast
from lucai.site.demo.scenes.evaluating import DECLARED
from lucai.site.demo.timeline import Cue
from lucai.stages.trade.groups import services
from lucai.stages.trade.groups.schemas import GroupDrawIn
from lucai.stages.trade.groups.selectors import seats_of
from lucai.stages.trade.panels.selectors.seats import SPECIALTY

HOUR = 14


def draw(cast: Cast, number: str, deadline: date, code: str) -> Any:
    """Draw four experts of the item's specialty; a school sends the fifth member."""
    yield Cue(clock.moment(add_workdays(deadline, -1).date, 15), "framework.draw")
    letter = f"示例授权〔{deadline.year}〕{deadline.month}号"
    own = {"name": "示例学校代表", "unit": cast.unit_of(home.SCHOOL), "authority": letter}
    form = GroupDrawIn.model_validate({
        "review_at": clock.moment(deadline, HOUR), "place": "示例政府采购中心评审室",
        "experts": 4, "specialties": code[:SPECIALTY], "own": [own],
    })  # fmt: skip
    services.draw(cast.actor(centre.LOGIN), number=f"{number}-Z1", form=form)


def sign_in(cast: Cast, number: str, day: date) -> Any:
    """Let all who were drawn take their seats."""
    yield Cue(clock.moment(day, HOUR), "framework.review")
    group = f"{number}-Z1"
    for seat in seats_of(SYSTEM, group):
        expert = cast.actor(cast.experts[seat.person_id])
        services.sign_in(expert, number=group, form=DECLARED)
