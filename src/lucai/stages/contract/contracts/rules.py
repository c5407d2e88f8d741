"""What the law asks of a contract, besides the rules of ``lucai.law.contract_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law import innovation_rules as innovation
from lucai.law import support_rules as support
from lucai.law.calendar import beijing_day
from lucai.law.contract_rules import ContractFacts
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Verdict
from lucai.law.wording import listed, yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFacts(ContractFacts):
    """A contract with its terms; money in 分, ``payment_days`` counted from the invoice."""

    items_total: int
    payment_days: int
    missing_terms: tuple[str, ...] = ()
    altered: bool = False
    unexplained: tuple[str, ...] = ()
    open_points: int = 0
    excluded_until: tuple[str, ...] = ()
    first_purchase: bool = False
    advance: int = 0
    low_price_asked: bool = False
    acceptance_plan: str = ""


@rule("GP-CTR-01")
def items_sum_to_the_amount(facts: TermFacts, at: datetime) -> Finding:
    """合同标的的金额之和应当等于合同金额。"""
    return Finding(
        facts.items_total == facts.contract_amount,
        f"标的金额合计{yuan(facts.items_total)}，合同金额{yuan(facts.contract_amount)}。",
    )


@rule("GP-CTR-01")
def changes_have_reasons(facts: TermFacts, at: datetime) -> Finding:
    """合同与采购文件、投标文件不一致但不属于实质性内容的，应当逐项说明理由。"""
    return Finding(
        not facts.unexplained,
        f"与采购文件或者投标文件不一致、还没有说明理由：{listed(facts.unexplained)}。",
    )


@rule("GP-CTR-01")
def points_are_settled(facts: TermFacts, at: datetime) -> Finding:
    """双方提出的协商意见应当全部答复后才能签订。"""
    return Finding(not facts.open_points, f"还有 {facts.open_points} 项协商意见没有答复。")


@rule("GP-CTR-02")
def terms_are_complete(facts: TermFacts, at: datetime) -> Finding:
    """合同应当约定履行地点、验收、付款和违约责任。"""
    missing = facts.missing_terms
    return Finding(not missing, f"合同还没有约定：{listed(missing)}。")


@rule("GP-PAY-01")
def payment_term_is_lawful(facts: TermFacts, at: datetime) -> Finding:
    """满足合同约定支付条件的，收到发票后的付款期限不得超过三十日。"""
    most = parameter("GP-PAY-01", on=beijing_day(at)).value
    return Finding(
        facts.payment_days <= most,
        f"约定收到发票后{facts.payment_days}日内付款，最多只能约定{most}日。",
    )


@rule("GP-SIG-02")
def text_is_unaltered(facts: TermFacts, at: datetime) -> Finding:
    """签订的文本应当自提交签订时起保持完整、未被更改。"""
    return Finding(not facts.altered, "合同文本与提交签订时的摘要不一致，请退回修改后重新提交。")


def low_price_winner_is_watched(facts: TermFacts, at: datetime) -> Verdict:
    """曾触发异常低价审查的中标、成交供应商应当加强履约监督。"""
    demand = support.DemandFacts(
        low_price_asked=facts.low_price_asked, watched="监督" in facts.acceptance_plan
    )
    return support.low_price_winner_is_watched(demand, at)


def first_purchase_is_prepaid(facts: TermFacts, at: datetime) -> Verdict:
    """首购预付款不得低于首购金额的百分之三十。"""
    first = innovation.PurchaseTermFacts(
        first=facts.first_purchase, amount=facts.contract_amount, advance=facts.advance
    )
    return innovation.first_purchase_is_prepaid(first, at)
