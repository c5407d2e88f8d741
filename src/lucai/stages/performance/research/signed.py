"""The stage of a research contract that is judged or ended."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.performance.research.selectors import stage_seen


def stage(viewer: Viewer, number: str, place: int, act: str) -> Subject:
    """Return a stage: its goal, the report on it and the costs that are claimed."""
    del act
    sheet = stage_seen(viewer, number, place)
    lines = (
        ("研发阶段", f"{sheet.number} {sheet.name}"),
        ("阶段目标", sheet.goal),
        ("提交的成果", sheet.report),
        ("申报的成本", f"{money.yuan(sheet.claimed)} 元"),
    )
    return subject("研发阶段", picked(sheet, *STAGE), lines)


STAGE = (
    "contract_number", "number", "name", "goal", "cap", "cents", "negotiated", "report", "costs",
    "claimed",
)  # fmt: skip
