"""The life of a milestone."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

MILESTONE_KINDS = {
    "delivery": "交付",
    "installation": "安装调试",
    "training": "培训",
    "period": "分期服务",
    "other": "其他",
}

MILESTONE = Lifecycle(
    of="performance.milestone",
    title="履约节点",
    initial="planned",
    states={
        "planned": "待完成",
        "reported": "已报告，待确认",
        "confirmed": "已完成",
        "cancelled": "已取消",
    },
    page="/contracts/{row.contract_number}/milestones/{row.number}/",
    final=frozenset({"confirmed", "cancelled"}),
    steps=(
        Step(
            name="report",
            label="报告完成",
            source=frozenset({"planned"}),
            target="reported",
            by=(Side.SUPPLIER,),
            duty="完成履约节点",
            tells=(Side.BUYER,),
            page="report/",
        ),
        Step(
            name="confirm",
            label="确认完成",
            source=frozenset({"reported"}),
            target="confirmed",
            by=(Side.BUYER,),
            duty="确认履约节点",
            tells=(Side.SUPPLIER,),
            page="confirm/",
        ),
        Step(
            name="return_report",
            label="退回",
            source=frozenset({"reported"}),
            target="planned",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="return_report/",
        ),
        Step(
            name="cancel",
            label="取消节点",
            source=frozenset({"planned"}),
            target="cancelled",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="cancel/",
        ),
    ),
)

PLAN = Function("performance.milestone:plan", "履约节点 · 安排", (Side.BUYER,))
