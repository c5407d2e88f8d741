"""The lives of enquiries in the mall, and of the quotes for them."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import mall_rules as law

MALL_INQUIRY = Lifecycle(
    of="contract.mallInquiry",
    title="商城询价",
    initial="asking",
    states={"asking": "询价中", "awarded": "已成交，转为订单", "ended": "已终止"},
    page="/mall/inquiries/{row.number}/",
    final=frozenset({"awarded", "ended"}),
    steps=(
        Step(
            name="award",
            label="揭示报价，确定成交",
            source=frozenset({"asking"}),
            target="awarded",
            by=(Side.BUYER,),
            rules=(
                law.mall_quotes_stay_shut, law.enough_quotes_are_in,
                law.lowest_compliant_quote_wins,
            ),
            duty="揭示商城报价，确定成交",
            public=True,
            page="award/",
        ),
        Step(
            name="extend",
            label="延长报价时间",
            source=frozenset({"asking"}),
            target="asking",
            by=(Side.BUYER,),
            rules=(law.mall_quotes_stay_shut,),
            public=True,
            page="extend/",
        ),
        Step(
            name="end",
            label="终止询价",
            source=frozenset({"asking"}),
            target="ended",
            by=(Side.BUYER,),
            public=True,
            page="end/",
        ),
    ),
)  # fmt: skip

MALL_QUOTE = Lifecycle(
    of="contract.mallQuote",
    title="商城报价",
    initial="invited",
    states={
        "invited": "待报价",
        "handed_in": "已提交，截止前保密",
        "opened": "已揭示",
        "missed": "没有报价",
    },
    page="/mall/inquiries/{row.inquiry_number}/quote/",
    final=frozenset({"opened", "missed"}),
    steps=(
        Step(
            name="hand_in",
            label="提交报价",
            source=frozenset({"invited", "handed_in"}),
            target="handed_in",
            by=(Side.SUPPLIER,),
            rules=(law.mall_quote_arrives_in_time, law.mall_quote_keeps_the_ceiling),
            duty="参加商城询价报价",
        ),
        Step(
            name="open",
            label="揭示报价",
            source=frozenset({"handed_in"}),
            target="opened",
            by=(Side.SYSTEM,),
            public=True,
        ),
        Step(
            name="miss",
            label="没有报价",
            source=frozenset({"invited", "handed_in"}),
            target="missed",
            by=(Side.SYSTEM,),
        ),
    ),
)
