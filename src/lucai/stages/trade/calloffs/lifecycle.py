"""The lives of orders and of quotes in second biddings."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import framework_order_rules as law
from lucai.platform.access.permissions import Function
from lucai.stages.trade.rounds.lifecycle import quote_life

UNDECIDED = ("placed", "bidding")
AWARDED = ("decided", "contracted")

CALL_OFF = Lifecycle(
    of="trade.callOff",
    title="框架协议订单",
    initial="placed",
    states={
        "placed": "待确定",
        "bidding": "二次竞价中",
        "decided": "已成交，待签合同",
        "contracted": "已转入合同",
        "declined": "供应商拒绝",
        "cancelled": "已撤销",
    },
    page="/call-offs/{row.number}/",
    final=frozenset({"contracted", "declined", "cancelled"}),
    steps=(
        Step(
            name="ask",
            label="发起二次竞价",
            source=frozenset({"placed"}),
            target="bidding",
            by=(Side.BUYER,),
            rules=(law.suppliers_have_time_to_quote,),
            public=True,
        ),
        Step(
            name="decide",
            label="确定成交供应商",
            source=frozenset({"placed"}),
            target="decided",
            by=(Side.BUYER,),
            rules=law.ORDER_RULES,
            public=True,
            notice="frameworkDeal",
            tag="award",
            tells=(Side.SUPPLIER, Side.AGENCY),
        ),
        Step(
            name="reveal",
            label="揭示报价，确定成交",
            source=frozenset({"bidding"}),
            target="decided",
            by=(Side.BUYER,),
            rules=(law.quotes_stay_shut_until_the_deadline,),
            duty="揭示二次竞价报价，确定成交供应商",
            public=True,
            notice="frameworkDeal",
            tag="award",
            tells=(Side.AGENCY,),
        ),
        Step(
            name="contract",
            label="起草简式合同",
            source=frozenset({"decided"}),
            target="contracted",
            by=(Side.BUYER,),
            duty="与成交供应商签订简式合同",
            within="GP-CTR-01",
            page="contract/",
        ),
        Step(
            name="decline",
            label="拒绝接受合同授予",
            source=frozenset({"decided"}),
            target="declined",
            by=(Side.SUPPLIER,),
            tells=(Side.BUYER, Side.AGENCY),
            page="decline/",
        ),
        Step(
            name="cancel",
            label="撤销订单",
            source=frozenset({"bidding", "decided"}),
            target="cancelled",
            by=(Side.BUYER,),
            public=True,
            tag="awardCancellation",
            tells=(Side.SUPPLIER, Side.AGENCY),
            page="cancel/",
        ),
        Step(
            name="reopen",
            label="合同撤回，订单恢复",
            source=frozenset({"contracted"}),
            target="decided",
            by=(Side.SYSTEM,),
        ),
    ),
)

QUOTE = quote_life(
    of="trade.secondQuote",
    title="二次竞价报价",
    page="/call-offs/{row.order_number}/quote/",
    duty="参加二次竞价",
    in_time=law.quote_arrives_in_time,
    at_the_opening=(law.quote_keeps_the_agreement_price,),
)

ORDER = Function("trade.callOff:order", "框架协议订单 · 下单", (Side.BUYER,))
