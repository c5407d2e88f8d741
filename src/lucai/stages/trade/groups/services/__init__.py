"""Changing review groups: drawn, signed in and replaced, finding and signing, made known, dissolved."""

from lucai.stages.trade.groups.services.attending import (
    answer_call,
    recuse,
    replace_absent,
    sign_in,
)
from lucai.stages.trade.groups.services.following import (
    Subject,
    dissolve,
    follow_deadline,
    know_suppliers,
    prepare,
    publish_names,
)
from lucai.stages.trade.groups.services.forming import draw, finish_draw
from lucai.stages.trade.groups.services.representatives import replace_representative
from lucai.stages.trade.groups.services.reviewing import (
    agree_silently,
    sign_report,
    submit_findings,
)

__all__ = [
    "Subject",
    "agree_silently",
    "answer_call",
    "dissolve",
    "draw",
    "finish_draw",
    "follow_deadline",
    "know_suppliers",
    "prepare",
    "publish_names",
    "recuse",
    "replace_absent",
    "replace_representative",
    "sign_in",
    "sign_report",
    "submit_findings",
]
