"""What happens because time has passed. Modules register; the worker asks them in turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lucai.kernel import clock

Timer = Callable[[datetime], int]

_timers: dict[str, Timer] = {}


def register(name: str, timer: Timer) -> None:
    """Let a module act when its moment comes; ``timer`` returns how much it did."""
    _timers[name] = timer


def fire() -> int:
    """Let every timer act on what is due now."""
    now = clock.now()
    return sum(timer(now) for timer in _timers.values())
