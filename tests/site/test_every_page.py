"""Every page that the house offers to anybody: it is there, it is whole, and it is not dear."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, cast

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.access.permissions import lifecycles
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.models import Contract
from tests.makers import evaluation, roles, world
from tests.makers.browsing import browse
from tests.makers.crawling import NOWHERE, Visit, Walk, counted
from tests.makers.growing import grow
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

ALIKE = (
    "law/", "notices/", "projects/", "feed/", "data/", "help/", "accessibility/", "search/",
    "draws/", "rooms/<str:number>/archive/", "inspection-draws/", "products/compare/",
)  # fmt: skip
"""What all who may read it read alike: one person at work looks at it for all."""

PARTIES = frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER})

LISTS = frozenset(
    {
        "desk/", "duties/", "inbox/", "rooms/", "plans/", "intentions/", "budget/", "contracts/",
        "payments/", "archive/", "archive/loans/", "archive/transfers/", "bids/", "evaluations/", "experts/", "suppliers/", "staff/",
        "roles/", "notices/", "projects/", "search/", "agencies/", "agencies/desk/",
        "agency-inspections/", "inspection-draws/", "products/", "products/desk/", "products/shelf/",
        "expert-applications/", "expert-changes/",
    }
)  # fmt: skip
FEW = 15
"""What a list may ask the database, whatever it holds."""

MANY = 38
"""What any other page may ask: a room gathers from a dozen modules, a report under a second review
from two more."""

PRINTED = 46
"""A paper is printed, sealed and kept when it is asked for first."""

DEAR = {
    "rooms/<str:number>/sealed/<int:lot>/package.zip": 40,
}
"""A verification package opens every envelope by itself."""


CHOICE = re.compile(r"<select.*?</select>", re.DOTALL)
EMPTY = re.compile(r'<option value=""[^>]*>([^<]*)')
FILTERS = re.compile(r'<form class="filters".*?</form>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """Who visited what."""

    who: str
    client: Client
    visit: Visit
    data: dict[str, Any] | None = None

    def __str__(self) -> str:
        visit = self.visit
        return (
            f"{self.who}: {visit.url}（来自 {visit.source}）{visit.status}，{visit.queries} 次查询"
        )


def build() -> list[Found]:
    """Build the world and let everybody walk through it; a side looks at a kind of page once."""
    settled: defaultdict[str, set[str]] = defaultdict(set)

    def steps(viewer: Viewer) -> Walk:
        return Walk(browse(viewer), 1, ("",), settled[viewer.side])

    return everybody_walks(steps, once=ALIKE)


def build_thoroughly() -> list[Found]:
    """Let everybody look at everything; the first of each party also at second pages."""
    settled: set[str] = set()
    met: set[Side] = set()

    def steps(viewer: Viewer) -> Walk:
        curious = viewer.side in PARTIES and viewer.side not in met
        met.add(viewer.side)
        return Walk(browse(viewer), 2 if curious else 1, ALIKE, settled)

    return everybody_walks(steps)


def everybody_walks(steps: Callable[[Viewer], Walk], once: tuple[str, ...] = ()) -> list[Found]:
    """Build the world; everybody starts where they start, and goes where their walk leads.

    ``once``: what begins so is looked at by the first who comes to it at work, and by the public.
    """
    made = world.busy()
    with clock.at(world.NOW):
        people = {"评委": seated_expert(made), **roles.at_home()}
        hand_papers_out(made)
        walks = {"公众": (Walk(Client(), each=2), "/")}
        by_rights = sorted(people.items(), key=lambda one: -len(one[1].grants))
        walks |= {who: (steps(viewer), "/desk/") for who, viewer in by_rights}
        found: list[Found] = []
        for who, (walk, start) in walks.items():
            walk.settled |= {f.visit.route for f in found if is_settled(f, once)}
            found += [Found(who, walk.client, visit) for visit in walk.visits(start)]
        read = (one for one in reversed(found) if one.visit.reading)
        first = {(audience(one.who), one.visit.route): one for one in read}
        spoken = {id(one): data_of(one) for one in first.values()}
        return [replace(one, data=spoken.get(id(one))) for one in found]


def is_settled(one: Found, once: tuple[str, ...]) -> bool:
    """Whether nobody else at work need look at this kind of page."""
    return bool(once) and one.who != "公众" and one.visit.route.startswith(once)


def audience(who: str) -> str:
    """Return for whom data is looked at: each outsider by itself, everybody at work together."""
    return who if who.startswith(OUTSIDERS) else "办公"


def data_of(one: Found) -> dict[str, Any]:
    """Ask for a page as a program does; return what it says."""
    answer: dict[str, Any] = one.client.get(f"/api/v1{one.visit.url}").json()
    return answer


def hand_papers_out(made: world.World) -> None:
    """Ask for the whole file once: final papers are signed and sealed when first handed out."""
    with system_access("the project of a contract in hand"):
        number = Contract.objects.get(number=made.contract).project_number
    handler = browse(roles.at_home()["采购经办"])
    assert handler.get(f"/rooms/{number}/archive/").status_code == 200


def seated_expert(made: world.World) -> Viewer:
    """Return a member of the panel whose evaluation is under way."""
    return evaluation.seats(evaluation.Round(made.evaluated, made.opened_at))[0]


by_sides = kept(build)
by_all = kept(build_thoroughly)


@pytest.fixture(params=["by_sides", pytest.param("by_all", marks=pytest.mark.nightly)])
def found(request: pytest.FixtureRequest) -> list[Found]:
    """What each side finds; at night what each person finds."""
    return cast("list[Found]", request.getfixturevalue(request.param))


def test_every_link_leads_to_a_page_that_is_there(found: list[Found]) -> None:
    assert [
        str(one) for one in found if one.visit.status >= 400 or one.visit.route == NOWHERE
    ] == []


def test_the_walk_comes_to_every_corner(found: list[Found]) -> None:
    """A walk that stopped early would find nothing wrong."""
    met = {one.visit.route for one in found}
    assert {
        "rooms/<str:number>/evaluation/<int:lot>/compliance/<str:code>/",
        "rooms/<str:number>/archive/seal/",
        "rooms/<str:number>/clarifications/<int:place>/edit/",
        "rooms/<str:number>/bid/<int:lot>/seal/",
        "contracts/<str:number>/acceptance/<int:place>/",
        "payments/<str:number>/",
        "plans/<str:number>/filing/",
        "budget/receive/",
        "experts/<str:number>/suspend/",
        "law/rules/<str:rule_id>/",
    } <= met
    assert len(met) > 130


def test_every_page_has_one_heading_a_title_and_a_language(found: list[Found]) -> None:
    wrong = [
        f"{one} {one.visit.reading.headings} {one.visit.reading.title}"
        for one in found
        if one.visit.reading
        and not (
            one.visit.reading.headings == 1
            and one.visit.reading.title.strip()
            and one.visit.reading.lang == "zh-CN"
        )
    ]
    assert wrong == []


def test_no_page_shows_a_state_by_its_code(found: list[Found]) -> None:
    codes = {state for life in lifecycles() for state in life.states if "_" in state}
    codes |= {life.of for life in lifecycles()}
    shown = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, sorted(codes)))})(?![\w./-])")
    assert [f"{one} {hit}" for one in found for hit in _hits(shown, one)] == []


def test_no_page_of_the_work_shows_a_bare_english_word(found: list[Found]) -> None:
    word = re.compile(r"(?<![\w./:@-])(?![a-f]+\b)[a-z]{4,}(?:_[a-z]+)*(?![\w./:@-])")
    hits = {
        f"{one.visit.route} {hit}"
        for one in found
        for hit in _hits(word, one)
        if not one.visit.route.startswith(FOR_MACHINES)
    }
    assert hits == set()


FOR_MACHINES = (
    "data/",
    "law/",
    "accessibility/",
    "draws/",
    "group-draws/",
    "invitation-draws/",
    "inspection-draws/",
)
"""Pages that speak of programs: names of fields and commands belong there."""


def _hits(pattern: re.Pattern[str], one: Found) -> list[str]:
    return sorted(set(pattern.findall(one.visit.reading.text))) if one.visit.reading else []


def test_a_filter_leaves_everything_by_one_choice_called_so(found: list[Found]) -> None:
    """Above a list, nothing chosen is 全部: two empty choices, or 请选择, make people wonder."""
    empty = [(f, EMPTY.findall(choice)) for f in found for choice in choices_of(f)]
    assert any(names for _, names in empty)
    assert [f"{f}: {names}" for f, names in empty if names not in ([], ["全部"])] == []


def choices_of(one: Found) -> Iterator[str]:
    """Yield the markup of each choice in the filters above a page's list."""
    for form in FILTERS.findall(one.visit.reading.html if one.visit.reading else ""):
        yield from CHOICE.findall(form)


