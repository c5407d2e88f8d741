"""One round of the log serves all who wait for it, and nobody gets one that began before he came."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from lucai.stages.trade.sealing.rounds import Rounds


def test_those_who_come_while_a_round_runs_share_the_next() -> None:
    rounds: Rounds[int] = Rounds()
    numbers, first_runs, goes_on = count(1), Event(), Event()

    def act() -> int:
        number = next(numbers)
        if number == 1:
            first_runs.set()
            goes_on.wait(5)
        return number

    with ThreadPoolExecutor(8) as pool:
        leader = pool.submit(rounds.join, act)
        first_runs.wait(5)
        others = [pool.submit(rounds.join, act) for _ in range(6)]
        while any(not one.running() for one in others):
            pass
        goes_on.set()
        assert leader.result(5) == 1
        served = [one.result(5) for one in others]
    assert min(served) >= 2
    assert next(numbers) <= 8


def test_one_after_another_each_has_a_round_of_his_own() -> None:
    rounds: Rounds[int] = Rounds()
    numbers = count(1)
    assert [rounds.join(lambda: next(numbers)) for _ in range(3)] == [1, 2, 3]


def test_a_failed_round_is_its_doers_and_the_next_tries_again() -> None:
    rounds: Rounds[int] = Rounds()

    def fails() -> int:
        raise OSError("no disk")

    with pytest.raises(OSError, match="no disk"):
        rounds.join(fails)
    assert rounds.join(lambda: 7) == 7
