"""Every step of every life, tried by every role on its own and on foreign objects.

The matrix is generated: its columns from the declared lives and the objects of a busy world,
its lines from the roles an installation starts with, each at home and in a foreign
organisation. A hole is an entry in the journal, or an answer that is not a refusal, where
the declaration or the organisation says no. Each step is tried on an object in a state from
which it can be taken, so that nothing but the person stands in its way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from unittest.mock import patch
from zlib import crc32

import pytest
from django.db import connection, transaction
from django.test import override_settings

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import lifecycles
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import LivingRecord
from lucai.platform.web import middleware
from tests.house.matrix import TABLES, Somebody, Thing, candidates, everybody
from tests.makers import world
from tests.makers.browsing import posted
from tests.makers.crawling import NOWHERE, route_of

pytestmark = pytest.mark.django_db

ABSENT = {404, 405}
UNSEEN = ABSENT | {403, 409}
"""How a page that one may not open answers a step: as if it were not there, or, where the
object itself is public (an announced award, a published contract), that it is not in that state."""

TO_SIGN_IN = {302, 401}
REFUSALS = UNSEEN | TO_SIGN_IN
UNASKED = 0
"""A refusal is right whether or not the object can be seen: its page is not asked for."""

Asked = dict[str, dict[str, str]]
MACHINE = {"headers": {"accept": "application/json"}}
"""Refusals are asked for as JSON: they cost no page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One attempt."""

    who: Somebody
    thing: Thing
    step: Step
    address: str
    status: int
    wrote: bool
    seen: int

    @property
    def may(self) -> bool:
        """Whether the declaration lets this side with these rights take the step at all."""
        return may(self.who, self.thing.lifecycle, self.step)

    @property
    def reaches(self) -> bool:
        """Whether somebody who may take the step came to its button."""
        return self.may and self.who.own and self.status not in ABSENT

    @property
    def hole(self) -> str:
        """What is wrong with it; empty where nothing is."""
        told = f"{self.who.name}：{self.thing}，{self.step.name}，{self.address}，{self.status}"
        if self.status >= 500 or self.seen >= 500:
            return told
        if self.wrote and not (self.may and self.who.own and self.seen != 404):
            return f"{told}，记入了日志"
        if self.seen == 404 and self.status not in REFUSALS:
            return f"{told}，而对象本不可见"
        return ""


@pytest.fixture(params=["tempted", pytest.param("everybody", marks=pytest.mark.nightly)])
def asks(request: pytest.FixtureRequest) -> Asks:
    """Who tries a step: whom the declaration names, some of other sides; at night everybody."""
    return is_tempted if request.param == "tempted" else is_anybody


Asks = Callable[[Somebody, Lifecycle, Step], bool]


def is_tempted(who: Somebody, life: Lifecycle, step: Step) -> bool:
    """Whether they might be thought to have a right to the step, or are the step's passers-by."""
    mine = may(who, life, step) or (who.own and who.viewer.side in step.by)
    return mine or (who.first and passes_by(who.viewer.side, life, step))


def passes_by(side: Side, life: Lifecycle, step: Step) -> bool:
    """Whether a side is the one that tries a step by day, besides the public.

    Which it is goes by the step's name: every side passes by one step of nine.
    """
    turn = crc32(life.permission(step).encode()) + list(Side).index(side)
    return side == Side.PUBLIC or turn % len(Side) == 0


def is_anybody(who: Somebody, life: Lifecycle, step: Step) -> bool:
    """Whether somebody is there at all."""
    del who, life, step
    return True


def build(lives: list[Lifecycle], asks: Asks) -> list[Cell]:
    """Build the world and try every step of these lives in it."""
    made = world.busy()
    with clock.at(world.NOW), quick():
        crowd, site = everybody(made), Site()
        steps = [(life, step) for life in lives for step in life.steps]
        return [cell for life, step in steps for cell in column(life, step, crowd, site, asks)]


def column(
    life: Lifecycle, step: Step, crowd: list[Somebody], site: Site, asks: Asks
) -> list[Cell]:
    """Try a step on one object: the first that is within somebody's rightful reach."""
    rightful = [who for who in crowd if who.own and may(who, life, step)]
    found = candidates(life, step)
    thing = next((one for one in found if in_reach(one, step, rightful, site)), found[0])
    asked = site.asked(rightful, thing, step)
    trying = [who for who in crowd if asks(who, life, step)]
    return [cell for who in trying for cell in tried(who, thing, step, asked, site)]


def in_reach(thing: Thing, step: Step, rightful: list[Somebody], site: Site) -> bool:
    """Whether one of those who may take a step comes to its button on this object."""
    asked = site.asked(rightful, thing, step)
    return any(cell.reaches for who in rightful for cell in tried(who, thing, step, asked, site))


