"""The reader that closes a second review when its report is signed anew."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.reevaluations import services

ENDS = frozenset({"trade.evaluation.finish_report", "trade.evaluation.fail_again"})


def read(entries: Sequence[JournalEntry]) -> None:
    """Close what is finished; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.project_number for e in entries if e.event in ENDS):
        services.conclude(actor, project_number=number)


READER = Reader("reevaluations", read)
