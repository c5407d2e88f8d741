"""The life of a performance bond."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.stages.contract.securities import rules

SECURITY_KINDS = {
    "guarantee": "保函（银行、担保公司、保险公司）",
    "cheque": "支票",
    "draft": "汇票",
    "note": "本票",
}
"""Non-cash forms, as 政府采购法实施条例 第四十八条 lists them."""

SECURITY = Lifecycle(
    of="contract.performanceSecurity",
    title="履约保证金",
    initial="awaited",
    states={
        "awaited": "待供应商提交",
        "submitted": "待采购人核验",
        "held": "已收取",
        "due": "待退还",
        "returned": "已退还",
        "claimed": "已扣除",
        "lapsed": "不再需要提交",
    },
    page="/contracts/{row.contract_number}/security/",
    final=frozenset({"returned", "claimed", "lapsed"}),
    steps=(
        Step(
            name="submit",
            label="提交履约保证金",
            source=frozenset({"awaited"}),
            target="submitted",
            by=(Side.SUPPLIER,),
            duty="提交履约保证金",
            tells=(Side.BUYER,),
            page="submit/",
        ),
        Step(
            name="confirm",
            label="确认收到",
            source=frozenset({"submitted"}),
            target="held",
            by=(Side.BUYER,),
            rules=(
                rules.bond_is_genuine,
                rules.bond_is_as_agreed,
                rules.bond_outlasts_the_contract,
            ),
            duty="核验履约保证金",
            tells=(Side.SUPPLIER,),
            confirm="确认后履约保证金由采购人保管，验收合格后按合同约定的期限退还。确定吗？",
        ),
        Step(
            name="send_back",
            label="退回重新提交",
            source=frozenset({"submitted"}),
            target="awaited",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="send-back/",
        ),
        Step(
            name="fall_due",
            label="应当退还履约保证金",
            source=frozenset({"held"}),
            target="due",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER),
        ),
        Step(
            name="lapse",
            label="不再需要提交",
            source=frozenset({"awaited", "submitted"}),
            target="lapsed",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="give_back",
            label="退还履约保证金",
            source=frozenset({"due"}),
            target="returned",
            by=(Side.BUYER,),
            duty="退还履约保证金",
            tells=(Side.SUPPLIER,),
            confirm="确认已经解除保函或者退回票据。确定吗？",
        ),
        Step(
            name="claim",
            label="扣除履约保证金",
            source=frozenset({"held", "due"}),
            target="claimed",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER, Side.SUPERVISOR),
            page="claim/",
        ),
    ),
)
