"""Changing the directory of agencies; inspecting them."""

from lucai.registers.agencies.services.entries import (
    begin_entry,
    decide,
    edit_entry,
    leave,
    object_to,
    remove,
    send_back,
    take,
    take_over_agencies,
    update_entry,
)
from lucai.registers.agencies.services.inspecting import (
    answer,
    direct,
    draw,
    plan,
    publish,
    report,
)

__all__ = [
    "answer", "begin_entry", "decide", "direct", "draw", "edit_entry", "leave", "object_to", "plan",
    "publish", "remove", "report", "send_back", "take", "take_over_agencies", "update_entry",
]  # fmt: skip
