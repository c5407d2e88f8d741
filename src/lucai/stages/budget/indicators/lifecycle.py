"""The life of a budget indicator."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.budget.indicators.rules import nothing_is_bound

INDICATOR = Lifecycle(
    of="budget.indicator",
    title="预算指标",
    initial="active",
    states={"active": "可用", "closed": "已收回"},
    page="/budget/{row.key}/",
    final=frozenset({"closed"}),
    steps=(
        Step(
            name="close",
            label="收回指标",
            source=frozenset({"active"}),
            target="closed",
            by=(Side.SUPERVISOR,),
            rules=(nothing_is_bound,),
            tells=(Side.BUYER,),
            confirm="收回后采购人不能再使用这条指标。确定收回吗？",
        ),
    ),
)

RECEIVE = Function("budget.indicator:receive", "预算指标 · 接收指标", (Side.SUPERVISOR,))
