"""Asking the share servers for alarms, every minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.oversight.alarms import services

EVERY = timedelta(minutes=1)
_next = [datetime.min.replace(tzinfo=UTC)]


def collect_due(now: datetime) -> int:
    """Ask when a minute has gone by on the machine's own clock."""
    del now
    real = clock.real()
    if real < _next[0]:
        return 0
    _next[0] = real + EVERY
    return services.collect(Actor.system(Reason.COUNTERPARTY_MESSAGE))
