"""One round serves all who wait for it, and nobody gets one that began before he came."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from lucai.stages.trade.sealing.rounds import Rounds


class Held:
    """An act whose first round lasts until others wait for the second."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.first_runs, self.goes_on = Event(), Event()

    def __call__(self, asked: Sequence[int]) -> list[int]:
        self.rounds.append(list(asked))
        if len(self.rounds) == 1:
            self.first_runs.set()
            self.goes_on.wait(5)
        if -1 in asked:
            raise OSError("no disk")
        return [10 * one for one in asked]


def joined(act: Held, *others: int) -> list[int | OSError]:
    """Let the others come while the round of 1 runs; return what each was answered."""
    rounds: Rounds[int, int] = Rounds(act)
    with ThreadPoolExecutor(8) as pool:
        leader = pool.submit(rounds.join, 1)
        act.first_runs.wait(5)
        waiting = [pool.submit(rounds.join, one) for one in others]
        while len(rounds._waiting) < len(others):
            pass
        act.goes_on.set()
        assert leader.result(5) == 10
        return [_answer(one) for one in waiting]


def _answer(one: object) -> int | OSError:
    try:
        return int(one.result(5))  # type: ignore[attr-defined]
    except OSError as error:
        return error


def test_those_who_come_while_a_round_runs_share_the_next() -> None:
    act = Held()
    assert joined(act, 2, 3, 4, 5) == [20, 30, 40, 50]
    assert act.rounds[0] == [1]
    assert sorted(act.rounds[1]) == [2, 3, 4, 5]


def test_one_after_another_each_has_a_round_of_his_own() -> None:
    rounds: Rounds[int, int] = Rounds(lambda asked: [len(asked) + one for one in asked])
    assert [rounds.join(one) for one in (1, 2, 3)] == [2, 3, 4]


def test_who_spoils_a_round_hears_of_it_alone() -> None:
    act = Held()
    two, spoilt, three = joined(act, 2, -1, 3)
    assert (two, three) == (20, 30)
    assert isinstance(spoilt, OSError)
    with pytest.raises(OSError, match="no disk"):
        Rounds(act).join(-1)


def test_after_a_crowd_a_round_waits_a_moment_for_those_on_their_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else the quickest of a crowd would have a round of its own each time, and the rest the next."""
    monkeypatch.setattr("lucai.stages.trade.sealing.rounds.PATIENCE", 5)
    act = Held()
    rounds: Rounds[int, int] = Rounds(act)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(rounds.join, 1)
        act.first_runs.wait(5)
        crowd = [pool.submit(rounds.join, one) for one in (2, 3, 4)]
        while len(rounds._waiting) < len(crowd):
            pass
        act.goes_on.set()
        for one in (first, *crowd):
            one.result(5)
        late = [pool.submit(rounds.join, one) for one in (5, 6, 7)]
        assert sorted(one.result(5) for one in late) == [50, 60, 70]
    assert [sorted(one) for one in act.rounds] == [[1], [2, 3, 4], [5, 6, 7]]
