"""The life of a delivery."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

DELIVERY = Lifecycle(
    of="performance.delivery",
    title="交付",
    initial="announced",
    states={
        "announced": "已通知，待送达",
        "delivered": "已送达，待签收",
        "received": "已签收，待验收",
        "reworking": "待整改",
        "rejected": "已拒收",
        "accepted": "已进入验收",
    },
    page="/contracts/{row.contract_number}/deliveries/{row.number}/",
    final=frozenset({"rejected", "accepted"}),
    steps=(
        Step(
            name="deliver",
            label="登记送达",
            source=frozenset({"announced"}),
            target="delivered",
            by=(Side.SUPPLIER,),
            duty="送达并登记交付",
            tells=(Side.BUYER,),
            page="deliver/",
        ),
        Step(
            name="receive",
            label="签收",
            source=frozenset({"delivered"}),
            target="received",
            by=(Side.BUYER,),
            duty="清点并签收",
            tells=(Side.SUPPLIER,),
            page="receive/",
        ),
        Step(
            name="rework",
            label="要求整改",
            source=frozenset({"delivered"}),
            target="reworking",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="rework/",
        ),
        Step(
            name="redo",
            label="整改完成",
            source=frozenset({"reworking"}),
            target="delivered",
            by=(Side.SUPPLIER,),
            duty="完成整改",
            tells=(Side.BUYER,),
            page="redo/",
        ),
        Step(
            name="reject",
            label="拒收",
            source=frozenset({"delivered"}),
            target="rejected",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="reject/",
        ),
        Step(
            name="fall_silent",
            label="验收期限届满没有验收，付款期限开始计算",
            source=frozenset({"received"}),
            target="received",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER),
        ),
        Step(
            name="invoice",
            label="按期满未验收开具发票",
            source=frozenset({"received"}),
            target="received",
            by=(Side.SUPPLIER,),
            duty="验收期限届满未验收，可以开具发票",
            tells=(Side.BUYER,),
            page="invoice/",
        ),
        Step(
            name="accept",
            label="组织验收",
            source=frozenset({"received"}),
            target="accepted",
            by=(Side.BUYER,),
            duty="组织逐项验收",
            page="accept/",
        ),
    ),
)

LATE_CAUSES = {
    "supplier": "供应商原因",
    "buyer": "采购人原因（场地、图纸、付款等）",
    "force_majeure": "不可抗力",
    "third": "第三方原因（运输、上游供货等）",
}

ANNOUNCE = Function("performance.delivery:announce", "交付 · 通知交付", (Side.SUPPLIER,))
