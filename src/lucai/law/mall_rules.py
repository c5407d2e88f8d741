"""Rules of the online mall: direct orders, quotes that are compared, prices (rule book §5.11).

No national measure of the mall was found; its amounts, counts and hours are the province's, and
until they are obtained they are samples that every sentence marks as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import Deadline, deadline
from lucai.law.parameters import Parameter, parameter
from lucai.law.regions import PROVINCE
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Severity
from lucai.law.wording import listed, moment, yuan

DIRECT, QUOTED = "direct", "quoted"
MALL = "mall"
"""The method in the facts of plans: an order of the mall is no open tender (GP-THR-06)."""
SECONDS_OF_AN_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class MallOrderFacts:
    """An order of the mall before a step; money in 分.

    ``offer_price`` is what the supplier asks now, or quoted; None: it offers the product no longer.
    ``public_price`` is what it asks of everybody else, where it says so. ``dear`` names accessories
    above the library's median.
    """

    way: str
    amount: int
    unit_price: int
    offer_price: int | None
    public_price: int | None = None
    on_sale: bool = True
    expired: tuple[str, ...] = ()
    dear: tuple[str, ...] = ()
    answer_by: datetime | None = None
    region: str = PROVINCE


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """An enquiry in the mall: when it was asked, when it closes, what was quoted; money in 分.

    ``most`` is what the seller itself asks for one unit: of buyers, or of everybody if that is less.
    """

    asked_at: datetime
    closes_at: datetime
    quotes: int = 0
    lowest: int | None = None
    chosen: int | None = None
    price: int | None = None
    ceiling: int | None = None
    most: int | None = None
    opened: bool = False
    region: str = PROVINCE


def order_limit(way: str, on: date, region: str) -> Parameter:
    """Return what one order of the mall may cost, by its way: direct or quoted (MAL-01)."""
    return parameter("MAL-01", f"{way}_order", on=on, region=region)


def quotes_needed(on: date, region: str) -> Parameter:
    """Return how many quotes an enquiry needs (MAL-02)."""
    return parameter("MAL-02", "quotes", on=on, region=region)


def quoting_hours(on: date, region: str) -> Parameter:
    """Return the least hours for quotes (MAL-03)."""
    return parameter("MAL-03", "quoting_hours", on=on, region=region)


def answering_hours(on: date, region: str) -> Parameter:
    """Return the hours in which a supplier confirms or declines (MAL-07)."""
    return parameter("MAL-07", "answering_hours", on=on, region=region)


def answer_by(since: datetime, region: str) -> datetime:
    """Return until when a supplier may confirm an order that was released then."""
    return since + timedelta(hours=int(answering_hours(beijing_day(since), region).value))


def report_due(reported_on: date) -> Deadline:
    """Return until when a report of a lower price is to be answered (MAL-10)."""
    return deadline("MAL-10", reported_on, region=PROVINCE)


def sample(number: Parameter) -> str:
    """Return the words that mark a number as a sample; nothing for the province's own."""
    return "（示例值，以本省规定为准）" if number.illustrative else ""


@rule("MAL-01")
def order_is_within_the_limit(facts: MallOrderFacts, at: datetime) -> Finding:
    """网上商城直购、比价的单笔金额不得超过本省规定的限额。"""
    limit = order_limit(facts.way, beijing_day(at), facts.region)
    way = "直购" if facts.way == DIRECT else "比价"
    turn = "，请改用询价比价" if facts.way == DIRECT else "，请按采购方式的规定组织采购"
    return Finding(
        facts.amount <= limit.fen,
        f"订单金额{yuan(facts.amount)}超过{way}限额{yuan(limit.fen)}{sample(limit)}{turn}。",
    )


@rule("MAL-02")
def enough_quotes_are_in(facts: NeedFacts, at: datetime) -> Finding:
    """网上商城询价比价的有效报价不得少于规定家数。"""
    needed = quotes_needed(beijing_day(at), facts.region)
    turn = "请说明理由终止" if facts.opened else "请延长报价时间或者说明理由终止"
    return Finding(
        facts.quotes >= needed.value,
        f"有效报价{facts.quotes}家，不足{needed.value}家{sample(needed)}，{turn}。",
    )


