"""Rules of cooperative innovation after the evaluation: choice, research stages, first purchase.

财库〔2024〕13号, as the rule book holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from lucai.law.calendar import beijing_day
from lucai.law.counts import research_payment
from lucai.law.exact import round_up
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, percent, yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFacts:
    """Who is chosen for research: how many, in which ranks; money in 分."""

    wanted: int
    candidates: int
    chosen: tuple[int, ...]
    amounts: int
    budget: int


@rule("COI-05")
def choice_follows_the_ranking(facts: ChoiceFacts, at: datetime) -> Finding:
    """按照评审得分由高到低确定研发供应商，不超过谈判文件规定的数量，最多三家。"""
    most = min(facts.wanted, int(parameter("COI-05", on=beijing_day(at)).value))
    if not facts.chosen:
        return Finding(False, "没有确定研发供应商。")
    if len(facts.chosen) > most:
        return Finding(False, f"确定了 {len(facts.chosen)} 家，最多 {most} 家。")
    in_order = sorted(facts.chosen) == list(range(1, len(facts.chosen) + 1))
    return Finding(in_order, "应当按照得分由高到低的顺序确定研发供应商。")


@rule("COI-07")
def choice_is_within_the_budget(facts: ChoiceFacts, at: datetime) -> Finding:
    """各研发供应商的成本补偿和激励费用之和不得超过研发预算。"""
    del at
    text = f"研发费用合计{yuan(facts.amounts)}，超过包 1 预算{yuan(facts.budget)}。"
    return Finding(facts.amounts <= facts.budget, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPurchaseFacts:
    """The products that may be bought first: who is still researching, who passed acceptance."""

    under_way: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    amount: int = 0
    budget: int = 0


@rule("COI-01")
def research_is_over(facts: FirstPurchaseFacts, at: datetime) -> Finding:
    """研发供应商的研发全部结束，并且有创新产品通过验收，方可开展首购评审。"""
    del at
    if facts.under_way:
        return Finding(False, f"研发还没有结束：{listed(facts.under_way)}。")
    return Finding(bool(facts.passed), "没有创新产品通过验收，应当终止首购。")


@rule("COI-01")
def products_are_all_scored(facts: FirstPurchaseFacts, at: datetime) -> Finding:
    """两家以上的创新产品通过验收的，应当由谈判小组逐一评审；只有一家的，直接确定为首购产品。"""
    del at
    needed = facts.unscored if len(facts.passed) > 1 else ()
    return Finding(not needed, f"还没有评审：{listed(needed)}。")


@rule("COI-01")
def products_compete(facts: FirstPurchaseFacts, at: datetime) -> Finding:
    """两家以上的创新产品通过验收的，由谈判小组进行首购评审；只有一家的，直接确定为首购产品。"""
    del at
    return Finding(len(facts.passed) > 1, "没有两家以上的创新产品通过验收，不需要首购评审。")


@rule("GP-BUD-01")
def first_purchase_is_within_budget(facts: FirstPurchaseFacts, at: datetime) -> Finding:
    """首购金额不得超过首购预算。"""
    del at
    text = f"首购金额{yuan(facts.amount)}，超过包 2 预算{yuan(facts.budget)}。"
    return Finding(facts.amount <= facts.budget, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseTermFacts:
    """A contract about a first purchase; money in 分. ``first``: it is one."""

    first: bool
    amount: int
    advance: int
    added: int = 0


@rule("COI-10")
def first_purchase_is_prepaid(facts: PurchaseTermFacts, at: datetime) -> Finding:
    """首购预付款不得低于首购金额的百分之三十。"""
    if not facts.first:
        return Finding(True)
    share = Fraction(parameter("COI-10", on=beijing_day(at)).value)
    least = round_up(facts.amount * share)
    text = f"首购预付款{yuan(facts.advance)}，不得低于首购金额的{percent(share)}即{yuan(least)}。"
    return Finding(facts.advance >= least, text)


@rule("COI-09")
def goal_change_is_within_share(facts: PurchaseTermFacts, at: datetime) -> Finding:
    """因采购人调整创新目标的价格变动不超过首购金额的百分之十。"""
    if not facts.first:
        return Finding(True)
    share = Fraction(parameter("COI-09", on=beijing_day(at)).value)
    most = int(facts.amount * share)
    text = f"增加{yuan(facts.added)}，不得超过首购金额的{percent(share)}即{yuan(most)}。"
    return Finding(abs(facts.added) <= most, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """A research stage whose cost is recognised; money in 分, the ratio a fraction."""

    cost: int
    cap: int
    ratio: Decimal
    earlier_passed: bool = True
    negotiated: bool = True


@rule("COI-07")
def stage_is_within_the_contract(facts: StageFacts, at: datetime) -> Finding:
    """各阶段认定的可补偿成本不得超过研发合同约定的该阶段上限，按约定比例支付。"""
    del at
    pay = research_payment(facts.cost, facts.ratio)
    lines = (f"{yuan(facts.cost)} × {percent(facts.ratio)} ＝ {yuan(pay)}",)
    text = f"认定成本{yuan(facts.cost)}，超过该阶段上限{yuan(facts.cap)}。"
    return Finding(0 < facts.cost <= facts.cap, text, lines)


@rule("COI-07")
def stages_follow_each_other(facts: StageFacts, at: datetime) -> Finding:
    """上一阶段的标志性成果通过后，方可进入下一阶段的研发中期谈判。"""
    del at
    return Finding(facts.earlier_passed, "上一阶段的标志性成果还没有通过。")
