"""A panel that sits in two cities: its venues, its seats, its beginning and its end."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import SYSTEM, Actor
from lucai.site.demo.plots import Mishap, Tale
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors import panel_seen
from lucai.stages.trade.sittings import services
from lucai.stages.trade.sittings.schemas import (
    CancelIn,
    DisciplineIn,
    PlaceIn,
    PlacesIn,
    PlanIn,
    VenueIn,
)

HERE = "self"
VENUES = (
    VenueIn(name="示例市评标室", region="370100", address="示例市示例路 1 号三楼", seats=6),
    VenueIn(name="示例海市评标室", region="370200", address="示例海市示例路 8 号二楼", seats=4),
)
BROKEN_LINE = "副场网络线路故障，评审当日不能修复，改在主场评审。"
LATE = "因道路拥堵迟到五分钟，已提醒遵守评审时间，不影响评审开始。"


def plan(tale: Tale) -> None:
    """Plan a main and a side place before the draw."""
    if _several(tale):
        services.plan_sitting(tale.agency, form=PlanIn(venues=[*VENUES]), **_key(tale))


def place(tale: Tale) -> None:
    """Put the representative and the first experts at the main place, the last two at the side."""
    if not _several(tale):
        return
    panel = panel_seen(SYSTEM, tale.project)
    seats = [member.place for member in panel.seated] if panel else []
    places = [PlaceIn(seat=seat, venue=int(seat in seats[-2:])) for seat in seats]
    services.place_seats(tale.agency, form=PlacesIn(places=places), **_key(tale))
    if tale.goes_wrong(Mishap.SITTING_CANCELLED):
        services.cancel_sitting(tale.agency, form=CancelIn(reason=BROKEN_LINE), **_key(tale))


def take_note(tale: Tale, member: Actor) -> None:
    """Let a member say that it knows of the cancelled sitting."""
    if tale.goes_wrong(Mishap.SITTING_CANCELLED):
        services.acknowledge(member, **_key(tale))


def identify(tale: Tale, member: Actor) -> None:
    """Let a member prove who it is before signing in."""
    if tale.story.remote:
        panels.prove_identity(member, face=HERE, **_key(tale))


def begin(tale: Tale) -> None:
    """Begin the sitting; one member came late."""
    if not tale.story.remote:
        return
    services.open_sitting(tale.agency, **_key(tale))
    line = DisciplineIn(seat=1, kind="late", text=LATE)
    services.write_discipline(tale.agency, form=line, **_key(tale))


def end(tale: Tale) -> None:
    """End the sitting when the report is signed."""
    if tale.story.remote:
        services.close_sitting(tale.agency, **_key(tale))


def _several(tale: Tale) -> bool:
    return tale.story.remote or tale.goes_wrong(Mishap.SITTING_CANCELLED)


def _key(tale: Tale) -> dict[str, Any]:
    return {"project_number": tale.project}
