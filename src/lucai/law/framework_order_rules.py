"""Rules of orders under framework agreements: the second stage (财政部令第110号 第三十二条至第三十七条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline
from lucai.law.framework_rules import ROTATION
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Severity
from lucai.law.wording import moment, yuan

OUTSIDE = "outside"
SECONDS_OF_AN_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order under a framework agreement; money in 分.

    ``next_in_turn`` is the supplier whose turn it is, where the agreement rotates.
    """

    running: bool
    today: date
    starts_on: date
    ends_on: date
    way: str
    agreed_way: str
    unit_price: int
    agreement_price: int
    supplier: str = ""
    next_in_turn: str = ""
    outside_foreseen: bool = False
    insiders_refused: bool = False
    evidence: str = ""


@rule("GP-FRA-03", severity=Severity.BLOCK)
def agreement_is_in_force(facts: OrderFacts, at: datetime) -> Finding:
    """只能在框架协议有效期内授予合同。"""
    runs = facts.running and facts.starts_on <= facts.today <= facts.ends_on
    return Finding(runs, f"框架协议有效期为{facts.starts_on}至{facts.ends_on}，现在不能授予合同。")


@rule("GP-FRA-02")
def deal_keeps_the_agreement_price(facts: OrderFacts, at: datetime) -> Finding:
    """第二阶段成交价不得超过协议价格。"""
    over = f"成交单价{yuan(facts.unit_price)}超过协议价格{yuan(facts.agreement_price)}。"
    return Finding(facts.unit_price <= facts.agreement_price, over)


@rule("GP-FRA-09")
def way_is_the_agreed_one(facts: OrderFacts, at: datetime) -> bool:
    """第二阶段应当按征集文件和框架协议确定的方式选定成交供应商。"""
    return facts.way in {facts.agreed_way, OUTSIDE}


@rule("GP-FRA-09", cites=("财政部令第110号/34",))
def turn_is_kept(facts: OrderFacts, at: datetime) -> Finding:
    """顺序轮候应当按公布的顺序依次授予，每家在一个轮候期内只有一次机会。"""
    kept = facts.way != ROTATION or facts.supplier == facts.next_in_turn
    return Finding(kept, f"现在轮到{facts.next_in_turn}。")


@rule("GP-FRA-11")
def outside_purchase_is_allowed(facts: OrderFacts, at: datetime) -> Finding:
    """非入围供应商的相同货物价格更低且入围供应商不同意降价的，方可将合同授予非入围供应商，并应当事先约定。"""
    if facts.way != OUTSIDE:
        return Finding(True)
    if not facts.outside_foreseen:
        return Finding(False, "征集文件和框架协议没有约定可以向非入围供应商采购。")
    if not facts.insiders_refused or not facts.evidence.strip():
        return Finding(False, "没有入围供应商不同意降价的证明材料。")
    return Finding(facts.unit_price < facts.agreement_price, "价格应当低于入围供应商的协议价格。")


ORDER_RULES = (
    agreement_is_in_force, deal_keeps_the_agreement_price, way_is_the_agreed_one, turn_is_kept,
    outside_purchase_is_allowed,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotingFacts:
    """A second bidding: hours promised by the agreement, hours given, when it closes."""

    asked_at: datetime
    closes_at: datetime
    least_hours: int
    price: int | None = None
    agreement_price: int = 0


@rule("GP-FRA-09", cites=("财政部令第110号/33",))
def suppliers_have_time_to_quote(facts: QuotingFacts, at: datetime) -> Finding:
    """二次竞价应当给予供应商必要的响应时间，不少于框架协议约定。"""
    hours = (facts.closes_at - facts.asked_at).total_seconds() / SECONDS_OF_AN_HOUR
    return Finding(hours >= facts.least_hours, f"响应时间应当不少于约定的{facts.least_hours}小时。")


@rule("GP-FRA-09", cites=("财政部令第110号/33",))
def quote_arrives_in_time(facts: QuotingFacts, at: datetime) -> Finding:
    """二次竞价报价应当在截止时间前提交。"""
    return Finding(at < facts.closes_at, f"截止时间为{moment(facts.closes_at)}，现在已经截止。")


@rule("GP-FRA-09", cites=("财政部令第110号/33",))
def quotes_stay_shut_until_the_deadline(facts: QuotingFacts, at: datetime) -> Finding:
    """二次竞价的报价在截止时间后同时揭示。"""
    return Finding(
        at >= facts.closes_at, f"截止时间为{moment(facts.closes_at)}，届时方可揭示报价。",
        opens_at=facts.closes_at,
    )  # fmt: skip


@rule("GP-FRA-02")
def quote_keeps_the_agreement_price(facts: QuotingFacts, at: datetime) -> Finding:
    """二次竞价以协议价格为最高限价。"""
    over = f"报价应当不超过协议价格{yuan(facts.agreement_price)}。"
    return Finding(facts.price is None or facts.price <= facts.agreement_price, over)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFacts:
    """A framework whose term may have ended; ``decided_on`` of a deal about to be announced."""

    ends_on: date
    unfinished: int = 0


@rule("GP-FRA-10")
def summary_follows_the_term(facts: SummaryFacts, at: datetime) -> Finding:
    """成交结果汇总公告应当在框架协议有效期满后发布。"""
    return Finding(
        beijing_day(at) > facts.ends_on, f"框架协议{facts.ends_on}期满，次日起方可汇总。"
    )


@rule("GP-FRA-10", dated_by="ends_on", severity=Severity.WARN)
def summary_is_in_time(facts: SummaryFacts, at: datetime) -> Finding:
    """成交结果汇总公告应当在期满后十个工作日内发布。"""
    last = deadline("GP-FRA-10", facts.ends_on, "summary")
    return Finding(last.allows(beijing_day(at)), f"最迟应当在{last.date}公告。", last.calculation)


@rule("GP-FRA-10")
def orders_are_settled(facts: SummaryFacts, at: datetime) -> Finding:
    """尚未确定成交供应商的订单应当先办结再汇总。"""
    return Finding(not facts.unfinished, f"还有{facts.unfinished}份订单没有确定成交供应商。")
