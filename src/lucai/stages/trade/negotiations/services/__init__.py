"""Changing negotiations; the evaluation uses what is named here."""

from lucai.stages.trade.negotiations.services.quoting import (
    call_quotes,
    hand_in,
    leave,
    open_quotes,
    receipt,
    withdraw,
)
from lucai.stages.trade.negotiations.services.talking import (
    Participant,
    begin_negotiation,
    confirm_record,
    end_negotiation,
    next_round,
    note_chair,
    propose_change,
    record_talk,
    settle_change,
)

__all__ = [
    "Participant",
    "begin_negotiation",
    "call_quotes",
    "confirm_record",
    "end_negotiation",
    "hand_in",
    "leave",
    "next_round",
    "note_chair",
    "open_quotes",
    "propose_change",
    "receipt",
    "record_talk",
    "settle_change",
    "withdraw",
]
