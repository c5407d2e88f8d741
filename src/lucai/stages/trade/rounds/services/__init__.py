"""What is done to rounds of sealed quotes; every one of these is called inside another stage's act."""

from lucai.stages.trade.rounds.services.handing_in import (
    HandedIn,
    hand_in,
    note_envelope,
    receipt_of,
    withdraw,
)
from lucai.stages.trade.rounds.services.opening import (
    ANOTHER,
    UNREADABLE,
    Judged,
    Unsealed,
    open_all,
    open_contents,
)
from lucai.stages.trade.rounds.services.quoting import Quoting, reveal
from lucai.stages.trade.rounds.services.rounds import (
    NOT_YET,
    Call,
    archive_package,
    call_round,
    can_be_proven,
    gather_shares,
    give_up,
    hold_releases,
    package,
    postpone_round,
    silent_holders,
)

__all__ = [
    "ANOTHER",
    "NOT_YET",
    "UNREADABLE",
    "Call",
    "HandedIn",
    "Judged",
    "Quoting",
    "Unsealed",
    "archive_package",
    "call_round",
    "can_be_proven",
    "gather_shares",
    "give_up",
    "hand_in",
    "hold_releases",
    "note_envelope",
    "open_all",
    "open_contents",
    "package",
    "postpone_round",
    "receipt_of",
    "reveal",
    "silent_holders",
    "withdraw",
]
