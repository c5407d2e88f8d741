"""An outpost's own clock: it does not ask the platform what time it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def now() -> datetime:
    """Return the present moment by this machine's clock."""
    return datetime.now(UTC)


def demonstration(file: Path) -> Callable[[], datetime]:
    """Return the clock of a demonstration, whose visitors move the time in a file on this machine.

    A real outpost never has one: whoever moves the clock would open bids early.
    """

    def moved() -> datetime:
        seconds = json.loads(file.read_text(encoding="utf-8"))["seconds"]
        return now() + timedelta(seconds=seconds)

    return moved
