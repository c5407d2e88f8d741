"""Rules for the end of a procedure: second reviews, withheld bonds, the record of one supplier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Rule
from lucai.law.wording import day, listed

CONSULTATION_ERRORS = {
    "qualification": "资格性审查认定错误",
    "sum": "分值汇总计算错误",
    "range": "分项评分超出评分标准范围",
    "objective": "客观分评分不一致",
    "outlier": "一致认定评分畸高、畸低",
}
"""What may be mended by the same panel after a competitive consultation."""

TENDER_ERRORS = {
    "sum": "分值汇总计算错误",
    "range": "分项评分超出评分标准范围",
    "objective": "客观评审因素评分不一致",
    "outlier": "评标委员会认定评分畸高、畸低",
}
"""What may be mended by the same panel after a tender."""

NEGOTIATION_ERRORS = {"qualification": "资格性审查认定错误", "price": "价格计算错误"}
"""What may be mended by the same panel after a negotiation or an inquiry."""

FORFEITS = {
    "revoked": "截止后撤回响应文件",
    "false_material": "响应文件中提供虚假材料",
    "no_contract": "无正当理由不与采购人签订合同",
    "collusion": "与采购人、其他供应商或者代理机构恶意串通",
    "in_file": "采购文件规定的其他情形",
}
"""What lets a bond be kept."""


@dataclass(frozen=True, slots=True)
class ReviewAgainFacts:
    """Why a panel is to review again."""

    grounds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BondFacts:
    """What becomes of a bond, and what its supplier did."""

    kept: bool = False
    grounds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BondBackFacts:
    """A bond about to go back; ``interest`` in 分 is None where nothing was said of it."""

    ended: bool = False
    guaranteed: bool = False
    interest: int | None = None
    due_on: date | None = None


@rule("GP-TEN-18")
def tender_is_reviewed_again_lawfully(facts: ReviewAgainFacts, at: datetime) -> Finding:
    """评标报告签署后，只有法定的四种情形可以组织原评标委员会重新评审。"""
    del at
    return _only(facts.grounds, TENDER_ERRORS)


@rule("GP-CON-07")
def consultation_is_reviewed_again_lawfully(facts: ReviewAgainFacts, at: datetime) -> Finding:
    """除法定的五种评审错误外，采购人、采购代理机构不得以任何理由组织重新评审。"""
    del at
    return _only(facts.grounds, CONSULTATION_ERRORS)


@rule("GP-NEG-12")
def negotiation_is_reviewed_again_lawfully(facts: ReviewAgainFacts, at: datetime) -> Finding:
    """除资格性审查认定错误和价格计算错误外，不得以任何理由组织重新评审。"""
    del at
    return _only(facts.grounds, NEGOTIATION_ERRORS)


@rule("GP-BON-06")
def bond_is_kept_on_a_ground(facts: BondFacts, at: datetime) -> Finding:
    """保证金只有在法定或者采购文件规定的情形下不予退还，其余应当退还。"""
    del at
    known = facts.grounds & FORFEITS.keys()
    return Finding(not facts.kept or bool(known), "没有不予退还的情形，应当退还保证金。")


@rule("GP-BON-04")
def interest_goes_back_with_the_bond(facts: BondBackFacts, at: datetime) -> Finding:
    """采购活动终止的，应当将保证金及其在银行产生的孳息一并退还。"""
    del at
    told = not facts.ended or facts.guaranteed or facts.interest is not None
    return Finding(told, "请填写连同保证金退还的孳息，没有孳息的填 0。")


@rule("GP-BON-04", severity="warn")
def bond_goes_back_in_time(facts: BondBackFacts, at: datetime) -> Finding:
    """投标保证金应当在规定的五个工作日内退还。"""
    if facts.due_on is None:
        return Finding(True)
    late = f"最迟应当在{day(facts.due_on)}退还，现已逾期，应当支付超期资金占用费。"
    return Finding(beijing_day(at) <= facts.due_on, late)


def _only(grounds: frozenset[str], allowed: dict[str, str]) -> Finding:
    lawful = bool(grounds) and grounds <= allowed.keys()
    return Finding(lawful, f"只有下列情形可以重新评审：{listed(tuple(allowed.values()))}。")


REVIEWS: dict[str, tuple[Rule, dict[str, str]]] = {
    "open": (tender_is_reviewed_again_lawfully, TENDER_ERRORS),
    "invited": (tender_is_reviewed_again_lawfully, TENDER_ERRORS),
    "consultation": (consultation_is_reviewed_again_lawfully, CONSULTATION_ERRORS),
    "negotiation": (negotiation_is_reviewed_again_lawfully, NEGOTIATION_ERRORS),
    "inquiry": (negotiation_is_reviewed_again_lawfully, NEGOTIATION_ERRORS),
}
"""Method → the rule of its second reviews and the errors that it names; no other method has any."""
