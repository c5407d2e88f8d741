"""Negotiations, consultations and inquiries whose suppliers no notice finds: drawn, or recommended."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.registers.experts.selectors import drawable_person
from lucai.stages.trade.prequalifications import services
from lucai.stages.trade.prequalifications.schemas import RecommendationIn, Way
from lucai.stages.trade.prequalifications.selectors import (
    prequalification_seen,
    recommendations_of,
)
from lucai.stages.trade.prequalifications.selectors.rows import current_round
from tests.makers import people, prequalifying, registers, trade
from tests.makers.remembered import remembered

EXPERTS = (31, 32)
"""Experts who recommend: others than those whom the makers' panels take."""
SPECIALTY = "C99"
"""What nobody else of the makers' library knows."""


@remembered
def begun(method: str = "negotiation") -> str:
    """A project of the agency's that has given up the notice."""
    number = trade.commissioned_project(1, method=method)
    services.organise(people.actor(people.agency()), project_number=number)
    return number


@remembered
def written(way: Way = Way.LIBRARY, method: str = "negotiation", places: int = 3) -> str:
    """A round that says from whom is drawn, still in the agency's hands."""
    number = begun(method)
    form = prequalifying.content(way, places=places, specialties=SPECIALTY)
    services.edit(people.actor(people.agency()), project_number=number, content=form)
    return number


def library(count: int = 3) -> None:
    """Enter the first suppliers into the library."""
    for n in range(1, count + 1):
        registers.registered_supplier(n)


@remembered
def confirmed(way: Way = Way.LIBRARY, method: str = "negotiation", places: int = 3) -> str:
    """A round the buyer has confirmed: the draw is next."""
    return prequalifying.confirmed(written(way, method, places))


@remembered
def drawn(method: str = "negotiation", suppliers: int = 3) -> str:
    """Suppliers drawn from the whole library."""
    library(suppliers)
    number = confirmed(Way.LIBRARY, method)
    services.draw(people.actor(people.agency()), project_number=number)
    return number


@remembered
def asked(method: str = "negotiation") -> str:
    """Two experts drawn to recommend, and the buyer asked."""
    for n in EXPERTS:
        if not drawable_person(SYSTEM, people.expert(n).person or 0):
            registers.registered_expert(n, specialties=[SPECIALTY])
    library(8)
    number = confirmed(Way.RECOMMENDATION, method, len(EXPERTS))
    services.draw(people.actor(people.agency()), project_number=number)
    return number


def words(number: str, viewer: Viewer) -> int:
    """Find what somebody is asked to say."""
    row = current_round(SYSTEM, number)
    assert row
    for one in recommendations_of(viewer, row):
        if one.person_id == viewer.person or (one.kind == "buyer" and viewer.side == "buyer"):
            return int(one.pk)
    raise LookupError(number)


def form(*suppliers: int, declared: bool = True) -> RecommendationIn:
    """Words that name these suppliers."""
    named = [prequalifying.candidate(n) for n in suppliers]
    return RecommendationIn(suppliers=named, declared=declared)


def say(number: str, viewer: Viewer, *suppliers: int) -> None:
    """Let somebody recommend these suppliers."""
    pk = words(number, viewer)
    services.recommend(people.actor(viewer), pk=pk, form=form(*suppliers))


@remembered
def said(
    buyers: Sequence[int] = (1,), experts: Sequence[Sequence[int]] = ((2,), (3,)),
    method: str = "negotiation",
) -> str:  # fmt: skip
    """Everybody has answered: the buyer by these, each expert by his own."""
    number = asked(method)
    say(number, people.buyer(), *buyers)
    for n, named in zip(EXPERTS, experts, strict=True):
        say(number, people.expert(n), *named)
    return number


@remembered
def recommended(method: str = "negotiation") -> str:
    """A list of three that were recommended: one by the buyer, two by experts."""
    number = said(method=method)
    services.settle_list(people.actor(people.agency()), project_number=number)
    return number


def invited(number: str) -> list[str]:
    """Name whom a round chose, as its page names them to the agency."""
    return [one.name for one in prequalification_seen(people.agency(), number).suppliers]
