"""What happens because time has passed. Modules register; the worker asks them in turn."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError

from lucai.kernel import clock

log = logging.getLogger("lucai.timers")

Timer = Callable[[datetime], int]

_timers: dict[str, Timer] = {}


def register(name: str, timer: Timer) -> None:
    """Let a module act when its moment comes; ``timer`` returns how much it did."""
    _timers[name] = timer


def fire() -> int:
    """Let every timer act on what is due now; one that stumbles is tried again, the others go on."""
    now = clock.now()
    return sum(_fire(name, timer, now) for name, timer in _timers.items())


def _fire(name: str, timer: Timer, now: datetime) -> int:
    try:
        return timer(now)
    except OperationalError:
        raise
    except Exception:  # the outermost door of a timer
        log.exception("timer %s stumbled", name)
        return 0