def test_every_page_asks_the_database_a_bounded_number_of_times(found: list[Found]) -> None:
    dear = [str(one) for one in found if one.visit.queries > allowed(one.visit.route)]
    assert dear == [], "\n".join(dear)


def allowed(route: str) -> int:
    """Return how many queries a page may take."""
    if route.endswith(".ofd"):
        return PRINTED
    return FEW - 1 if route in LISTS else DEAR.get(route, MANY)


@pytest.mark.nightly
def test_no_page_asks_more_often_when_the_tables_are_longer(found: list[Found]) -> None:
    """Every table gets ten times its rows; what counts rows in queries shows itself."""
    first = {one.visit.route: one for one in reversed(found) if one.visit.reading}
    with clock.at(world.NOW):
        before = {route: counted(one.client, one.visit.url)[1] for route, one in first.items()}
        grow(9)
        after = {route: counted(one.client, one.visit.url) for route, one in first.items()}
    assert [route for route, (answer, _) in after.items() if answer.status_code != 200] == []
    longer = {r: (before[r], n) for r, (_, n) in after.items() if n != before[r] and r not in DEAR}
    assert longer == {}


def test_every_page_speaks_to_programs(found: list[Found]) -> None:
    """What a person reads as a page a program reads as data, at the same address under a prefix."""
    heard = [(one, one.data) for one in found if one.data is not None]
    assert [str(one) for one, data in heard if "page" not in data] == []
    assert len(heard) > 250
    assert {told for one, data in heard for told in told_beyond(one, data)} == set()


