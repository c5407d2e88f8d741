"""Rules of the evaluation: scores, low prices, corrections, report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, yuan

CHECKERS = frozenset({"buyer", "agency"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationFacts:
    """The evaluation of one lot as it stands."""

    object: str = "goods"
    qualification_checked_by: str = "buyer"
    objective_scores: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    scores_out_of_range: tuple[str, ...] = ()
    missing_scores: tuple[str, ...] = ()
    missing_reasons: tuple[str, ...] = ()
    low_price_undecided: tuple[str, ...] = ()
    low_price_recorded: bool = True
    price_adjustments: tuple[str, ...] = ()
    members_left: tuple[str, ...] = ()
    unsigned_members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFacts:
    """The price of one bid beside its lot's ceiling; in 分."""

    price: int
    ceiling: int


@rule("GP-TEN-15", cites=["财政部令第87号/63", "政府采购法/2"])
def price_can_be_accepted(facts: PriceFacts, at: datetime) -> Finding:
    """投标报价应当大于零，并且不超过最高限价，否则投标无效。"""
    if facts.price <= 0:
        return Finding(False, "投标报价为零，政府采购是有偿取得，投标无效。")
    text = f"投标报价{yuan(facts.price)}超过最高限价{yuan(facts.ceiling)}，投标无效。"
    return Finding(facts.price <= facts.ceiling, text)


@rule("GP-TEN-11")
def buyer_checks_the_qualification(facts: EvaluationFacts, at: datetime) -> bool:
    """资格审查应当由采购人或者采购代理机构进行，不由评标委员会进行。"""
    return facts.qualification_checked_by in CHECKERS


@rule("GP-EVA-09")
def objective_scores_agree(facts: EvaluationFacts, at: datetime) -> Finding:
    """客观评审因素的评分应当一致。"""
    apart = [name for name, scores in facts.objective_scores.items() if len(set(scores)) > 1]
    return Finding(not apart, f"客观评审因素{listed(apart)}各评委评分不一致，应当核对。")


@rule("GP-TEN-18")
def scores_are_within_range(facts: EvaluationFacts, at: datetime) -> Finding:
    """评分不得超出评分标准范围。"""
    out = facts.scores_out_of_range
    return Finding(not out, f"{listed(out)}的评分超出评分标准范围。")


@rule("GP-EXP-09")
def every_member_has_scored(facts: EvaluationFacts, at: datetime) -> Finding:
    """评审委员会成员应当独立完成全部评分，并说明理由。"""
    if facts.missing_scores:
        return Finding(False, f"尚未完成评分：{listed(facts.missing_scores)}。")
    return Finding(not facts.missing_reasons, f"尚未说明理由：{listed(facts.missing_reasons)}。")


@rule("GP-EVA-01")
def prices_are_not_adjusted(facts: EvaluationFacts, at: datetime) -> Finding:
    """除算术修正和落实政策的价格扣除外，不得对投标价格进行任何调整。"""
    return Finding(
        not facts.price_adjustments, f"不允许的价格调整：{listed(facts.price_adjustments)}。"
    )


@rule("GP-LOW-08")
def low_prices_are_decided(facts: EvaluationFacts, at: datetime) -> Finding:
    """触发异常低价审查的报价，应当由评审委员会要求说明并作出认定。"""
    open_ = facts.low_price_undecided
    return Finding(not open_, f"异常低价审查尚未认定：{listed(open_)}。")


@rule("GP-LOW-09")
def low_price_review_is_recorded(facts: EvaluationFacts, at: datetime) -> bool:
    """异常低价审查的原因、意见和结果应当记入评审报告，材料和查询记录存档。"""
    return facts.low_price_recorded


@rule("GP-TEN-21")
def panel_is_still_complete(facts: EvaluationFacts, at: datetime) -> Finding:
    """评标委员会成员缺席、回避或者离场的，应当补足后继续评标。"""
    return Finding(not facts.members_left, f"{listed(facts.members_left)}已离场，应当先补足成员。")


@rule("GP-EXP-09")
def report_is_signed(facts: EvaluationFacts, at: datetime) -> Finding:
    """评审报告应当由全体成员签字；持不同意见的书面说明，拒绝签字又不说明的视为同意。"""
    return Finding(not facts.unsigned_members, f"尚未签字：{listed(facts.unsigned_members)}。")
