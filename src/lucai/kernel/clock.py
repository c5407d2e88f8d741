"""The only clock. The law counts Beijing days; storage and hashes are UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


_source: Source = _system
_looks = 0
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the present moment, aware, in Beijing time."""
    global _looks  # noqa: PLW0603 - one process has one clock
    _looks += 1
    return (_frozen.get() or _source()).astimezone(BEIJING)


def looks() -> int:
    """Return how often anybody looked at the clock: what did not look holds at another moment too."""
    return _looks


def real() -> datetime:
    """Return the machine's own time, which no demonstration moves (sessions, one-time codes)."""
    return _system()


def today() -> date:
    """Return today's date in Beijing."""
    return now().date()


def use(source: Source) -> None:
    """Let another source tell the time (the demonstration clock; wiring only)."""
    global _source  # noqa: PLW0603 - one process has one clock
    _source = source


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` inside the block.

    For an act that has to be judged and dated by one moment, however the machine's clock runs or
    is set meanwhile; for tests; for the demonstration's world.
    """
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return that Beijing time on that day."""
    return datetime.combine(day, time(hour, minute), BEIJING)
