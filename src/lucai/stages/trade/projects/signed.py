"""The share in a joint procurement that a unit agrees to."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.projects.selectors.joint import unit_sheet


def share(viewer: Viewer, number: str, place: int, name: str) -> Subject:
    """Return what a unit buys jointly, for how much and led by whom."""
    del name
    sheet = unit_sheet(viewer, number, place)
    line = sheet.line
    lines = (
        ("牵头单位", sheet.lead_name),
        ("本单位采购计划", line.plan_number),
        ("本单位预算金额", f"{money.yuan(line.amount)} 元"),
        ("本单位需求", line.needs),
    )
    content = {"lead": sheet.lead_name, **picked(line, *SHARE)}
    return subject("联合采购事项", content, lines)


SHARE = (
    "place", "project_number", "lot_number", "plan_number", "plan_lot", "buyer_id", "amount",
    "ceiling", "needs",
)  # fmt: skip
