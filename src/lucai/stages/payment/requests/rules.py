"""What is asked of a payment, besides ``lucai.law.contract_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.contract_rules import PaymentFacts
from lucai.law.rules import Finding, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts(PaymentFacts):
    """A payment with who is about to approve it, and how far its contract has come."""

    person: str = ""
    duties: frozenset[str] = frozenset()
    contract_published: bool = True
    contract_filed: bool = True
    payee_account: str = ""
    locked_account: str = ""
    approved_before: bool = False
    level: str = ""
    level_of_another: str = ""


ACCEPTANCE, ADVANCE, RETENTION = "acceptance", "advance", "retention"
SILENCE = "silence"
"""What an invoice is for: what was accepted, a part before delivery, a part kept back, a delivery
that nobody accepted in the agreed time (then its number stands in the place of the acceptance's)."""

LAWFUL_GROUNDS = {
    "amount": "发票金额或者内容与验收结果不符",
    "invoice": "发票抬头、税号或者号码有误",
    "account": "收款账户与合同约定不符",
    "dispute": "交付或者验收存在争议，尚未解决",
    "other": "其他合法理由（请在下面写明）",
}
EXCUSES = {
    "audit": "等待审计结果",
    "process": "内部付款流程还没有走完",
    "staff": "负责人、经办人或者机构有变更",
}
GROUNDS = {**LAWFUL_GROUNDS, **EXCUSES}


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    """Why a buyer does not pay yet; empty before a ground is chosen."""

    ground: str = ""


@rule("GP-PAY-04", severity="block", cites=["保障中小企业款项支付条例/14", "财库〔2019〕38号/三"])
def refusal_has_a_lawful_ground(facts: RefusalFacts, at: datetime) -> Finding:
    """不得以审计结果、内部付款流程、人员变更等为由拖延支付。"""
    excuse = EXCUSES.get(facts.ground, "")
    return Finding(not excuse, f"“{excuse}”不是拖延支付的合法理由，请改选合法理由，或者申请支付。")


@rule("ROL-04")
def each_level_is_approved_by_another(facts: RequestFacts, at: datetime) -> Finding:
    """同一笔支付的各级审批应当由不同的人员办理。"""
    return Finding(
        not facts.approved_before,
        f"{facts.person or '本人'}已经办理了上一级审批，“{facts.level}”应当由另一位同事办理。",
    )


@rule("ROL-04")
def level_is_approved_by_the_one_named(facts: RequestFacts, at: datetime) -> Finding:
    """本单位审批链指定了人员的，由指定的人员审批。"""
    other = facts.level_of_another
    return Finding(not other, f"按本单位的审批链，“{facts.level}”由{other}办理。")


@rule("GP-CTR-03")
def contract_is_published(facts: RequestFacts, at: datetime) -> Finding:
    """申请支付前，采购合同应当已经公告。"""
    return Finding(facts.contract_published, "采购合同还没有公告，请先公告合同。")


@rule("GP-CTR-04")
def contract_is_filed(facts: RequestFacts, at: datetime) -> Finding:
    """申请支付前，采购合同副本应当已经备案。"""
    return Finding(facts.contract_filed, "采购合同还没有备案，请先报送备案。")


@rule("GP-FIN-01", severity="block", cites=["财库〔2020〕46号/15", "保障中小企业款项支付条例/16"])
def account_is_the_locked_one(facts: RequestFacts, at: datetime) -> Finding:
    """合同已经融资、回款账户锁定的，只能付到锁定的账户。"""
    locked = "".join(filter(str.isdigit, facts.locked_account))
    holds = not locked or "".join(filter(str.isdigit, facts.payee_account)) == locked
    return Finding(
        holds,
        f"回款账户已锁定为 {facts.locked_account}，申请的收款账户是 {facts.payee_account}。"
        "请退回发票，由供应商按锁定的账户重新提交。",
    )
