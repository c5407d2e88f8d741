"""The lives of an invoice and of a payment request."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import contract_rules as law
from lucai.law.role_rules import payment_is_approved_by_another
from lucai.platform.access.permissions import Function
from lucai.stages.payment.requests import rules

INVOICE = Lifecycle(
    of="payment.invoice",
    title="发票",
    initial="received",
    states={
        "received": "已收到，待申请支付",
        "claimed": "供应商请求付款，待采购人答复",
        "requested": "已申请支付",
        "returned": "已退回，待重开",
    },
    page="/contracts/{row.contract_number}/invoices/{row.number}/",
    final=frozenset({"requested"}),
    steps=(
        Step(
            name="request",
            label="申请支付",
            source=frozenset({"received"}),
            target="requested",
            by=(Side.BUYER,),
            duty="核对发票，申请支付",
            within="GP-PAY-08",
            page="request/",
        ),
        Step(
            name="claim",
            label="请求付款",
            source=frozenset({"received"}),
            target="claimed",
            by=(Side.SUPPLIER,),
            tells=(Side.BUYER,),
        ),
        Step(
            name="grant",
            label="同意，申请支付",
            source=frozenset({"claimed"}),
            target="requested",
            by=(Side.BUYER,),
            duty="答复供应商的付款请求",
            within="GP-PAY-08",
            tells=(Side.SUPPLIER,),
            page="request/",
        ),
        Step(
            name="refuse_claim",
            label="暂不付款，说明理由",
            source=frozenset({"claimed"}),
            target="received",
            by=(Side.BUYER,),
            rules=(rules.refusal_has_a_lawful_ground,),
            tells=(Side.SUPPLIER,),
            page="refuse/",
        ),
        Step(
            name="withdraw_claim",
            label="撤回付款请求",
            source=frozenset({"claimed"}),
            target="received",
            by=(Side.SUPPLIER,),
            tells=(Side.BUYER,),
        ),
        Step(
            name="send_back",
            label="退回发票",
            source=frozenset({"received", "claimed"}),
            target="returned",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="send-back/",
        ),
        Step(
            name="replace",
            label="重开发票",
            source=frozenset({"returned"}),
            target="received",
            by=(Side.SUPPLIER,),
            duty="按退回意见重开发票",
            tells=(Side.BUYER,),
            page="replace/",
        ),
    ),
)

CHECKS = (
    law.payment_conditions_are_met,
    law.payment_is_within_contract_and_budget,
    law.imported_goods_are_paid_with_approval,
    rules.contract_is_published,
    rules.contract_is_filed,
    rules.account_is_the_locked_one,
    law.payment_is_in_time,
)

BY_ANOTHER = (
    payment_is_approved_by_another,
    rules.each_level_is_approved_by_another,
    rules.level_is_approved_by_the_one_named,
)
"""Who may approve: not who requested, nobody twice, and the person whom the level names."""

PAYING = (
    law.payment_is_within_contract_and_budget,
    rules.account_is_the_locked_one,
    law.payment_is_in_time,
)
"""What is checked when the treasury pays."""

PAYMENT = Lifecycle(
    of="payment.request",
    title="支付申请",
    initial="draft",
    states={
        "draft": "待提交",
        "approving": "待审批",
        "sent": "待国库支付",
        "returned": "国库已退回",
        "paid": "已支付",
    },
    page="/payments/{row.number}/",
    final=frozenset({"paid"}),
    steps=(
        Step(
            name="submit",
            label="提交审批",
            source=frozenset({"draft", "returned"}),
            target="approving",
            by=(Side.BUYER,),
            rules=CHECKS,
            duty="核对并提交支付申请",
            within="GP-PAY-08",
        ),
        Step(
            name="edit",
            label="修改",
            source=frozenset({"draft", "returned"}),
            target="draft",
            by=(Side.BUYER,),
            page="edit/",
        ),
        Step(
            name="review",
            label="审批通过，交下一级审批",
            source=frozenset({"approving"}),
            target="approving",
            by=(Side.BUYER,),
            rules=(*BY_ANOTHER, *CHECKS),
        ),
        Step(
            name="approve",
            label="审批通过，发往国库",
            source=frozenset({"approving"}),
            target="sent",
            by=(Side.BUYER,),
            rules=(*BY_ANOTHER, *CHECKS),
            duty="审批支付申请",
            within="GP-PAY-08",
            tells=(Side.TREASURY, Side.SUPPLIER),
            confirm="通过后支付指令将发往国库。确定通过吗？",
        ),
        Step(
            name="send_back",
            label="退回修改",
            source=frozenset({"approving"}),
            target="draft",
            by=(Side.BUYER,),
            rules=BY_ANOTHER,
            page="send-back/",
        ),
        Step(
            name="pay",
            label="支付",
            source=frozenset({"sent"}),
            target="paid",
            by=(Side.TREASURY,),
            rules=PAYING,
            duty="核对并支付",
            within="GP-PAY-08",
            public=True,
            tag="implementationUpdate",
            tells=(Side.BUYER, Side.SUPPLIER, Side.AGENCY),
            page="pay/",
        ),
        Step(
            name="pay_part",
            label="登记部分支付",
            source=frozenset({"sent"}),
            target="sent",
            by=(Side.TREASURY,),
            rules=PAYING,
            public=True,
            tag="implementationUpdate",
            tells=(Side.BUYER, Side.SUPPLIER),
            page="pay/",
        ),
        Step(
            name="bounce",
            label="登记退票",
            source=frozenset({"draft", "approving", "sent", "returned", "paid"}),
            target="returned",
            by=(Side.TREASURY,),
            public=True,
            tag="implementationUpdate",
            tells=(Side.BUYER, Side.SUPPLIER, Side.AGENCY),
            page="bounce/",
        ),
        Step(
            name="return_request",
            label="退回",
            source=frozenset({"sent"}),
            target="returned",
            by=(Side.TREASURY,),
            tells=(Side.BUYER,),
            page="return/",
        ),
    ),
)

SET_CHAIN = Function("payment.request:set_chain", "支付申请 · 设置审批链", (Side.BUYER,))
HAND_IN = Function("payment.invoice:hand_in", "发票 · 提交发票", (Side.SUPPLIER,))
