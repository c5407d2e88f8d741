"""The reader that opens the file when a procurement ends."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.archive.packages.services import open_package

ENDINGS = frozenset({"trade.procurementProject.complete", "trade.procurementProject.end"})


def open_files(entries: Sequence[JournalEntry]) -> None:
    """Open the file of every project that has been completed or ended; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event in ENDINGS:
            open_package(actor, project_number=entry.project_number)


READER = Reader("archive", open_files)
