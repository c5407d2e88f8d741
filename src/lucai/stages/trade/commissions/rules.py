"""What the law asks of a commission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Verdict
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionFacts:
    """A commission about to be accepted."""

    scope: str
    term_until: date
    fee_payer: str
    fee_standard: str
    reason: str = ""
    barred_until: tuple[str, ...] = ()
    unlisted: str = ""


@rule("GP-AGE-03")
def mandate_is_written(facts: CommissionFacts, at: datetime) -> Finding:
    """应当签订委托代理协议，载明代理范围、权限和期限。"""
    missing = [] if facts.scope.strip() else ["代理范围和权限"]
    return Finding(not missing, f"委托代理协议缺少：{listed(missing)}。")


@rule("GP-AGE-04")
def fee_is_agreed(facts: CommissionFacts, at: datetime) -> Finding:
    """代理费用由中标、成交供应商或者采购人支付，支付方和标准应当事先写明。"""
    parts = {"代理费用支付方": facts.fee_payer in PAYERS, "代理费用标准": bool(facts.fee_standard)}
    missing = [label for label, there in parts.items() if not there]
    return Finding(not missing, f"委托代理协议缺少：{listed(missing)}。")


@rule("GP-THR-08")
def agency_is_the_buyers_own_choice(facts: CommissionFacts, at: datetime) -> Finding:
    """代理机构由采购人自行选择，应当写明选择的理由，不得以摇号、抽签、遴选等方式产生。"""
    chance = next((word for word in CHANCE if word in facts.reason), "")
    if chance:
        return Finding(False, f"选择理由中写有“{chance}”，代理机构应当由采购人自行选择。")
    return Finding(bool(facts.reason), "没有写明采购人选择代理机构的理由。")


PAYERS = frozenset({"winner", "buyer"})
CHANCE = ("摇号", "抽签", "随机抽取", "遴选", "入围名单")
"""Words of ways in which others would choose: none of them may decide (财库〔2019〕38号 一)."""


def commission_still_runs(facts: CommissionFacts, at: datetime) -> Verdict:
    """委托期限已满的，应当重新签订委托代理协议。"""
    holds = beijing_day(at) <= facts.term_until
    message = (
        f"委托期限至 {facts.term_until.isoformat()}"
        if holds
        else f"委托期限已于 {facts.term_until.isoformat()} 届满，请采购人重新委托"
    )
    return Verdict("GP-THR-08", holds, message, ("政府采购法/20",))


@rule("GP-AGE-07")
def agency_is_not_barred(facts: CommissionFacts, at: datetime) -> Finding:
    """被禁止代理政府采购业务的代理机构，在禁止期限内不得接受新的委托。"""
    del at
    barred = "；".join(facts.barred_until)
    return Finding(not barred, f"本机构在禁止代理政府采购业务的期限内（{barred}）。")


def agency_is_listed(facts: CommissionFacts, at: datetime) -> Verdict:
    """接受委托的代理机构应当在名录登记，专职从业人员不少于法定人数。"""
    del at
    message = facts.unlisted or "代理机构在册，专职从业人员不少于法定人数"
    return Verdict(
        "GP-AGE-02", not facts.unlisted, message, ("财库〔2018〕2号/6", "财库〔2018〕2号/11")
    )
