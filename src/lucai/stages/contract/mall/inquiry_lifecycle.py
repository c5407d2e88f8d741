"""The lives of enquiries in the mall, and of the quotes for them."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import mall_rules as law
from lucai.stages.trade.rounds.lifecycle import quote_life

UNDER_WAY = ("asking", "opened")
"""Enquiries whose money is held."""

MALL_INQUIRY = Lifecycle(
    of="contract.mallInquiry",
    title="商城询价",
    initial="asking",
    states={
        "asking": "询价中",
        "opened": "报价已揭示，待确定成交",
        "awarded": "已成交，转为订单",
        "ended": "已终止",
    },
    page="/mall/inquiries/{row.number}/",
    final=frozenset({"awarded", "ended"}),
    steps=(
        Step(
            name="open",
            label="揭示报价",
            source=frozenset({"asking"}),
            target="opened",
            by=(Side.BUYER,),
            rules=(law.mall_quotes_stay_shut, law.enough_quotes_are_in),
            duty="揭示商城报价",
            public=True,
            confirm="全部报价一起揭示并公开，此后不能再延长报价时间。确定揭示吗？",
        ),
        Step(
            name="award",
            label="确定成交",
            source=frozenset({"opened"}),
            target="awarded",
            by=(Side.BUYER,),
            rules=(law.enough_quotes_are_in, law.lowest_compliant_quote_wins),
            duty="比较商城报价，确定成交",
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
            source=frozenset({"asking", "opened"}),
            target="ended",
            by=(Side.BUYER,),
            public=True,
            page="end/",
        ),
    ),
)  # fmt: skip

MALL_QUOTE = quote_life(
    of="contract.mallQuote",
    title="商城报价",
    page="/mall/inquiries/{row.inquiry_number}/quote/",
    duty="参加商城询价报价",
    in_time=law.mall_quote_arrives_in_time,
    at_the_opening=(law.mall_quote_keeps_the_ceiling, law.mall_quote_keeps_the_own_offer),
    more=(
        Step(
            name="ask_again",
            label="报价时间延长，原报价未开启即作废，请重新报价",
            source=frozenset({"handed_in"}),
            target="invited",
            by=(Side.SYSTEM,),
            tells=(Side.SUPPLIER,),
        ),
    ),
)
