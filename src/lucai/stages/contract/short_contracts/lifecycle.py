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
        "signed": "已签订，按采购合同履行",
        "withdrawn": "已撤回",
    },
    page="/short-contracts/{row.number}/",
    final=frozenset({"signed", "withdrawn"}),
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
    ),
)

PROPOSE = Function("contract.shortContract:propose", "简式合同 · 起草并签订", (Side.BUYER,))
