"""The life of a financing: consented, answered by the bank, lent, repaid; or withdrawn before."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.contract.financing import rules

SUPPLIER = (Side.SUPPLIER,)
SYSTEM = (Side.SYSTEM,)

KINDS = {
    "award": "中标（成交）结果：项目、包、中标金额、公告日期",
    "contract": "合同：编号、双方、标的金额、签订日期、付款约定",
    "payments": "合同付款：每次付款的日期和金额、累计已付",
}
"""What may be shared, in the words of the consent."""

INTENT = Lifecycle(
    of="contract.financeIntent",
    title="合同融资",
    initial="consented",
    states={
        "consented": "已授权，待银行答复",
        "offered": "银行已报价，待企业确认",
        "granted": "已放款，回款账户锁定",
        "repaid": "已结清，锁定解除",
        "refused": "银行未同意",
        "declined": "企业未接受报价",
        "withdrawn": "已撤回授权",
    },
    page="/financing/{row.number}/",
    final=frozenset({"repaid", "refused", "declined", "withdrawn"}),
    steps=(
        Step(
            name="offer",
            label="银行报价",
            source=frozenset({"consented"}),
            target="offered",
            by=SYSTEM,
            tells=SUPPLIER,
        ),
        Step(
            name="refuse",
            label="银行未同意",
            source=frozenset({"consented"}),
            target="refused",
            by=SYSTEM,
            tells=SUPPLIER,
        ),
        Step(
            name="accept",
            label="接受报价",
            source=frozenset({"offered"}),
            target="granted",
            by=SUPPLIER,
            rules=(rules.offer_still_stands, rules.consent_still_runs),
            duty="确认银行的融资报价",
            tells=SUPPLIER,
            confirm="接受后银行放款，本合同的回款账户锁定为银行指定账户，结清以前不能更改。确定吗？",
        ),
        Step(
            name="decline",
            label="不接受报价",
            source=frozenset({"offered"}),
            target="declined",
            by=SUPPLIER,
            confirm="不接受后不再向银行共享数据，可以另选产品重新申请。确定吗？",
        ),
        Step(
            name="withdraw",
            label="撤回授权",
            source=frozenset({"consented", "offered"}),
            target="withdrawn",
            by=SUPPLIER,
            rules=(rules.data_is_being_shared,),
            confirm="撤回后立即停止向银行共享数据，本次申请终止；已经发出的数据和记录保留可查。确定吗？",
        ),
        Step(
            name="stop_sharing",
            label="撤回授权，停止共享",
            source=frozenset({"granted"}),
            target="granted",
            by=SUPPLIER,
            rules=(rules.data_is_being_shared,),
            confirm="撤回后不再向银行发送付款数据；已经放款的，回款账户继续锁定到结清。确定吗？",
        ),
        Step(
            name="repay",
            label="结清，解除锁定",
            source=frozenset({"granted"}),
            target="repaid",
            by=SYSTEM,
            tells=SUPPLIER,
        ),
    ),
)

CONSENT = Function("contract.financeIntent:consent", "合同融资 · 申请并授权", SUPPLIER)
