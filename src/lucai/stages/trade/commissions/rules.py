"""What the law asks of a commission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionFacts:
    """A commission about to be accepted."""

    scope: str
    term_until: date
    fee_payer: str
    fee_standard: str
    barred_until: tuple[str, ...] = ()
    unlisted: str = ""


def commission_is_complete(facts: CommissionFacts, at: datetime) -> Verdict:
    """委托代理协议应当明确代理范围、权限和期限，代理费用的收取方式及标准应当写明。"""
    missing = [
        label
        for label, value in (
            ("代理范围", facts.scope),
            ("代理费用支付方", facts.fee_payer),
            ("代理费用标准", facts.fee_standard),
        )
        if not value
    ]
    message = f"委托代理协议缺少：{'、'.join(missing)}" if missing else "委托代理协议要素齐全"
    return Verdict("GP-THR-08", not missing, message, ("政府采购法/20",))


def commission_still_runs(facts: CommissionFacts, at: datetime) -> Verdict:
    """委托期限已满的，应当重新签订委托代理协议。"""
    holds = beijing_day(at) <= facts.term_until
    message = (
        f"委托期限至 {facts.term_until.isoformat()}"
        if holds
        else f"委托期限已于 {facts.term_until.isoformat()} 届满，请采购人重新委托"
    )
    return Verdict("GP-THR-08", holds, message, ("政府采购法/20",))


def agency_is_not_barred(facts: CommissionFacts, at: datetime) -> Verdict:
    """被禁止代理政府采购业务的代理机构，在禁止期限内不得接受新的委托。"""
    del at
    barred = "；".join(facts.barred_until)
    message = f"本机构在禁止代理政府采购业务的期限内（{barred}）" if barred else "没有被禁止代理"
    return Verdict("GP-AGE-07", not barred, message, ("财库〔2018〕2号/22",))


def agency_is_listed(facts: CommissionFacts, at: datetime) -> Verdict:
    """接受委托的代理机构应当在名录登记，专职从业人员不少于法定人数。"""
    del at
    message = facts.unlisted or "代理机构在册，专职从业人员不少于法定人数"
    return Verdict(
        "GP-AGE-02", not facts.unlisted, message, ("财库〔2018〕2号/6", "财库〔2018〕2号/11")
    )
