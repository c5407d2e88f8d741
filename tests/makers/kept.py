"""Worlds made once for a whole test file: every test changes its own copy, undone afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.makers import remembered, sealing

T = TypeVar("T")


def kept(build: Callable[[], T]) -> Any:
    """Return a fixture that builds a world once a file, in a transaction never committed.

    A test marked ``django_db`` runs in a savepoint inside it and sees the world as built.
    """

    @pytest.fixture(scope="module")
    def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[T]:
        with django_db_blocker.unblock(), transaction.atomic():
            sealing.new_outposts()  # what earlier tests of this file showed them is undone
            before = remembered.test_begins()
            yield build()
            transaction.set_rollback(True)
        remembered.goes_back(before)

    return world
