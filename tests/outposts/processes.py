"""Starts outposts as the processes they are, and stops them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"

WITHOUT_DJANGO = (
    "import sys; sys.modules['django'] = sys.modules['lucai'] = None;"
    "from lucai_outposts.cli import main; sys.exit(main())"
)


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """Run an outpost in a Python that has neither Django nor the platform; yield its address."""
    command = [sys.executable, "-c", WITHOUT_DJANGO, *arguments, "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().removeprefix("listening on ").strip()
        finally:
            process.kill()


def asked(*arguments: str) -> str:
    """Run an outpost's command to its end; return what it says."""
    command = [sys.executable, "-c", WITHOUT_DJANGO, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run(command, capture_output=True, env=environment, text=True, check=True)
    return done.stdout
