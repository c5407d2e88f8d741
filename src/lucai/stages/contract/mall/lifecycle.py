"""The lives of orders of the mall, and of reports of lower prices."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import mall_rules as law
from lucai.platform.access.permissions import Function

MALL_ORDER = Lifecycle(
    of="contract.mallOrder",
    title="商城订单",
    initial="placed",
    states={
        "placed": "待下达",
        "awaiting": "待供应商确认",
        "confirmed": "已确认，合同成立",
        "declined": "供应商拒绝",
        "lapsed": "逾期未确认，已失效",
        "withdrawn": "已撤回",
    },
    page="/mall/orders/{row.number}/",
    final=frozenset({"confirmed", "declined", "lapsed", "withdrawn"}),
    steps=(
        Step(
            name="release",
            label="下达订单",
            source=frozenset({"placed"}),
            target="awaiting",
            by=(Side.BUYER,),
            rules=law.ORDER_RULES,
            duty="核对并下达商城订单",
            tells=(Side.SUPPLIER,),
            confirm="下达后供应商可以在期限内确认；确认后订单就是合同，立即公告。",
        ),
        Step(
            name="confirm",
            label="确认订单",
            source=frozenset({"awaiting"}),
            target="confirmed",
            by=(Side.SUPPLIER,),
            rules=(law.order_is_answered_in_time, *law.ORDER_RULES),
            duty="确认或者拒绝商城订单",
            public=True,
            notice="contract",
            tag="contract",
            tells=(Side.BUYER,),
            confirm="确认后合同成立并立即公告，价格固定，按订单写明的时间和地点交付。",
        ),
        Step(
            name="decline",
            label="拒绝订单",
            source=frozenset({"awaiting"}),
            target="declined",
            by=(Side.SUPPLIER,),
            tells=(Side.BUYER,),
            page="decline/",
        ),
        Step(
            name="withdraw",
            label="撤回订单",
            source=frozenset({"placed", "awaiting"}),
            target="withdrawn",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="withdraw/",
        ),
        Step(
            name="lapse",
            label="逾期失效",
            source=frozenset({"awaiting"}),
            target="lapsed",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER),
        ),
    ),
)

PRICE_REPORT = Lifecycle(
    of="contract.priceReport",
    title="低价线索",
    initial="reported",
    states={"reported": "待核查", "answered": "已答复"},
    page="/mall/reports/{row.number}/",
    final=frozenset({"answered"}),
    steps=(
        Step(
            name="answer",
            label="核查答复",
            source=frozenset({"reported"}),
            target="answered",
            by=(Side.SUPERVISOR,),
            duty="核查低价线索",
            tells=(Side.BUYER, Side.SUPPLIER),
            page="answer/",
        ),
    ),
)

MALL_ENQUIRY = Lifecycle(
    of="contract.mallEnquiry",
    title="商城询问",
    initial="asked",
    states={"asked": "待答复", "answered": "已答复"},
    page="{row.href}questions/",
    final=frozenset({"answered"}),
    steps=(
        Step(
            name="answer",
            label="答复询问",
            source=frozenset({"asked"}),
            target="answered",
            by=(Side.BUYER,),
            duty="答复供应商的询问",
            within="GP-QST-01",
            page="{row.pk}/",
        ),
    ),
)

ASK = Function("contract.mallEnquiry:ask", "商城询问 · 提出", (Side.SUPPLIER,))
PLACE = Function("contract.mallOrder:place", "商城订单 · 选购下单", (Side.BUYER,))
REPORT = Function("contract.priceReport:report", "低价线索 · 报告", (Side.BUYER, Side.SUPPLIER))

BINDING = ("placed", "awaiting", "confirmed")
"""The states in which an order counts as bought (GP-THR-06)."""

WAYS = {"direct": "直购", "quoted": "询价比价"}

FINDINGS = {
    "lowered": "供应商已经调低报价",
    "taken_down": "已责令下架或者停止供应",
    "unfounded": "商品、服务或者数量不同，不能比较",
    "kept": "经核查价格合理",
}
"""What a report of a lower price came to."""
