"""The review again that members say their opinion on and that is reported."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.reevaluations.selectors import lot_reviews


def review(viewer: Viewer, number: str, lot: int) -> Subject:
    """Return the latest review of a lot: its ground, and what came of it."""
    found = lot_reviews(viewer, number, lot).reviews
    if not found:
        raise NotFound("没有找到这次重新评审。")
    sheet = max(found, key=lambda one: one.turn)
    lines = (
        ("重新评审的情形", sheet.ground_label),
        ("具体情况", sheet.told),
        ("有关投标人", sheet.bidder_name),
        ("认定", sheet.finding),
    )
    return subject("重新评审", picked(sheet, *SAID), lines)


SAID = (
    "project_number", "lot_number", "turn", "ground_label", "source_label", "told", "bidder_name",
    "ordered_by", "ordered_at", "before_sha256", "after_sha256", "finding", "changed", "lines",
)  # fmt: skip
