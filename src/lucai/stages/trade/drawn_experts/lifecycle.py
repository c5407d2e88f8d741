"""What the life of every seat has that a drawn expert may get: standing by, asked, answering."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Step
from lucai.stages.trade.drawn_experts.rules import answer_is_in_time

STATES = {
    "reserve": "候补",
    "asked": "待答复",
    "drawn": "待签到",
    "signed_in": "已签到",
    "declined": "不能参加",
    "recused": "已回避",
    "replaced": "已更换",
}
INITIAL = "drawn"
FINAL = frozenset({"declined", "recused", "replaced"})

SEATED = frozenset({"asked", "drawn", "signed_in"})
"""The states of a seat that still counts."""
ANSWERABLE = frozenset({"reserve", "asked", "drawn"})
"""The states in which an expert can say no."""
UNSEATED = ("reserve", "declined")
"""Who stands by or said no has no seat; nobody else learns who that is."""


def _follows(name: str, label: str, source: str, target: str) -> Step:
    return Step(
        name=name, label=label, source=frozenset({source}), target=target, by=(Side.SYSTEM,)
    )


def _answers(name: str, label: str, source: tuple[str, ...], target: str, **more: Any) -> Step:
    return Step(
        name=name, label=label, source=frozenset(source), target=target, by=(Side.EXPERT,),
        rules=(answer_is_in_time,), page="call/", **more,
    )  # fmt: skip


CALL_STEPS = (
    _follows("stand_by", "列为候补专家", "drawn", "reserve"),
    _answers(
        "know", "知悉候补", ("reserve",), "reserve",
        duty="您被抽取为候补专家，请确认能否候补",
    ),
    _follows("call_up", "候补专家递补", "reserve", "drawn"),
    _follows("pass_by", "不能再候补", "reserve", "declined"),
    _follows("ask", "通知专家", "drawn", "asked"),
    _answers("confirm", "答复能够参加", ("asked",), "drawn", duty="答复能否参加评审"),
    _answers("decline", "答复不能参加", ("reserve", "asked", "drawn"), "declined"),
    _follows("lapse", "没有按时答复，视为不能参加", "asked", "declined"),
)  # fmt: skip
