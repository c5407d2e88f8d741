"""What a member signs for by taking its seat: that it looked at whom it must avoid."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.panels import selectors


def parties_avoided(viewer: Viewer, number: str) -> Subject:
    """Return the parties that the member declares to have no tie with."""
    parties = selectors.to_avoid(viewer, number)
    content = [picked(one, "role", "name") for one in parties]
    return subject("应当回避的单位", content, ((one.role, one.name) for one in parties))


def choice(viewer: Viewer, number: str) -> Subject:
    """Return the buyer's request to choose the experts itself, and what was said to it."""
    row = selectors.choice_row(viewer, number)
    names = ("project_number", "title", "buyer_name", "superior_name", "field", "reason", "opinion")
    lines = [("项目", row.title), ("专业领域", row.field), ("理由", row.reason)]
    return subject("自行选定评审专家的申请", picked(row, *names), lines)
