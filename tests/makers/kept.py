"""Worlds made once for a whole test file: every test changes its own copy, undone afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from _pytest.fixtures import SubRequest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.makers import remembered, sealing

T = TypeVar("T")


_standing: list[SubRequest] = []
"""The worlds that are built and not undone."""


def kept(build: Callable[[], T]) -> Any:
    """Return a fixture that builds a world once a file, in a transaction never committed.

    A test marked ``django_db`` runs in a savepoint inside it and sees the world as built. Worlds
    of one file stand one after another, whatever the order of its tests: see :func:`leave_worlds`.
    """

    @pytest.fixture(scope="module")
    def world(
        request: SubRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
    ) -> Iterator[T]:
        with django_db_blocker.unblock(), transaction.atomic():
            sealing.new_outposts()  # what earlier tests of this file showed them is undone
            before = remembered.test_begins()
            _standing.append(request)
            yield build()
            _standing.remove(request)
            transaction.set_rollback(True)
        remembered.goes_back(before)

    return world


def leave_worlds(test: pytest.Function) -> None:
    """Undo the worlds that a test does not ask for: a stolen test may come after another's."""
    callspec = getattr(test, "callspec", None)
    # A parameter may be the name of the world that a fixture then asks for.
    asked = {*test.fixturenames, *map(str, callspec.params.values() if callspec else ())}
    for world in [each for each in _standing if each.fixturename not in asked]:
        world._fixturedef.finish(world)
