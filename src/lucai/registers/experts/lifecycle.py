"""The life of an expert's entry in the library."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.registers.experts.rules import reason_is_given

EXPERT = Lifecycle(
    of="expertLibrary.reviewExpert",
    title="评审专家",
    initial="active",
    states={"active": "可抽取", "suspended": "暂停参加评审"},
    page="/experts/{row.number}/",
    steps=(
        Step(
            name="suspend",
            label="暂停参加评审",
            source=frozenset({"active"}),
            target="suspended",
            by=(Side.SUPERVISOR,),
            rules=(reason_is_given,),
            page="suspend/",
        ),
        Step(
            name="restore",
            label="恢复参加评审",
            source=frozenset({"suspended"}),
            target="active",
            by=(Side.SUPERVISOR,),
        ),
    ),
)

KEEP = Function("expertLibrary.reviewExpert:keep", "评审专家 · 登记与修改", (Side.SUPERVISOR,))
OWN = Function("expertLibrary.reviewExpert:own", "评审专家 · 修改本人任职单位", (Side.EXPERT,))
