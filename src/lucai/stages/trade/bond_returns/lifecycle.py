"""The lives of a supplier's notice, and of what a lot's ending leaves to give back."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.trade.bond_returns.rules import REFUND_RULES, TERMINATED, WITHDRAWN

RETURN = Lifecycle(
    of="trade.bondReturn",
    title="投标保证金退还申请",
    initial="asked",
    states={"asked": "待退还", "refunded": "已退还", "denied": "没有收到这笔保证金"},
    page="/bond-returns/{row.pk}/",
    final=frozenset({"refunded", "denied"}),
    steps=(
        Step(
            name="refund",
            label="退还投标保证金",
            source=frozenset({"asked"}),
            target="refunded",
            by=(Side.AGENCY,),
            rules=REFUND_RULES,
            duty="退还未开启投标的保证金",
            within="GP-BON-04",
            tells=(Side.SUPPLIER,),
            page="refund/",
        ),
        Step(
            name="deny",
            label="登记没有收到这笔保证金",
            source=frozenset({"asked"}),
            target="denied",
            by=(Side.AGENCY,),
            tells=(Side.SUPPLIER,),
            page="denial/",
        ),
    ),
)

UNOPENED = Lifecycle(
    of="trade.unopenedBonds",
    title="未开启投标的保证金",
    initial="waiting",
    states={"waiting": "待退还", "settled": "已全部退还"},
    page="/unopened-bonds/{row.pk}/",
    final=frozenset({"settled"}),
    steps=(
        Step(
            name="settle",
            label="登记全部退还",
            source=frozenset({"waiting"}),
            target="settled",
            by=(Side.AGENCY,),
            rules=REFUND_RULES,
            duty="退还没有开启的投标文件的保证金",
            within="GP-BON-04",
            page="settlement/",
        ),
    ),
)

ASK = Function("trade.bondReturn:ask", "投标保证金退还申请 · 提交", (Side.SUPPLIER,))
GROUNDS = {
    WITHDRAWN: "投标截止前撤回投标文件",
    TERMINATED: "采购活动终止，投标文件没有开启",
}
