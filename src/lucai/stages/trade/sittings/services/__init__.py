"""Changing sittings: planned, held, kept."""

from lucai.stages.trade.sittings.services.beating import beat
from lucai.stages.trade.sittings.services.cancelling import acknowledge, cancel_sitting
from lucai.stages.trade.sittings.services.disciplining import write_discipline
from lucai.stages.trade.sittings.services.holding import close_sitting, drop_sitting, open_sitting
from lucai.stages.trade.sittings.services.planning import follow_panel, place_seats, plan_sitting
from lucai.stages.trade.sittings.services.recording import keep_piece

__all__ = [
    "acknowledge",
    "beat",
    "cancel_sitting",
    "close_sitting",
    "drop_sitting",
    "follow_panel",
    "keep_piece",
    "open_sitting",
    "place_seats",
    "plan_sitting",
    "write_discipline",
]
