"""A server killed in the middle of taking bids in has lost none that it acknowledged."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.postgres import postgres_server
from tools.places import TOP

KILLS = (0.15, 0.37)
"""Seconds after the first acknowledged bid: two moments inside what is being written."""


def started(act: str, folder: Path, url: str) -> subprocess.Popen[str]:
    kept = {name: v for name, v in os.environ.items() if not name.startswith(("LUCAI_", "DJANGO_"))}
    environment = {**kept, "PYTHONPATH": f"{TOP}{os.pathsep}{TOP / 'src'}"}
    command = [sys.executable, "-m", "tests.makers.dropping", act, str(folder), url]
    return subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.PIPE, text=True)


@contextmanager
def sqlite_file(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'drop.sqlite3'}"


@contextmanager
def postgres_of_its_own(folder: Path) -> Iterator[str]:
    """Commits wait for the disk: what is promised has to be kept."""
    del folder
    with postgres_server(durable=True) as url:
        yield url


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of POSIX")
@pytest.mark.parametrize("moment", KILLS)
@pytest.mark.parametrize("database", [sqlite_file, postgres_of_its_own])
@pytest.mark.nightly
def test_no_acknowledged_bid_is_lost_and_the_log_adds_up(
    tmp_path: Path, database: Callable[[Path], AbstractContextManager[str]], moment: float
) -> None:
    with database(tmp_path) as url:
        acknowledged = killed(tmp_path, url, moment)
        looker = started("look", tmp_path, url)
        found = json.loads(looker.communicate(timeout=60)[0])
    assert looker.returncode == 0
    assert acknowledged[0]
    assert set(acknowledged) <= set(found["whole"])
    assert found["size"] >= len(acknowledged)


def killed(folder: Path, url: str, moment: float) -> list[str]:
    """Kill a process that takes bids in; return what it had acknowledged."""
    taker = started("take", folder, url)
    assert taker.stdout
    acknowledged = [taker.stdout.readline().strip()]
    time.sleep(moment)
    taker.send_signal(signal.SIGKILL)
    rest, _ = taker.communicate(timeout=30)
    # A last line may be cut: what was not said whole was not acknowledged.
    return acknowledged + [line for line in rest.split("\n")[:-1] if line]
