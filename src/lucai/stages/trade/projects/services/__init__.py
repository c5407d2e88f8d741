"""Changing procurement projects; other modules use only what is named here."""

from lucai.stages.trade.projects.services.joining import (
    ask_unit,
    leave_unit,
    mark_unit_contracted,
    refuse_unit,
    take_unit_step,
)
from lucai.stages.trade.projects.services.moving import (
    advance,
    announce,
    call_for_applications,
    change_agency,
    complete_when_done,
    end_project,
    fail_lot,
    mark_lot,
    move_deadline,
    open_project,
)

__all__ = [
    "advance",
    "announce",
    "ask_unit",
    "call_for_applications",
    "change_agency",
    "complete_when_done",
    "end_project",
    "fail_lot",
    "leave_unit",
    "mark_lot",
    "mark_unit_contracted",
    "move_deadline",
    "open_project",
    "refuse_unit",
    "take_unit_step",
]
