"""The reader that keeps a sitting at its panel's time, and ends it with its procurement."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.sittings import services

ENDING = "trade.procurementProject.end"
DRAWN = "trade.panel.draw"


def read(entries: Sequence[JournalEntry]) -> None:
    """Move or end sittings; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.project_number for e in entries if e.event == DRAWN):
        services.follow_panel(actor, project_number=number)
    for number in dict.fromkeys(e.project_number for e in entries if e.event == ENDING):
        services.drop_sitting(actor, project_number=number)


READER = Reader("sittings", read)
