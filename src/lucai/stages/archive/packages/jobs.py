"""The reader that opens the file when a procurement ends, and what the clock does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.archive.packages import services

ENDINGS = frozenset({"trade.procurementProject.complete", "trade.procurementProject.end"})
FRAMEWORKS_OVER = frozenset(
    {f"trade.frameworkAgreement.{step}" for step in ("summarise", "end", "annul")}
)
PERFORMED = frozenset({"contract.contract.complete", "contract.contract.terminate"})


def open_files(entries: Sequence[JournalEntry]) -> None:
    """Open the file of every project, order and framework that has been completed or ended; twice is once.

    The list of what is there is stale in every file being gathered in which something happened.
    """
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event in ENDINGS:
            services.open_package(actor, project_number=entry.project_number)
        elif entry.event in FRAMEWORKS_OVER:
            services.open_package(actor, project_number=entry.object_key)
        elif entry.event in PERFORMED:
            services.open_order_package(actor, order_number=entry.project_number)
    numbers = dict.fromkeys(e.project_number for e in entries if e.project_number)
    services.mark_outlines(actor, project_numbers=list(numbers))


AT_ONCE = 1
"""How many lists a turn makes: each reads every paper of a procurement, and nobody waits for it."""


def watch(now: datetime) -> int:
    """Let periods end, look through files once a year, renew timestamps, list stale ones anew."""
    actor = Actor.system(Reason.DEADLINE_REACHED)
    services.refresh_outlines(actor, limit=AT_ONCE)
    ended = services.expire_old(actor, now=now) + services.recheck_old(actor, now=now)
    return ended + services.renew_stamps(actor, now=now)


READER = Reader("archive", open_files)
