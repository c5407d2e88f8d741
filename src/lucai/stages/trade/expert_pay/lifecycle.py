"""The life of what one expert is owed for one review."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.support_rules import experts_are_paid_lawfully

PAYERS = (Side.BUYER, Side.AGENCY)

PAY = Lifecycle(
    of="trade.expertPay",
    title="评审劳务报酬",
    initial="owed",
    states={
        "owed": "待支付",
        "paid": "已支付，待专家确认",
        "received": "已收到",
        "withheld": "不予支付",
    },
    page="/expert-pay/{row.pk}/",
    final=frozenset({"received", "withheld"}),
    steps=(
        Step(
            name="pay",
            label="支付评审劳务报酬",
            source=frozenset({"owed"}),
            target="paid",
            by=PAYERS,
            rules=(experts_are_paid_lawfully,),
            duty="支付评审劳务报酬",
        ),
        Step(
            name="withhold",
            label="不予支付",
            source=frozenset({"owed"}),
            target="withheld",
            by=PAYERS,
            tells=(Side.SUPERVISOR,),
            page="withhold/",
        ),
        Step(
            name="receive",
            label="确认收到",
            source=frozenset({"paid"}),
            target="received",
            by=(Side.EXPERT,),
            duty="确认收到评审劳务报酬",
        ),
        Step(
            name="miss",
            label="没有收到，退回核对",
            source=frozenset({"paid"}),
            target="owed",
            by=(Side.EXPERT,),
        ),
    ),
)
