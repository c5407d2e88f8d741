"""Changing challenges: the supplier raises, agency or buyer answers and mends."""

from lucai.stages.trade.challenges.services.answering import (
    answer,
    ask_completion,
    dispose,
    remedy,
    report,
)
from lucai.stages.trade.challenges.services.raising import (
    attach,
    complete,
    detach,
    discard,
    draft,
    edit,
    submit,
    withdraw,
)
from lucai.stages.trade.challenges.services.watching import drop_stale_drafts, tell_of_silence

__all__ = [
    "answer",
    "ask_completion",
    "attach",
    "complete",
    "detach",
    "discard",
    "dispose",
    "draft",
    "drop_stale_drafts",
    "edit",
    "remedy",
    "report",
    "submit",
    "tell_of_silence",
    "withdraw",
]
