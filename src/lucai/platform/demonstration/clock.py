"""A clock that runs on from a chosen moment, shared by all processes through one file."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lucai.kernel import clock

START = clock.moment(datetime(2026, 7, 1, tzinfo=clock.BEIJING).date(), 9)
"""When the demonstration begins: a Wednesday morning well inside the announced calendar."""

_held: dict[Path, tuple[float, timedelta]] = {}


def install(folder: Path) -> None:
    """Let the demonstration's clock tell the time in this process."""
    path = folder / "clock.json"
    clock.use(lambda: clock.real() + _offset(path))


def set_to(folder: Path, moment: datetime) -> None:
    """Move the clock to a moment; it runs on from there.

    Raises:
        ValueError: the moment is in the demonstration's past.
    """
    path = folder / "clock.json"
    offset = moment.astimezone(UTC) - clock.real()
    if path.exists() and offset < _offset(path):
        raise ValueError("演示时间只能往前拨")
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps({"seconds": offset.total_seconds()}), encoding="utf-8")
    temporary.replace(path)


def _offset(path: Path) -> timedelta:
    """Return the file's offset, read again only when it changed."""
    try:
        changed = path.stat().st_mtime
    except FileNotFoundError:
        return timedelta(0)
    known = _held.get(path)
    if not known or known[0] != changed:
        seconds = json.loads(path.read_text(encoding="utf-8"))["seconds"]
        known = _held[path] = (changed, timedelta(seconds=seconds))
    return known[1]
