"""The reader that starts evaluations after the opening and follows the panel."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.evaluations import services

OPENED = "trade.openingSession.record"
PANEL = frozenset(
    {
        "trade.panelMember.sign_in",
        "trade.panelMember.recuse",
        "trade.panelMember.replace",
        "trade.panel.chair",
    }
)


def read(entries: Sequence[JournalEntry]) -> None:
    """Start what was opened, give sheets to who came, void those of who left; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.project_number for e in entries if e.event == OPENED):
        services.start_evaluation(actor, project_number=number)
    for number in dict.fromkeys(e.project_number for e in entries if e.event in PANEL):
        services.sync_members(actor, project_number=number)


READER = Reader("evaluations", read)
