"""What a draw puts into the log before anybody knows its outcome."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound
from lucai.platform.journal import sequencer
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.platform.journal.services import Entry, record
from lucai.platform.trials import is_trial
from lucai.stages.trade.draws.drawing import PARTIES
from lucai.stages.trade.draws.models import WaitingDraw
from lucai_trust.checkpoint import SignedNote


def covering_checkpoint(actor: Actor) -> str:
    """Let the log order what is pending and return the text of the checkpoint that covers it.

    A trial of an act orders nothing: what it would write is undone again.
    """
    del actor
    if not is_trial():
        sequencer.sequence_all()
    head = latest_checkpoint(SYSTEM)
    if not head:
        raise NotFound("日志还是空的。")
    return SignedNote.parse(head.checkpoint).text


def log_commitment(actor: Actor, row: WaitingDraw, party: str, commitment: str) -> None:
    """Put a party's commitment into the log, for everybody, in the name of whom is drawn for."""
    record(
        actor,
        Entry(
            event=f"{row.of}.draw-commit",
            object_type=row.of,
            object_key=row.of_key,
            label=f"{PARTIES[party]}的抽取随机数承诺",
            heading=row.title,
            href=row.href,
            region=row.region,
            project_number=row.project_number,
            public=True,
            body={"draw": row.draw_number, "party": party, "commitment": commitment},
        ),
    )
