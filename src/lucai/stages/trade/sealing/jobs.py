"""What follows by itself: policies of announced tenders, registries of tenders that closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.sealing import ports, services, vault
from lucai.stages.trade.sealing.selectors import lots_to_close

TELLING = frozenset({"trade.tenderDocument.publish", "trade.clarification.publish"})


def read(entries: Sequence[JournalEntry]) -> None:
    """Publish policies; twice is once."""
    numbers = dict.fromkeys(entry.project_number for entry in entries if entry.event in TELLING)
    for number in numbers:
        services.publish_policies(Actor.system(Reason.JOURNAL_READER), project_number=number)


def close_due(now: datetime) -> int:
    """Seal the registries whose deadline has come, and ask the automatic holders at once."""
    numbers = lots_to_close(SYSTEM, now)
    for number in numbers:
        services.prepare_opening(Actor.system(Reason.DEADLINE_REACHED), project_number=number)
    return len(numbers)


def witness_due(now: datetime) -> int:
    """Have the witnesses cosign the log every ten seconds while it grows.

    So the moment at which something existed is known to ten seconds, whether or not somebody
    asked for a receipt then.
    """
    del now
    real = clock.real()
    if real < _next_head[0] or not ports.witnesses():
        return 0
    _next_head[0] = real + EVERY_HEAD
    return int(services.witness_growth(Actor.system(Reason.JOURNAL_READER)))


def mirror_due(now: datetime) -> int:
    """Let whoever keeps a second copy of what is handed in have what has come since."""
    del now
    return services.mirror_growth(Actor.system(Reason.JOURNAL_READER))


EVERY_HEAD = timedelta(seconds=10)
_next_head = [datetime.min.replace(tzinfo=UTC)]


def sweep_abandoned(now: datetime) -> int:
    """Remove what was handed in, and once an hour what nobody finished; the disk's own clock counts."""
    del now
    vault.clear()
    real = clock.real()
    if real < _next_sweep[0]:
        return 0
    _next_sweep[0] = real + EVERY
    return vault.sweep(real - ABANDONED)


EVERY, ABANDONED = timedelta(hours=1), timedelta(days=2)
_next_sweep = [datetime.min.replace(tzinfo=UTC)]

TIMERS = {
    "sealing": close_due,
    "abandoned uploads": sweep_abandoned,
    "witnesses": witness_due,
    "mirror of envelopes": mirror_due,
}
READER = Reader("sealing", read)
