"""The lives of a sitting and of the notices to its seats."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.trade.sittings import rules

SITTING = Lifecycle(
    of="trade.sitting",
    title="评审会",
    initial="planned",
    states={"planned": "待开始", "live": "进行中", "closed": "已结束", "cancelled": "已取消"},
    page="/rooms/{row.project_number}/sitting/",
    final=frozenset({"closed"}),
    steps=(
        Step(
            name="open",
            label="开始评审会",
            source=frozenset({"planned"}),
            target="live",
            by=(Side.AGENCY,),
            rules=(rules.sitting_day_has_come,),
            duty="开始异地评审会",
        ),
        Step(
            name="close",
            label="结束评审会",
            source=frozenset({"live"}),
            target="closed",
            by=(Side.AGENCY,),
            duty="结束异地评审会",
            confirm="结束后各会场断开，不再录音录像，纪律记录不能再添加。确定结束吗？",
        ),
        Step(
            name="cancel",
            label="取消异地评审会",
            source=frozenset({"planned"}),
            target="cancelled",
            by=(Side.AGENCY,),
            rules=(rules.draw_holds_in_one_place,),
            tells=(Side.SUPERVISOR,),
            page="cancel/",
        ),
        Step(
            name="plan_again",
            label="重新安排异地评审会",
            source=frozenset({"cancelled"}),
            target="planned",
            by=(Side.AGENCY,),
            page="plan/",
        ),
        Step(
            name="drop",
            label="采购活动结束，评审会取消",
            source=frozenset({"planned", "live"}),
            target="closed",
            by=(Side.SYSTEM,),
        ),
    ),
)

NOTICE = Lifecycle(
    of="trade.sittingNotice",
    title="评审会通知",
    initial="told",
    states={"told": "待知悉", "known": "已知悉"},
    page="/rooms/{row.project_number}/sitting/",
    final=frozenset({"known"}),
    steps=(
        Step(
            name="acknowledge",
            label="知悉",
            source=frozenset({"told"}),
            target="known",
            by=(Side.EXPERT, Side.BUYER),
            duty="异地评审会有变动，请知悉",
        ),
    ),
)
"""A word to one seat about its sitting, until its member has read it."""

PLAN = Function("trade.sitting:plan", "评审会 · 安排会场和席位", (Side.AGENCY,))
RECORD = Function("trade.sitting:discipline", "评审会 · 纪律记录", (Side.AGENCY, Side.SUPERVISOR))