@contextmanager
def quick() -> Iterator[None]:
    """Know everybody by heart and keep ten thousand expected refusals out of the log."""
    logging.disable(logging.WARNING)
    known = lru_cache(middleware.load_viewer)
    sessions = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cache")
    try:
        with patch.object(middleware, "load_viewer", known), sessions:
            yield
    finally:
        logging.disable(logging.NOTSET)


class Site:
    """What pages would post, and what was answered before.

    Every attempt is taken back: whoever asks the same again would be told the same.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}
        self._posts: dict[tuple[str, str], tuple[int, bool]] = {}
        self._pages: dict[tuple[str, str], int] = {}

    def answers(self, who: Somebody, address: str, fields: dict[str, str]) -> tuple[int, bool]:
        """Return what posting brings: the answer, and whether the journal grew."""
        if (who.name, address) not in self._posts:
            self._posts[who.name, address] = attempt(who, address, fields)
        return self._posts[who.name, address]

    def shows(self, who: Somebody, page: str) -> int:
        """Return how a page answers somebody."""
        if (who.name, page) not in self._pages:
            self._pages[who.name, page] = who.client.get(page).status_code
        return self._pages[who.name, page]

    def asked(self, rightful: list[Somebody], thing: Thing, step: Step) -> Asked:
        """Return a step's addresses with the fields that the first who may open them would post.

        With them no attempt fails for its form alone.
        """
        return {address: self._of(rightful, address) for address in thing.addresses(step)}

    def _of(self, rightful: list[Somebody], address: str) -> dict[str, str]:
        if address not in self._known:
            pages = (who.client.get(address, **MACHINE) for who in rightful)
            opened = next((page for page in pages if page.status_code == 200), None)
            fields = posted(opened) if opened else {}
            self._known[address] = {name: value or "示例理由" for name, value in fields.items()}
        return {**self._known[address], "confirmed": "yes"}


def may(who: Somebody, lifecycle: Lifecycle, step: Step) -> bool:
    """Whether the declaration lets this side with these rights take the step at all."""
    return who.viewer.side in step.by and who.viewer.may(lifecycle.permission(step))


def tried(who: Somebody, thing: Thing, step: Step, asked: Asked, site: Site) -> Iterator[Cell]:
    """Try one step of one object, at each of its addresses, as one person."""
    for address, fields in asked.items():
        status, wrote = 404, False
        if route_of(address) != NOWHERE:
            status, wrote = site.answers(who, address, fields)
        seen = UNASKED if status in REFUSALS and not wrote else site.shows(who, thing.page)
        yield Cell(who, thing, step, address, status, wrote, seen)


def attempt(who: Somebody, address: str, fields: dict[str, str]) -> tuple[int, bool]:
    """Post a step and take everything back; return the answer and whether the journal grew."""
    sid = transaction.savepoint()
    before = length()
    answer = who.client.post(address, fields, **MACHINE)
    grew = length() > before
    transaction.savepoint_rollback(sid)
    return answer.status_code, grew


def length() -> int:
    """Return how many entries the journal has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {JournalEntry._meta.db_table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def test_no_step_can_be_taken_by_the_wrong_person_and_every_step_is_tried_by_all(
    asks: Asks,
) -> None:
    lives = list(lifecycles())
    cells = build(lives, asks)
    assert [cell.hole for cell in cells if cell.hole] == []
    assert untried(lives, cells, asks) == set()
    assert unreached(lives, cells) == set()
    # A matrix in which nobody can take anything would prove nothing.
    assert len({(c.thing.lifecycle.of, c.step.name) for c in cells if c.wrote}) >= 10


def untried(lives: list[Lifecycle], cells: list[Cell], asks: Asks) -> set[tuple[str, str, str]]:
    """Return steps that somebody of whom it is asked, at home or elsewhere, has not tried."""
    tried_by = {(c.thing.lifecycle.of, c.step.name, c.who.name) for c in cells}
    people = {cell.who.name: cell.who for cell in cells}.values()
    steps = [(life, step) for life in lives for step in life.steps]
    return {
        (life.of, step.name, who.name)
        for life, step in steps
        for who in people
        if asks(who, life, step)
    } - tried_by


def unreached(lives: list[Lifecycle], cells: list[Cell]) -> set[tuple[str, str]]:
    """Return the steps of people whose address answers none of those who may take them.

    A step that nobody reaches would be refused to all, and prove nothing.
    """
    reached = {(cell.thing.lifecycle.of, cell.step.name) for cell in cells if cell.reaches}
    of_people = {
        (life.of, step.name) for life in lives for step in life.steps if step.by != (Side.SYSTEM,)
    }
    return of_people - reached


def test_every_registered_life_has_its_table_and_every_table_its_life() -> None:
    assert set(TABLES) == {life.of for life in lifecycles()}
    assert set(TABLES.values()) == set(living(LivingRecord))


def living(base: type[LivingRecord]) -> Iterator[type[LivingRecord]]:
    """Yield every table whose rows have a life."""
    for table in base.__subclasses__():
        if not table._meta.abstract:
            yield table
        yield from living(table)
