"""The lives of a second review and of a member's opinion in it."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.trade.reevaluations import rules

MEMBERS = (Side.EXPERT, Side.BUYER)
PAGE = "/rooms/{row.project_number}/re-evaluation/{row.lot_number}/"


def _follows(name: str, label: str, source: str, target: str) -> Step:
    return Step(
        name=name, label=label, source=frozenset({source}), target=target, by=(Side.SYSTEM,),
        tells=(Side.AGENCY, Side.SUPERVISOR),
    )  # fmt: skip


REVIEW = Lifecycle(
    of="trade.reEvaluation",
    title="重新评审",
    initial="asking",
    states={
        "asking": "评审委员会认定中",
        "correcting": "更正评审结果",
        "upheld": "维持原评审结果",
        "concluded": "已重新评审",
        "filed": "已书面报告财政部门",
    },
    page=PAGE,
    final=frozenset({"filed"}),
    steps=(
        _follows("uphold", "评审委员会认定没有错误，维持原结果", "asking", "upheld"),
        _follows("correct", "评审委员会认定存在错误，更正结果", "asking", "correcting"),
        _follows("conclude", "重新评审完成", "correcting", "concluded"),
        Step(
            name="file",
            label="书面报告财政部门",
            source=frozenset({"upheld", "concluded"}),
            target="filed",
            by=(Side.AGENCY, Side.BUYER),
            duty="向财政部门书面报告重新评审情况",
            page="filing/",
            tells=(Side.BUYER, Side.SUPERVISOR),
        ),
    ),
)

OPINION = Lifecycle(
    of="trade.reEvaluationOpinion",
    title="重新评审意见",
    initial="asked",
    states={"asked": "待提出", "given": "已提出"},
    page=PAGE,
    final=frozenset({"given"}),
    steps=(
        Step(
            name="give",
            label="提出重新评审意见",
            source=frozenset({"asked"}),
            target="given",
            by=MEMBERS,
            rules=(rules.opinion_has_reasons,),
            duty="重新评审，提出意见",
            page="opinion/",
        ),
    ),
)

ORDER = Function("trade.reEvaluation:order", "评审 · 组织重新评审", (Side.AGENCY, Side.BUYER))

OPEN = frozenset({"asking", "correcting"})
"""The states in which a second review is under way."""

ENDED = ("upheld", "concluded")
"""The states in which its written report to the finance department is due."""