def told_beyond(one: Found, page: dict[str, Any]) -> Iterator[str]:
    """Yield what is delicate in the data of an outsider's page and does not stand on the page."""
    if one.visit.reading is None or not one.who.startswith(OUTSIDERS):
        return
    shown = unescape(one.visit.reading.html).replace(",", "")
    for place, value in leaves(page):
        known = any(text in shown for text in spelt(value))
        if (
            DELICATE.search(place)
            and not known
            and not NO_SECRET.search(f"{one.visit.route} {place}")
        ):
            yield f"{one.visit.route} {place}"


def leaves(content: Any, place: str = "") -> Iterator[tuple[str, str | int]]:
    """Yield the texts and numbers of data with the names that lead to them."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from leaves(value, f"{place}.{name}")
    elif isinstance(content, list):
        for value in content:
            yield from leaves(value, place)
    elif isinstance(content, str | int) and not isinstance(content, bool) and content:
        yield place, content


def spelt(value: str | int) -> tuple[str, ...]:
    """Return how a page may write a value: an amount in 元 or 万元, points with two places."""
    plain = str(value).replace(",", "")
    return (
        (plain, f"{value / 100:.2f}", f"{value / 10**6:g}") if isinstance(value, int) else (plain,)
    )


OUTSIDERS = ("公众", "评委", "企业")
DELICATE = re.compile(
    r"\.(price|cost|points|score|total|supplier_name|employer|phone|contact|payer|authority|panel)$"
)
NO_SECRET = re.compile(
    r"\.own\.|\.mine\.|\.order\.|\.checks"  # one's own
    r"|^credit/|^mall/|^products/|^notices/|^buyers/"  # public
    r"|^rooms/<str:number>/bids/<str:code>/ |^complaints/|^frameworks/<str:number>/applications/"
    r"|^rooms/<str:number>/evaluation/"  # what the panel works with
    r"|^rooms/<str:number>/negotiation/<int:lot>/leave/|^rooms/<str:number>/negotiation/.* .sheet"
    r"|^rooms/<str:number>/panel/recusal/ .seat"
    r"|\.ranking\.|\.responses\.content\.contact$|\.members?\.(content\.)?(price|score|contact|supplier_name|employer)$"  # announced
    r"|\.(call|calls)\.panel$|\.own\.authority$"
    r"|\.group\.(members|present)\.(authority|employer)$"  # to its members; others read names alone
    r"|^review-groups/<str:number>/.* \.review\.|^rooms/<str:number>/bid-clarifications/"  # as above
    r"|\.sheet\.active\.|\.rank_lines\."  # one's own response; the ranking once more
)
"""Looked at one by one: what a program may read beside what the page writes out."""
