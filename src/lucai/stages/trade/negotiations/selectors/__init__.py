"""Reading negotiations."""

from lucai.stages.trade.negotiations.selectors.rows import (
    change_row,
    negotiation_of,
    negotiation_row,
    negotiations_of,
    offer_row,
    offers_of,
    record_row,
    talk_facts,
)
from lucai.stages.trade.negotiations.selectors.sealing import (
    package_edition,
    quoting_order,
)
from lucai.stages.trade.negotiations.selectors.sheets import (
    ChangeLine,
    Desk,
    NegotiationSheet,
    ParticipantLine,
    QuoteLine,
    RecordLine,
    change_seen,
    desk_of,
    first_lot,
    negotiated_lots,
    negotiation_seen,
    own_desk,
    record_seen,
    takes_part,
)

__all__ = [
    "ChangeLine",
    "Desk",
    "NegotiationSheet",
    "ParticipantLine",
    "QuoteLine",
    "RecordLine",
    "change_row",
    "change_seen",
    "desk_of",
    "first_lot",
    "negotiated_lots",
    "negotiation_of",
    "negotiation_row",
    "negotiation_seen",
    "negotiations_of",
    "offer_row",
    "offers_of",
    "own_desk",
    "package_edition",
    "quoting_order",
    "record_row",
    "record_seen",
    "takes_part",
    "talk_facts",
]
