"""The finance platform and three banks for demonstration and tests (模拟对接).

It remembers nothing and trusts nothing: each delivery is judged against the consent that comes
with it, each decision by what was delivered. A delivery outside the consent, after its end or
about another supplier is not accepted, as at the real one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lucai.kernel import money
from lucai.law.calendar import add_months
from lucai.stages.contract.financing.ports import (
    Asked,
    Decision,
    Delivery,
    Grant,
    Product,
    Receipt,
)

WAN = money.YUAN_PER_WAN * money.FEN_PER_YUAN
STANDS = timedelta(days=7)
PERCENT = 100
NEEDED = ("award", "contract")

PRODUCTS = (
    Product("ZCD-A", "SLA", "示例第一银行", "政采贷·信用", 365, 70, 12, 5 * WAN,
            "5 万元起，最快当天答复"),
    Product("ZCD-B", "SLB", "示例农商银行", "合同贷", 335, 60, 24, 20 * WAN,
            "20 万元起，利率较低"),
    Product("ZCD-D", "SLD", "示例政策银行", "大额贷", 290, 80, 36, 500 * WAN,
            "500 万元起，利率最低"),
    Product("ZCD-C", "SLC", "示例城市银行", "订单融资", 420, 90, 6, WAN,
            "比例高、期限短"),
)  # fmt: skip


class SimulatedPlatform:
    """Answers as the platform and its banks would."""

    name = "中征应收账款融资服务平台（模拟对接）"

    def products(self, amount: int) -> Sequence[Product]:
        """Return every bank's product; the smallest contracts see them too, with their least."""
        del amount
        return PRODUCTS

    def receive(self, asked: Asked, delivery: Delivery, today: date) -> Receipt:
        """Take a delivery that the consent covers."""
        number = f"{asked.flow_number}-{delivery.serial:03d}"
        if today > asked.until:
            return Receipt(number, accepted=False, message="授权已经届满，平台不接收数据")
        if delivery.kind not in asked.kinds:
            return Receipt(number, accepted=False, message="授权范围不包括这类数据，平台不接收")
        if delivery.content.get("supplier") != asked.supplier_code:
            return Receipt(number, accepted=False, message="供应商代码与授权企业不一致，平台不接收")
        return Receipt(number, accepted=True)

    def decide(self, asked: Asked, delivered: Sequence[Delivery], today: date) -> Decision:
        """Offer where award and contract agree and the sum fits; refuse with the reason."""
        reference = f"{asked.bank_code}{asked.flow_number[-9:]}"
        product = next(one for one in PRODUCTS if one.code == asked.product)
        if reason := _against(asked, product, {one.kind: one for one in delivered}):
            return Decision(offered=False, reference=reference, reason=reason)
        return Decision(
            offered=True, reference=reference, amount=asked.amount, rate=product.rate,
            valid_until=today + STANDS,
        )  # fmt: skip

    def stop(self, asked: Asked, today: date) -> Receipt:
        """Note the end of a consent."""
        del today
        return Receipt(f"{asked.flow_number}-STOP", accepted=True)

    def grant(self, asked: Asked, decision: Decision, today: date) -> Grant:
        """Pay out, and name the account the bank watches."""
        product = next(one for one in PRODUCTS if one.code == asked.product)
        return Grant(
            f"JJ{decision.reference}", decision.amount, decision.rate, today,
            add_months(today, asked.months), f"{asked.supplier_code} 政采贷回款专户",
            f"6217{asked.flow_number[-12:]}", product.bank_name,
        )  # fmt: skip

    def repaid(self, grant: Grant, delivered: Sequence[Delivery]) -> bool:
        """The loan is repaid once the contract has paid its amount into the account."""
        return any(
            one.kind == "payments" and int(one.content["paid"]) >= grant.amount for one in delivered
        )


def _against(asked: Asked, product: Product, sent: dict[str, Delivery]) -> str:
    if missing := [kind for kind in NEEDED if kind not in sent]:
        return f"没有收到{'、'.join(missing)}数据，无法核对交易真实性"
    award, contract = sent["award"].content, sent["contract"].content
    if award["amount"] != contract["amount"]:
        return "合同金额与中标金额不一致，需要人工核对"
    if contract["amount"] < product.least:
        return f"合同金额低于本产品的起点 {money.yuan(product.least)} 元"
    if asked.amount > contract["left"] * product.share_percent // PERCENT:
        return "申请金额超过合同未付金额的可融资比例"
    return ""
