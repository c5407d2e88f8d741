"""What is too long for every day, part by part; a failed part holds up none. Standard library only."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.postgres import postgres_server
from tools import checking
from tools.places import TOP
from tools.system_needs import CHROMIUM, POSTGRESQL, SOFTHSM

STAGES = "tests/stages"
TRADE = "tests/stages/trade"
NIGHTLY = f"{checking.NIGHTLY} or {checking.ONCE}"
APART = ("journeys", "site", "house", "frontend", "lives")
"""Folders of the tests that take long enough to be told of by themselves."""


@dataclass(frozen=True, slots=True)
class Part:
    """Folders whose tests run together; ``marked`` says which of them."""

    name: str
    folders: tuple[str, ...]
    marked: str


COVERED = Part(
    "branch coverage of lucai_trust",
    (
        "tests/trust",
        "tests/outposts",
        "tests/frontend/test_both_verifiers.py",
        "tests/frontend/test_both_verifiers_of_deadlines.py",
        "tests/frontend/test_both_verifiers_of_promises.py",
        "tests/frontend/test_both_verifiers_of_revocation.py",
        "tests/frontend/test_both_verifiers_of_words.py",
        "tests/frontend/test_both_verifiers_strict.py",
    ),
    checking.DAILY,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a part; ``counts`` is nothing where it ended before its tests were counted."""

    name: str
    counts: dict[str, int]
    code: int
    seconds: float

    def __str__(self) -> str:
        tests, skipped = self.counts.get("tests", 0), self.counts.get("skipped", 0)
        failed = self.counts.get("failures", 0) + self.counts.get("errors", 0)
        numbers = f"{tests - failed - skipped:>7}{failed:>7}{skipped:>8}{self.seconds:>8.0f} s"
        return f"{numbers}  {'passed' if self.code == 0 else 'FAILED'}  {self.name}"


def on_postgresql() -> Iterator[Part]:
    """Yield what touches the database, but for what is marked for the night."""
    marked = f"database and not journey and {checking.DAILY}"
    others = tuple(one for one in _folders(STAGES) if one != TRADE)
    yield Part("PostgreSQL, all but the stages", _all_but("stages"), marked)
    yield Part("PostgreSQL, stages but trade", others, marked)
    yield Part("PostgreSQL, trade", (TRADE,), marked)


def on_sqlite() -> Iterator[Part]:
    """Yield what is marked for the night, and the lives with many times their examples."""
    for folder in APART:
        marked = "" if folder == "lives" else NIGHTLY
        yield Part(f"SQLite, {folder}", (f"tests/{folder}",), marked)
    yield Part("SQLite, everything else", _all_but(*APART), NIGHTLY)


def run(arguments: list[str]) -> int:
    """Run all parts, whatever became of those before; say at the end what became of each.

    With arguments of pytest there is one part a database, and they choose in it.
    """
    for need in (CHROMIUM, SOFTHSM):
        checking.is_present(need)
    checking.write_to_memory()
    started = time.monotonic()
    outcomes = [] if arguments else [_outcome(COVERED, [], checking.run_covered)]
    if checking.is_present(POSTGRESQL):
        with postgres_server() as url:
            outcomes += _run(_chosen(tuple(on_postgresql()), arguments), arguments, url)
    os.environ["HYPOTHESIS_PROFILE"] = "deep"
    with tempfile.TemporaryDirectory(prefix="lucai-test-") as folder:
        url = f"sqlite:///{Path(folder).as_posix()}/test.sqlite3"
        outcomes += _run(_chosen(tuple(on_sqlite()), arguments), arguments, url)
    return _summed_up(outcomes, time.monotonic() - started)


def _chosen(parts: tuple[Part, ...], arguments: list[str]) -> tuple[Part, ...]:
    if not arguments:
        return parts
    return (Part(parts[0].name.split(",")[0], (), parts[0].marked),)


def _run(parts: tuple[Part, ...], arguments: list[str], url: str) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for n, part in enumerate(parts, start=1):
        print(f"dev.py: part {n} of {len(parts)} on this database", flush=True)
        outcomes.append(_outcome(part, arguments, lambda asked: checking.run_pytest(asked, url)))
    return outcomes


def _outcome(part: Part, arguments: list[str], work: Callable[[list[str]], int]) -> Outcome:
    print(f"dev.py: {part.name}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lucai-night-") as folder:
        told = Path(folder) / "told.xml"
        chosen = [*part.folders, "-m", part.marked, f"--junitxml={told}", *arguments]
        code = work(chosen)
        counts = _counts(told)
    code = 0 if code == checking.EXIT_NO_TESTS else code
    outcome = Outcome(part.name, counts, code, time.monotonic() - started)
    print(f"dev.py: {outcome}", flush=True)
    return outcome


def _counts(told: Path) -> dict[str, int]:
    """Read how many tests there were and what became of them; nothing where it is not told."""
    if not told.exists():
        return {}
    suites = ET.parse(told).getroot().iter("testsuite")  # noqa: S314 - written by our own pytest
    names = ("tests", "failures", "errors", "skipped")
    every = [{name: int(suite.get(name, 0)) for name in names} for suite in suites]
    return {name: sum(one[name] for one in every) for name in names}


def _summed_up(outcomes: list[Outcome], seconds: float) -> int:
    print(f"\ndev.py: the night's parts, {seconds / 60:.0f} min in all")
    print("dev.py:  passed failed skipped    time")
    for one in outcomes:
        print(f"dev.py: {one}")
    failed = [one.name for one in outcomes if one.code]
    print(f"dev.py: failed: {'; '.join(failed)}" if failed else "dev.py: every part passed")
    return 1 if failed else 0


def _all_but(*folders: str) -> tuple[str, ...]:
    return tuple(one for one in _folders("tests") if one.split("/")[1] not in folders)


def _folders(place: str) -> list[str]:
    """Return the folders of a folder that hold tests, so that no new one is forgotten."""
    found = (one for one in (TOP / place).iterdir() if any(one.rglob("test_*.py")))
    return sorted(one.relative_to(TOP).as_posix() for one in found if one.is_dir())
