"""A bench prints ratios to a floor of the same run, and a noisy run is no verdict."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lucai_trust.suites import GM1
from tools.bench import measure, opening_alone
from tools.bench.measure import Comparison, compare
from tools.bench.memory import MEBIBYTE, Footprint, footprint, peak

STEADY = Comparison("list", 100, 60, 90, ratio=0.63, p95_ms=9, cpu_ms=8, gate=0.5)


class Clock:
    """A clock that only acts move: a busy machine is not what is tried here."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        """Return the moment, in seconds."""
        return self.now

    process_time = perf_counter

    def taking(self, seconds: float) -> Callable[[], None]:
        """Return an act that takes so long."""

        def act() -> None:
            self.now += seconds

        return act


def test_a_product_twice_as_slow_as_its_floor_has_the_ratio_one_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = Clock()
    monkeypatch.setattr(measure, "time", now)
    compared = compare("act", now.taking(0.004), now.taking(0.002), gate=0.3, seconds=0.05)
    assert compared.ratio == pytest.approx(0.5, rel=0.05)
    assert compared.p95_ms == pytest.approx(4)
    assert compared.verdict == "passed"


def test_a_ratio_under_its_gate_fails() -> None:
    assert STEADY.verdict == "passed"
    assert replace(STEADY, ratio=0.49).verdict == "failed"


def test_floors_that_drift_apart_make_the_run_noisy() -> None:
    assert replace(STEADY, floor_after=60, ratio=0.1).verdict == "noisy"


def test_a_noisy_run_is_repeated_at_most_twice() -> None:
    runs: list[int] = []

    def noisy(*_: object) -> Comparison:
        runs.append(1)
        return replace(STEADY, floor_after=1)

    original, measure._compare_once = measure._compare_once, noisy
    try:
        assert compare("x", lambda: 0, lambda: 0, gate=1).verdict == "noisy"
    finally:
        measure._compare_once = original
    assert len(runs) == measure.TRIES


def test_the_line_says_the_four_figures_and_the_verdict() -> None:
    line = str(STEADY)
    for word in ("floor_before 100", "product 60", "floor_after 90", "ratio 0.63", "passed"):
        assert word in line


@pytest.mark.skipif(sys.platform == "win32", reason="nobody says what memory a process had")
def test_memory_is_what_an_act_adds_to_a_process_that_only_imports(tmp_path: Path) -> None:
    opening_alone.lay_down(GM1, 24 * MEBIBYTE, tmp_path)
    hoard = bytearray(100 * MEBIBYTE)  # what the parent has is not counted
    assert peak() > len(hoard)
    found = footprint("opening", opening_alone.__name__, [tmp_path], gate=16 * MEBIBYTE)
    assert 0 < found.idle < found.peak < len(hoard)
    assert found.verdict == "passed", found


def test_an_act_that_takes_more_memory_than_it_may_fails() -> None:
    found = Footprint("opening", 30 * MEBIBYTE, 93 * MEBIBYTE, 64 * MEBIBYTE)
    assert found.verdict == "passed"
    assert replace(found, peak=94 * MEBIBYTE).verdict == "failed"
    assert "idle 30.0 MiB, peak 93.0 MiB, added 63.0 MiB (gate 64 MiB): passed" in str(found)
