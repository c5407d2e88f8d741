"""Changing review groups: prepared and drawn, signed in and replaced, made known and dissolved."""

from lucai.stages.trade.groups.services.attending import recuse, replace_absent, sign_in
from lucai.stages.trade.groups.services.following import (
    Subject,
    dissolve,
    know_suppliers,
    prepare,
    publish_names,
)
from lucai.stages.trade.groups.services.forming import draw, finish_draw

__all__ = [
    "Subject",
    "dissolve",
    "draw",
    "finish_draw",
    "know_suppliers",
    "prepare",
    "publish_names",
    "recuse",
    "replace_absent",
    "sign_in",
]
