"""Procurements by other methods than the open tender: finished ones, and one at every wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lucai.site.demo import home
from lucai.site.demo.plots import Story
from lucai.site.demo.wares import WARES

FIRST = 61
"""Their numbers follow those of the home stories."""
CONSULTED = date(2026, 5, 18)
"""An intention of this day leads to responses opened on 29 June."""
SHORT = date(2026, 5, 25)
"""The same for the methods with three working days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One procurement: by which method and why, what, and where it waits."""

    method: str
    case: str
    ware: int
    until: str
    begins: date
    buyer: int = home.SECOND_SCHOOL
    scale: int = 50
    bidders: int = 3


STORIES = (
    Told(method="consultation", case="services", ware=home.PROPERTY, scale=80,
         until="contract.draft", begins=date(2026, 4, 20)),
    Told(method="consultation", case="services", ware=home.GARDEN,
         until="negotiation.talk.1", begins=CONSULTED, buyer=home.COLLEGE),
    Told(method="consultation", case="complex", ware=home.DISPLAY,
         until="negotiation.quote.0", begins=date(2026, 5, 19), buyer=home.COLLEGE),
    Told(method="negotiation", case="complex", ware=home.SENSORS,
         until="negotiation.open", begins=SHORT, buyer=home.COLLEGE),
    Told(method="negotiation", case="urgent", ware=home.UPKEEP,
         until="archive.seal", begins=date(2025, 5, 12)),
    Told(method="inquiry", case="uniform", ware=home.COOLING,
         until="award.decide", begins=date(2026, 5, 20), buyer=home.COLLEGE),
    Told(method="inquiry", case="uniform", ware=home.FURNITURE,
         until="contract.draft", begins=date(2026, 4, 27)),
    Told(method="single_source", case="addition", ware=home.PRINTING, bidders=1,
         until="contract.draft", begins=date(2026, 4, 27)),
    Told(method="emergency", case="competitive", ware=home.FURNITURE,
         until="plan.submit", begins=date(2026, 6, 8), buyer=home.COLLEGE),
    Told(method="inquiry", case="uniform", ware=home.COOLING,
         until="archive.seal", begins=date(2025, 5, 19)),
    Told(method="single_source", case="addition", ware=home.FURNITURE, bidders=1,
         until="archive.seal", begins=date(2025, 5, 26)),
)  # fmt: skip


def stories() -> Iterator[Story]:
    """Yield the stories of other methods."""
    for number, told in enumerate(STORIES, FIRST):
        yield Story(
            key=f"370100-{number}",
            ware=WARES[told.ware],
            buyer=told.buyer,
            agency=home.AGENCY,
            bidders=home.BIDDERS[: told.bidders],
            begins=told.begins,
            scale=told.scale,
            lowest=told.method != "consultation",
            until=told.until,
            sure=told.until != "archive.seal",
            method=told.method,
            case=f"{told.method}.{told.case}",
        )
