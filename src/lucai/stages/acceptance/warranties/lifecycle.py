"""The life of a reported fault."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

FAULT = Lifecycle(
    of="acceptance.warrantyFault",
    title="质保报修",
    initial="reported",
    states={
        "reported": "待供应商响应",
        "responded": "已响应，待修复",
        "mended": "已修复，待确认",
        "closed": "已确认修复",
        "cancelled": "已撤回",
    },
    page="/contracts/{row.contract_number}/warranty/{row.number}/",
    final=frozenset({"closed", "cancelled"}),
    steps=(
        Step(
            name="respond",
            label="响应",
            source=frozenset({"reported"}),
            target="responded",
            by=(Side.SUPPLIER,),
            duty="响应报修",
            tells=(Side.BUYER,),
            page="respond/",
        ),
        Step(
            name="mend",
            label="登记修复",
            source=frozenset({"responded"}),
            target="mended",
            by=(Side.SUPPLIER,),
            duty="修复故障",
            tells=(Side.BUYER,),
            page="mend/",
        ),
        Step(
            name="close",
            label="确认修复",
            source=frozenset({"mended"}),
            target="closed",
            by=(Side.BUYER,),
            duty="确认修复结果",
            tells=(Side.SUPPLIER,),
            page="close/",
        ),
        Step(
            name="reopen",
            label="没有修好",
            source=frozenset({"mended"}),
            target="responded",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="reopen/",
        ),
        Step(
            name="cancel",
            label="撤回报修",
            source=frozenset({"reported", "responded"}),
            target="cancelled",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="cancel/",
        ),
    ),
)

REPORT = Function("acceptance.warrantyFault:report", "质保报修 · 提出", (Side.BUYER,))
