"""A server killed in the middle of taking bids in has lost none that it acknowledged."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.places import TOP

KILLS = (0.15, 0.37)
"""Seconds after the first acknowledged bid: two moments inside what is being written."""


def started(act: str, folder: Path) -> subprocess.Popen[str]:
    kept = {name: v for name, v in os.environ.items() if not name.startswith(("LUCAI_", "DJANGO_"))}
    environment = {**kept, "PYTHONPATH": f"{TOP}{os.pathsep}{TOP / 'src'}"}
    command = [sys.executable, "-m", "tests.makers.dropping", act, str(folder)]
    return subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of POSIX")
@pytest.mark.nightly
def test_no_acknowledged_bid_is_lost_and_the_log_adds_up(tmp_path: Path) -> None:
    taker = started("take", tmp_path)
    assert taker.stdout
    acknowledged = [taker.stdout.readline().strip()]
    time.sleep(KILLS[os.getpid() % len(KILLS)])
    taker.send_signal(signal.SIGKILL)
    rest, _ = taker.communicate(timeout=30)
    # A last line may be cut: what was not said whole was not acknowledged.
    acknowledged += [line for line in rest.split("\n")[:-1] if line]
    looker = started("look", tmp_path)
    found = json.loads(looker.communicate(timeout=60)[0])
    assert looker.returncode == 0
    assert acknowledged[0]
    assert set(acknowledged) <= set(found["whole"])
    assert found["size"] >= len(acknowledged)
