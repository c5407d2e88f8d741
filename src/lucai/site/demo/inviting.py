"""Procurements whose suppliers are chosen beforehand: 邀请招标, 公开招标 with 资格预审, 书面推荐."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lucai.site.demo import home
from lucai.site.demo.plots import Story
from lucai.site.demo.wares import WARES

FIRST = 81
"""Their numbers follow those of the other methods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One procurement: how its suppliers are found, what it buys, and where it waits."""

    way: str
    ware: int
    begins: date
    until: str = ""
    method: str = "invited"
    case: str = ""
    bidders: int = 5
    buyer: int = home.COLLEGE


STORIES = (
    Told(way="announcement", ware=home.SENSORS, until="archive.seal", begins=date(2025, 5, 12)),
    Told(way="recommendation", ware=home.COOLING, until="contract.draft", bidders=6,
         begins=date(2026, 3, 30), buyer=home.SECOND_SCHOOL),
    Told(way="announcement", ware=home.DISPLAY, until="prequalification.review",
         begins=date(2026, 5, 12)),
    Told(way="library", ware=home.FURNITURE, until="invitation.draw", bidders=6,
         begins=date(2026, 5, 20)),
    Told(way="announcement", ware=home.UPKEEP, until="document.obtain.2",
         begins=date(2026, 4, 27), buyer=home.SECOND_SCHOOL),
    Told(way="announcement", method="open", ware=home.PROPERTY, until="contract.draft",
         begins=date(2026, 3, 24), buyer=home.SECOND_SCHOOL),
    Told(way="announcement", method="open", ware=home.GARDEN, begins=date(2026, 5, 25)),
    Told(way="recommendation", method="negotiation", case="negotiation.complex",
         ware=home.SENSORS, until="recommendation.expert.1", bidders=5, begins=date(2026, 4, 27)),
)  # fmt: skip


def stories() -> Iterator[Story]:
    """Yield the stories."""
    for number, told in enumerate(STORIES, FIRST):
        yield Story(
            key=f"370100-{number}",
            ware=WARES[told.ware],
            buyer=told.buyer,
            agency=home.AGENCY,
            bidders=home.BIDDERS[: told.bidders],
            begins=told.begins,
            scale=50,
            lowest=True,
            until=told.until,
            sure=told.until != "archive.seal",
            method=told.method,
            case="invited.limited" if told.method == "invited" else told.case,
            way=told.way,
        )
