"""The life of a budget indicator."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.budget.indicators.rules import nothing_is_bound, year_is_over

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
        Step(
            name="carry_over",
            label="年终结转",
            source=frozenset({"active"}),
            target="active",
            by=(Side.SUPERVISOR,),
            rules=(year_is_over,),
            tells=(Side.BUYER,),
            page="carry-over/",
        ),
    ),
)

RECEIVE = Function("budget.indicator:receive", "预算指标 · 接收指标", (Side.SUPERVISOR,))
