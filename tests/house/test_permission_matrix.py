"""Every step of every life, tried by every role on its own and on foreign objects.

The matrix is generated: its columns from the declared lives and the objects of a busy world,
its lines from the roles an installation starts with, each at home and in a foreign
organisation. A hole is an entry in the journal, or an answer that is not a refusal, where
the declaration or the organisation says no.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import override_settings

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import lifecycles
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import LivingRecord, system_access
from lucai.platform.web import middleware
from tests.house.matrix import TABLES, Somebody, Thing, everybody, things
from tests.makers import world
from tests.makers.browsing import posted
from tests.makers.crawling import NOWHERE, route_of
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

ABSENT = {404, 405}
UNSEEN = ABSENT | {403, 409}
"""How a page that one may not open answers a step: as if it were not there, or, where the
object itself is public (an announced award, a published contract), that it is not in that state."""

TO_SIGN_IN = {302, 401}
MACHINE = {"headers": {"accept": "application/json"}}
"""Refusals are asked for as JSON: they cost no page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One attempt."""

    who: Somebody
    thing: Thing
    step: Step
    address: str
    seen: int
    status: int
    wrote: bool

    @property
    def may(self) -> bool:
        """Whether the declaration lets this side with these rights take the step at all."""
        return may(self.who, self.thing.lifecycle, self.step)

    @property
    def hole(self) -> str:
        """What is wrong with it; empty where nothing is."""
        told = f"{self.who.name}：{self.thing}，{self.step.name}，{self.address}，{self.status}"
        if self.status >= 500 or self.seen >= 500:
            return told
        if self.wrote and not (self.may and self.who.own and self.seen != 404):
            return f"{told}，记入了日志"
        if self.seen == 404 and self.status not in UNSEEN | TO_SIGN_IN:
            return f"{told}，而对象本不可见"
        return ""


def build() -> list[Cell]:
    """Build the world and try everything in it."""
    made = world.busy()
    with clock.at(world.NOW), quick():
        crowd, forms = everybody(made), Forms()
        return [
            cell
            for thing in things()
            for who in crowd
            if who.own or thing.newest
            for cell in tried(who, thing, crowd, forms)
        ]


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


class Forms:
    """What the rightful person's page would post, so that no attempt fails for its form alone."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}

    def of(self, crowd: list[Somebody], thing: Thing, step: Step, address: str) -> dict[str, str]:
        """Return the fields for an address, read by the first who may open it."""
        if address not in self._known:
            rightful = (who for who in crowd if who.own and may(who, thing.lifecycle, step))
            pages = (who.client.get(address, **MACHINE) for who in rightful)
            opened = next((page for page in pages if page.status_code == 200), None)
            fields = posted(opened) if opened else {}
            self._known[address] = {name: value or "示例理由" for name, value in fields.items()}
        return {**self._known[address], "confirmed": "yes"}


def may(who: Somebody, lifecycle: Lifecycle, step: Step) -> bool:
    """Whether the declaration lets this side with these rights take the step at all."""
    return who.viewer.side in step.by and who.viewer.may(lifecycle.permission(step))


def tried(who: Somebody, thing: Thing, crowd: list[Somebody], forms: Forms) -> Iterator[Cell]:
    """Try every step of one object, at each of its addresses, as one person."""
    seen = who.client.get(thing.page, **MACHINE).status_code
    for step in thing.lifecycle.steps:
        for address in thing.addresses(step):
            status, wrote = 404, False
            if route_of(address) != NOWHERE:
                status, wrote = attempt(who, address, forms.of(crowd, thing, step, address))
            yield Cell(who, thing, step, address, seen, status, wrote)


def attempt(who: Somebody, address: str, fields: dict[str, str]) -> tuple[int, bool]:
    """Post a step and take everything back; return the answer and whether the journal grew."""
    sid = transaction.savepoint()
    with system_access("matrix"):
        before = JournalEntry.objects.count()
    answer = who.client.post(address, fields, **MACHINE)
    with system_access("matrix"):
        grew = JournalEntry.objects.count() > before
    transaction.savepoint_rollback(sid)
    return answer.status_code, grew


cells = kept(build)


def test_no_step_can_be_taken_by_the_wrong_person(cells: list[Cell]) -> None:
    assert [cell.hole for cell in cells if cell.hole] == []


def test_every_life_and_every_step_is_tried_by_every_role_at_home_and_elsewhere(
    cells: list[Cell],
) -> None:
    tried_by = {(c.thing.lifecycle.of, c.step.name, c.who.name) for c in cells}
    who = {cell.who.name for cell in cells}
    steps = [(life.of, step.name) for life in lifecycles() for step in life.steps]
    missing = {(of, step, name) for of, step in steps for name in who} - tried_by
    assert missing == set()


def test_every_step_of_a_person_is_reached_by_somebody_who_may(cells: list[Cell]) -> None:
    """A step whose address nobody reaches would be refused to all, and prove nothing."""
    reached = {
        (cell.thing.lifecycle.of, cell.step.name)
        for cell in cells
        if cell.may and cell.who.own and cell.status not in ABSENT
    }
    assert {(life.of, step.name) for life, step in of_people()} - reached == set()


def of_people() -> Iterator[tuple[Lifecycle, Step]]:
    """Yield the steps that people take."""
    for life in lifecycles():
        yield from ((life, step) for step in life.steps if step.by != (Side.SYSTEM,))


def test_every_registered_life_has_its_table_and_every_table_its_life() -> None:
    assert set(TABLES) == {life.of for life in lifecycles()}
    assert set(TABLES.values()) == set(living(LivingRecord))


def living(base: type[LivingRecord]) -> Iterator[type[LivingRecord]]:
    """Yield every table whose rows have a life."""
    for table in base.__subclasses__():
        if not table._meta.abstract:
            yield table
        yield from living(table)


def test_every_table_has_an_object_in_the_matrix(cells: list[Cell]) -> None:
    with_steps = {life.of for life in lifecycles() if life.steps}
    assert with_steps == {cell.thing.lifecycle.of for cell in cells}


def test_some_steps_are_taken_so_that_the_matrix_can_fail(cells: list[Cell]) -> None:
    assert len({cell.step.name for cell in cells if cell.wrote}) >= 10
