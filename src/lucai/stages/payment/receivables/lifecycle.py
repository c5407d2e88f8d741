"""The life of a receivable that a supplier wants to have confirmed."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.receivable_rules import receivable_is_answered_in_time, receivable_is_owed
from lucai.platform.access.permissions import Function

CONFIRMATION = Lifecycle(
    of="payment.receivableConfirmation",
    title="应收账款确认",
    initial="asked",
    states={
        "asked": "待确认",
        "confirmed": "已确认",
        "refused": "不予确认",
        "withdrawn": "已撤回",
    },
    page="/receivable-confirmations/{row.number}/",
    final=frozenset({"confirmed", "refused", "withdrawn"}),
    steps=(
        Step(
            name="confirm",
            label="确认应收账款",
            source=frozenset({"asked"}),
            target="confirmed",
            by=(Side.BUYER,),
            rules=(receivable_is_owed, receivable_is_answered_in_time),
            duty="答复应收账款确认请求",
            within="GP-PAY-05",
            tells=(Side.SUPPLIER,),
            confirm="确认后形成应收账款确认书，银行可以凭编号和摘要核对，不能撤销。确定确认吗？",
        ),
        Step(
            name="refuse",
            label="不予确认",
            source=frozenset({"asked"}),
            target="refused",
            by=(Side.BUYER,),
            rules=(receivable_is_answered_in_time,),
            tells=(Side.SUPPLIER,),
            page="refusal/",
        ),
        Step(
            name="withdraw",
            label="撤回请求",
            source=frozenset({"asked"}),
            target="withdrawn",
            by=(Side.SUPPLIER,),
            tells=(Side.BUYER,),
            confirm="撤回后采购人不再答复，可以重新请求。确定撤回吗？",
        ),
    ),
)

ASK = Function("payment.receivableConfirmation:ask", "应收账款确认 · 请求确认", (Side.SUPPLIER,))
