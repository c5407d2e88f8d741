"""Changing panels: planned and drawn, signed in and replaced, dissolved and made known."""

from lucai.stages.trade.panels.services.attendance import (
    elect_chair,
    recuse,
    replace_absent,
    sign_in,
)
from lucai.stages.trade.panels.services.ending import dissolve, publish_names
from lucai.stages.trade.panels.services.forming import (
    appoint_representative,
    draw,
    prepare_panel,
)

__all__ = [
    "appoint_representative",
    "dissolve",
    "draw",
    "elect_chair",
    "prepare_panel",
    "publish_names",
    "recuse",
    "replace_absent",
    "sign_in",
]
