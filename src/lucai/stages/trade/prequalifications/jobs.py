"""The reader that ends what an ended procurement still asks of invited suppliers."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.prequalifications import services

ENDED = "trade.procurementProject.end"


def read(entries: Sequence[JournalEntry]) -> None:
    """Let invitations lapse that nobody answered, and draws that wait, when it ended; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for number in dict.fromkeys(e.project_number for e in entries if e.event == ENDED):
        services.close_invitations(actor, project_number=number)
        services.leave_draw(actor, project_number=number)


READER = Reader("invitations", read)
