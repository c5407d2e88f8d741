"""Rules of admitted suppliers: agreements, joining, leaving, removal, refill (财政部令第110号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.counts import refill_is_allowed
from lucai.law.deadlines import deadline
from lucai.law.framework_rules import OPEN
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Severity
from lucai.law.wording import listed, percent

REMOVALS = {
    "collusion": "恶意串通谋取入围或者合同成交",
    "false_material": "提供虚假材料谋取入围或者合同成交",
    "refusal": "无正当理由拒不接受合同授予",
    "non_performance": "不履行合同义务或者履行不符合约定，经请求后仍不履行",
    "banned": "有效期内因违法行为被禁止或者限制参加政府采购活动",
    "agreed": "框架协议约定的其他情形",
}
"""Article 19: why an admission is cancelled or an agreement rescinded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """Framework agreements between the admission letters and the beginning of the term.

    ``agreed_on`` is the day of the last signature.
    """

    letter_on: date
    unsigned: tuple[str, ...] = ()
    signed: int = 0
    agreed_on: date | None = None


@rule("GP-FRA-07", dated_by="letter_on", severity=Severity.WARN)
def agreement_is_signed_in_time(facts: AgreementFacts, at: datetime) -> Finding:
    """入围通知书发出之日起三十日内签订框架协议。"""
    last = deadline("GP-FRA-07", facts.letter_on, "agreement")
    return Finding(last.allows(beijing_day(at)), f"最迟应当在{last.date}签订。", last.calculation)


@rule("GP-FRA-07", dated_by="letter_on")
def agreements_are_signed(facts: AgreementFacts, at: datetime) -> Finding:
    """与全部入围供应商签订框架协议后开始执行，并报备案、告知适用的采购人。"""
    if facts.unsigned:
        return Finding(False, f"还没有签订框架协议：{listed(facts.unsigned)}。")
    return Finding(bool(facts.signed), "还没有签订一份框架协议。")


@rule("GP-FRA-07", dated_by="agreed_on", severity=Severity.WARN)
def buyers_are_told_in_time(facts: AgreementFacts, at: datetime) -> Finding:
    """框架协议签订后三个工作日内将入围信息告知适用的采购人。"""
    return _in_days(facts, at, "buyers", "告知采购人")


@rule("GP-FRA-07", dated_by="agreed_on", severity=Severity.WARN)
def agreements_are_filed_in_time(facts: AgreementFacts, at: datetime) -> Finding:
    """框架协议签订后七个工作日内将副本报本级财政部门备案。"""
    return _in_days(facts, at, "filing", "报财政部门备案")


def _in_days(facts: AgreementFacts, at: datetime, name: str, act: str) -> Finding:
    if facts.agreed_on is None:
        return Finding(True)
    last = deadline("GP-FRA-07", facts.agreed_on, name)
    said = f"最迟应当在{last.date}{act}。"
    return Finding(last.allows(beijing_day(at)), said, last.calculation)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningFacts:
    """An application to an open framework, under review."""

    applied_on: date


@rule("GP-FRA-12", dated_by="applied_on", severity=Severity.WARN)
def application_is_reviewed_in_time(facts: JoiningFacts, at: datetime) -> Finding:
    """收到加入申请后七个工作日内完成审核。"""
    last = deadline("GP-FRA-12", facts.applied_on)
    return Finding(last.allows(beijing_day(at)), f"最迟应当在{last.date}审核。", last.calculation)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """An admitted supplier about to leave, or to be removed."""

    kind: str
    removal: str = ""
    evidence: str = ""


@rule("GP-FRA-12", cites=("财政部令第110号/20",))
def closed_members_stay(facts: MemberFacts, at: datetime) -> bool:
    """封闭式框架协议入围供应商无正当理由，不得主动放弃入围资格或者退出框架协议。"""
    return facts.kind == OPEN


@rule("GP-FRA-13")
def removal_has_a_ground(facts: MemberFacts, at: datetime) -> Finding:
    """取消入围资格、解除框架协议应当有规定的情形和证据。"""
    if facts.removal not in REMOVALS:
        return Finding(False, "没有选择规定的清退情形。")
    return Finding(bool(facts.evidence.strip()), "没有写明事实和证据。")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillFacts:
    """A closed framework that may have too few suppliers left."""

    initial: int
    left: int
    execution_hurt: bool


@rule("GP-FRA-08")
def refill_is_needed(facts: RefillFacts, at: datetime) -> Finding:
    """剩余入围供应商不足百分之七十且影响框架协议执行的，方可补充征集。"""
    limit = parameter("GP-FRA-08", on=beijing_day(at)).value
    if not facts.initial:
        return Finding(False, "还没有入围供应商。")
    allowed = refill_is_allowed(facts.initial, facts.left, facts.execution_hurt, on=beijing_day(at))
    return Finding(
        allowed,
        f"初次入围{facts.initial}家，剩余{facts.left}家，不足{percent(limit)}且影响执行的方可补充征集。",
    )
