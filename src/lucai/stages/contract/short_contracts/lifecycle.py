"""The life of a short contract."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import contract_rules as law
from lucai.platform.access.permissions import Function

SHORT_CONTRACT = Lifecycle(
    of="contract.shortContract",
    title="简式合同",
    initial="proposed",
    states={
        "proposed": "待供应商签订",
        "signed": "履行中",
        "delivered": "已交付，待验收",
        "accepted": "已验收",
        "withdrawn": "已撤回",
    },
    page="/short-contracts/{row.number}/",
    final=frozenset({"accepted", "withdrawn"}),
    steps=(
        Step(
            name="sign",
            label="签订简式合同",
            source=frozenset({"proposed"}),
            target="signed",
            by=(Side.SUPPLIER,),
            rules=(
                law.contract_is_signed_in_time,
                law.contract_follows_the_award,
                law.contract_is_within_budget,
            ),
            duty="签订简式合同",
            within="GP-CTR-01",
            public=True,
            notice="contract",
            tag="contract",
            tells=(Side.BUYER,),
            confirm="签订后合同生效并立即公告，价格固定。",
        ),
        Step(
            name="withdraw",
            label="撤回",
            source=frozenset({"proposed"}),
            target="withdrawn",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
        ),
        Step(
            name="deliver",
            label="登记交付",
            source=frozenset({"signed"}),
            target="delivered",
            by=(Side.SUPPLIER,),
            duty="按简式合同交付",
            tells=(Side.BUYER,),
            page="deliver/",
        ),
        Step(
            name="accept",
            label="验收合格",
            source=frozenset({"delivered"}),
            target="accepted",
            by=(Side.BUYER,),
            duty="验收框架协议订单",
            public=True,
            tag="implementation",
            tells=(Side.SUPPLIER,),
            page="accept/",
        ),
        Step(
            name="rework",
            label="退回整改",
            source=frozenset({"delivered"}),
            target="signed",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="rework/",
        ),
    ),
)

PROPOSE = Function("contract.shortContract:propose", "简式合同 · 起草并签订", (Side.BUYER,))