@rule("MAL-03")
def sellers_have_time_to_quote(facts: NeedFacts, at: datetime) -> Finding:
    """网上商城询价的报价时间不得少于规定小时数。"""
    least = quoting_hours(beijing_day(at), facts.region)
    hours = (facts.closes_at - facts.asked_at).total_seconds() / SECONDS_OF_AN_HOUR
    return Finding(hours >= least.value, f"报价时间应当不少于{least.value}小时{sample(least)}。")


@rule("MAL-03")
def mall_quote_arrives_in_time(facts: NeedFacts, at: datetime) -> Finding:
    """网上商城的报价应当在截止时间前提交。"""
    return Finding(at < facts.closes_at, f"截止时间为{moment(facts.closes_at)}，现在已经截止。")


@rule("MAL-03")
def mall_quote_keeps_the_ceiling(facts: NeedFacts, at: datetime) -> Finding:
    """网上商城的报价不得超过询价的最高限价。"""
    if facts.price is None or facts.ceiling is None:
        return Finding(True)
    return Finding(facts.price <= facts.ceiling, f"报价超过最高限价{yuan(facts.ceiling)}。")


@rule("MAL-04")
def mall_quote_keeps_the_own_offer(facts: NeedFacts, at: datetime) -> Finding:
    """网上商城的询价报价不得高于本企业在商城的报价和面向社会的售价。"""
    if facts.price is None or facts.most is None:
        return Finding(True)
    return Finding(
        facts.price <= facts.most,
        f"报价{yuan(facts.price)}高于本企业在商城的报价或者面向社会的售价{yuan(facts.most)}。",
    )


@rule("MAL-03")
def mall_quotes_stay_shut(facts: NeedFacts, at: datetime) -> Finding:
    """网上商城的报价在截止时间前任何人不得查看。"""
    return Finding(
        at >= facts.closes_at, f"截止时间为{moment(facts.closes_at)}，届时方可查看报价。",
        opens_at=facts.closes_at,
    )  # fmt: skip


@rule("MAL-04")
def order_keeps_the_offered_price(facts: MallOrderFacts, at: datetime) -> Finding:
    """网上商城的成交单价不得高于供应商当时的报价。"""
    if facts.offer_price is None:
        return Finding(False, "这家供应商已经停止供应这个商品。")
    return Finding(
        facts.unit_price <= facts.offer_price,
        f"订单单价{yuan(facts.unit_price)}高于供应商现在的报价{yuan(facts.offer_price)}，请撤回后按新价格下单。",
    )


@rule("MAL-05")
def offer_keeps_the_public_price(facts: MallOrderFacts, at: datetime) -> Finding:
    """网上商城的报价不得高于同一供应商面向社会销售的价格。"""
    if facts.offer_price is None or facts.public_price is None:
        return Finding(True)
    return Finding(
        facts.offer_price <= facts.public_price,
        f"报价{yuan(facts.offer_price)}高于该供应商面向社会的售价{yuan(facts.public_price)}，调价前不能下单。",
    )


@rule("MAL-06")
def product_is_on_sale(facts: MallOrderFacts, at: datetime) -> Finding:
    """网上商城只能购买在库并且认证证书没有过期的商品。"""
    if not facts.on_sale:
        return Finding(False, "这个商品已经下架，不能下单。")
    return Finding(not facts.expired, f"认证证书已过期：{listed(facts.expired)}，更新前不能下单。")


@rule("MAL-07")
def order_is_answered_in_time(facts: MallOrderFacts, at: datetime) -> Finding:
    """供应商应当在规定小时数内确认订单，逾期订单失效。"""
    if facts.answer_by is None:
        return Finding(True)
    return Finding(at < facts.answer_by, f"确认期限为{moment(facts.answer_by)}，订单已经失效。")


@rule("MAL-08", severity=Severity.WARN)
def accessories_are_not_dear(facts: MallOrderFacts, at: datetime) -> Finding:
    """配件单价高于商品库同品目中位价的，应当核对是否合理。"""
    return Finding(not facts.dear, f"配件价格高于同品目中位价：{listed(facts.dear)}。")


@rule("MAL-09")
def lowest_compliant_quote_wins(facts: NeedFacts, at: datetime) -> Finding:
    """网上商城比价由满足需求的最低报价成交。"""
    return Finding(facts.chosen == facts.lowest, "成交的不是满足需求的最低报价。")


ORDER_RULES = (
    order_is_within_the_limit, order_keeps_the_offered_price, offer_keeps_the_public_price,
    product_is_on_sale, accessories_are_not_dear,
)  # fmt: skip
"""What every order of the mall is judged by when it is placed, released and confirmed."""
