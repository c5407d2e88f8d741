"""Timers: each acts by itself; one that stumbles stops neither the others nor the journal."""

from datetime import datetime

import pytest
from django.db import OperationalError

from lucai.platform import timers


@pytest.fixture(autouse=True)
def _none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timers, "_timers", {})


def stumble(now: datetime) -> int:
    raise LookupError(now)


def test_every_timer_acts_and_says_how_much_it_did() -> None:
    timers.register("one", lambda _: 1)
    timers.register("two", lambda _: 2)
    assert timers.fire() == 3


def test_a_timer_that_stumbles_is_passed_over_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    timers.register("first", stumble)
    timers.register("second", lambda _: 5)
    assert timers.fire() == 5
    assert "timer first stumbled" in caplog.text


def test_a_database_that_is_busy_is_the_workers_matter() -> None:
    def busy(now: datetime) -> int:
        raise OperationalError(now)

    timers.register("busy", busy)
    with pytest.raises(OperationalError):
        timers.fire()
