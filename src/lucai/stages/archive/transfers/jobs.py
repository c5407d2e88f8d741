"""The reader that puts a supplement of a file on the keeper's desk when the file was handed over."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.archive.transfers import services

MADE = frozenset({"archive.archivePackage.supplement", "archive.archivePackage.transfer"})
"""What may leave versions that an institution lacks; one made while others were on their way, too."""


def owe(entries: Sequence[JournalEntry]) -> None:
    """Open a transfer for each file with versions that its institution lacks; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    numbers = (entry.project_number for entry in entries if entry.event in MADE)
    for number in dict.fromkeys(numbers):
        services.owe_supplement(actor, project_number=number)


READER = Reader("archive_transfers", owe)
