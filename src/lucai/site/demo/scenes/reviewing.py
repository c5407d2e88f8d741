"""Who reviews responses to a framework's call: drawn the day before, signed in, finding, signing."""

from __future__ import annotations

from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.calendar import add_workdays
from lucai.site.demo import centre, home
from lucai.site.demo.people import Cast
from lucai.site.demo.scenes.evaluating import DECLARED
from lucai.site.demo.timeline import Cue
from lucai.stages.trade.frameworks.selectors import responses_seen
from lucai.stages.trade.groups import services
from lucai.stages.trade.groups.schemas import FindingsIn, GroupDrawIn, SignatureIn
from lucai.stages.trade.groups.selectors import seats_of
from lucai.stages.trade.panels.selectors.seats import SPECIALTY

HOUR = 14


def draw(cast: Cast, number: str, deadline: date, code: str) -> Any:
    """Draw four experts of the item's specialty; a school sends the fifth member."""
    yield Cue(clock.moment(add_workdays(deadline, -1).date, 15), "framework.draw")
    letter = f"示例授权〔{deadline.year}〕{deadline.month}号"
    name = _representative(cast).viewer.name
    own = {"name": name, "unit": cast.unit_of(home.SCHOOL), "authority": letter}
    form = GroupDrawIn.model_validate({
        "review_at": clock.moment(deadline, HOUR), "place": "示例政府采购中心评审室",
        "experts": 4, "specialties": code[:SPECIALTY], "own": [own], "answer_minutes": 60,
    })  # fmt: skip
    services.draw(cast.actor(centre.LOGIN), number=f"{number}-Z1", form=form)


def sign_in(cast: Cast, number: str, day: date) -> Any:
    """Let all members take their seats."""
    yield Cue(clock.moment(day, HOUR), "framework.review")
    group = f"{number}-Z1"
    for member in _members(cast, group):
        services.sign_in(member, number=group, form=DECLARED)


def review(cast: Cast, number: str, day: date) -> Any:
    """Let each member find alone of every response, then all sign the report."""
    yield Cue(clock.moment(day, HOUR, 30), "framework.find")
    group = f"{number}-Z1"
    members = _members(cast, group)
    answers = responses_seen(members[0].viewer, number, 1)
    found = [{"key": one.key, "valid": "yes"} for one in answers if one.state != "refused"]
    for member in members:
        form = FindingsIn.model_validate({"leader": 1, "findings": found})
        services.submit_findings(member, number=group, form=form)
    yield Cue(clock.moment(day, HOUR + 2), "framework.report")
    for member in members:
        services.sign_report(member, number=group, form=SignatureIn())


def _members(cast: Cast, group: str) -> list[Actor]:
    """Return who sits in a group; the representative is no expert of the library."""
    return [
        cast.actor(cast.experts[seat.person_id]) if seat.kind == "expert" else _representative(cast)
        for seat in seats_of(SYSTEM, group)
    ]


def _representative(cast: Cast) -> Actor:
    """使用科室 of the school."""
    return cast.actor(f"buyer{home.SCHOOL}.user")
