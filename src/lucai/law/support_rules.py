"""Rules of policy support and conduct: small firms, domestic products, subcontracts, low prices, pay."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from lucai.law.calendar import beijing_day
from lucai.law.parameters import parameter
from lucai.law.prequalification_rules import SCALE_WORDS
from lucai.law.rules import Finding, rule
from lucai.law.sheets import yaml_sheet
from lucai.law.status import NotInForce
from lucai.law.wording import listed, percent

OF_THE_PRICE = frozenset({"利润"})
"""Words of scale that an explanation of a price speaks of all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallFirmFacts:
    """A reserved lot and how many small firms are left in it."""

    reserved: bool = False
    qualified_small: int = 0
    goes_on: bool = True


@rule("GP-SME-05")
def reserved_lot_has_enough_small_firms(facts: SmallFirmFacts, at: datetime) -> Finding:
    """预留份额项目符合条件的中小企业不足三家的，应当中止采购活动，视同未预留份额重新采购。"""
    least = int(parameter("GP-SME-05", "suppliers", on=beijing_day(at)).value)
    short = facts.reserved and facts.qualified_small < least and facts.goes_on
    text = (
        f"符合条件的中小企业{facts.qualified_small}家，不足{least}家，应当中止，"
        "视同未预留份额的采购包重新组织采购。"
    )
    return Finding(not short, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticFacts:
    """Whether the policy for domestic products is applied, and to what; ``codes`` of the catalogue."""

    object: str = "goods"
    codes: tuple[str, ...] = ()
    policy_applied: bool = True


@rule("GP-DOM-04")
def domestic_policy_covers_goods(facts: DomesticFacts, at: datetime) -> Finding:
    """本国产品政策适用于货物（规定的除外）和服务项目中的货物。"""
    del at
    if not facts.policy_applied:
        return Finding(True)
    if facts.object == "works":
        return Finding(False, "工程项目不适用本国产品价格扣除。")
    out = [code for code in facts.codes if exempt_from_domestic(code)]
    only = facts.object == "goods" and bool(out) and len(out) == len(facts.codes)
    return Finding(not only, f"{listed(out)}不在本国产品政策的适用范围，不执行价格扣除。")


@dataclass(frozen=True, slots=True)
class ComponentStandard:
    """A product standard: from a day on, goods under a code need that share of domestic components."""

    code: str
    share: Decimal
    since: date


@cache
def component_standards() -> tuple[ComponentStandard, ...]:
    """Return the component-cost shares that were issued by product; until one is, none is asked for."""
    rows = yaml_sheet("catalogue", "domestic")["component_shares"]
    return tuple(
        ComponentStandard(one["code"], Decimal(str(one["share"])), one["from"]) for one in rows
    )


def exempt_from_domestic(code: str) -> bool:
    """Whether the policy leaves a code of the catalogue out (buildings, relics, books, plants …)."""
    return any(code.startswith(one) for one in yaml_sheet("catalogue", "domestic")["exempt"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentFacts:
    """A product said to be domestic, with the share of its domestic components (0 to 1)."""

    says_domestic: bool = True
    code: str = ""
    share: Decimal | None = None
    standards: tuple[ComponentStandard, ...] = field(default_factory=component_standards)


@rule("GP-DOM-03")
def domestic_components_are_enough(facts: ComponentFacts, at: datetime) -> Finding:
    """声明为本国产品的，组件成本占比应当达到该类产品已施行的标准；没有施行标准的不要求。"""
    asked = [
        one for one in facts.standards
        if facts.code.startswith(one.code) and one.since <= beijing_day(at)
    ]  # fmt: skip
    if not (facts.says_domestic and asked):
        return Finding(True)
    needed = max(asked, key=lambda one: (len(one.code), one.since)).share
    said = "没有填写" if facts.share is None else f"为 {percent(facts.share)}"
    text = f"这类产品的境内组件成本占比应当不低于 {percent(needed)}，{said}。"
    return Finding(facts.share is not None and facts.share >= needed, text)


OF_THE_CORE = re.compile(
    r"(?<!非)(?<!非主体、)(?<!非主体和)(?:主体|关键)性?(?:工作|部分|工程|服务|任务|工序|部件)"
)
ONCE_MORE = re.compile(r"(?<!不)(?<!不得)(?<!不会)(?:再次分包|再分包|转包)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubcontractFacts:
    """What a bidder writes of the work it would pass on; empty: nothing."""

    text: str = ""


@rule("GP-JOI-03", cites=("政府采购法/48", "财政部令第87号/35"))
def subcontract_is_lawful(facts: SubcontractFacts, at: datetime) -> Finding:
    """分包限于非主体、非关键性工作，分包供应商不得再次分包。"""
    if found := OF_THE_CORE.search(facts.text):
        return Finding(False, f"主体、关键性工作不得分包，请删除“{found.group()}”的分包。")
    if may_not_pass_on_again(beijing_day(at)) and (again := ONCE_MORE.search(facts.text)):
        return Finding(False, f"分包供应商不得再次分包，请删除“{again.group()}”的内容。")
    return Finding(True)


def may_not_pass_on_again(on: date) -> bool:
    """Whether passing work on once more is forbidden on that day (财政部令第87号 35)."""
    try:
        return int(parameter("GP-JOI-03", "again", on=on).value) == 0
    except NotInForce:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFacts:
    """What is said of a low price and of its winner, and who pays the experts."""

    low_price_reason: str = ""
    low_price_asked: bool = False
    watched: bool = True
    paid_by_supplier: bool = False
    paid_leaver: bool = False


@rule("GP-LOW-10")
def low_price_is_not_judged_by_scale(facts: DemandFacts, at: datetime) -> Finding:
    """异常低价审查不得以注册资本、成立年限等认定。"""
    del at
    words = [word for word in SCALE_WORDS if word not in OF_THE_PRICE]
    found = [word for word in words if word in facts.low_price_reason]
    return Finding(not found, f"不得以{listed(found)}认定异常低价。")


@rule("GP-LOW-11")
def low_price_winner_is_watched(facts: DemandFacts, at: datetime) -> Finding:
    """曾触发异常低价审查的中标、成交供应商应当加强履约监督。"""
    del at
    text = "中标供应商曾触发异常低价审查，请在履约验收方案中写明怎样加强履约监督。"
    return Finding(facts.watched or not facts.low_price_asked, text)


@rule("GP-EXP-12")
def experts_are_paid_lawfully(facts: DemandFacts, at: datetime) -> Finding:
    """评审劳务报酬由集中采购机构或者采购人支付，擅离职守、违纪人员不得领取。"""
    del at
    if facts.paid_by_supplier:
        return Finding(False, "劳务报酬不得由供应商支付。")
    return Finding(not facts.paid_leaver, "擅离职守、违纪人员不得领取劳务报酬。")
