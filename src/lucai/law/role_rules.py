"""Duties that one person must not combine in one procurement, and suppliers who must stay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from lucai.law.rules import Finding, rule
from lucai.law.sheets import yaml_sheet
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True)
class Incompatible:
    """Two duties that exclude each other within one thing, and the rule that says so."""

    rule: str
    first: str
    second: str
    within: str = "同一项目"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts:
    """What one person already did in a procurement, and what they are about to do."""

    person: str = ""
    duties: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFacts:
    """A supplier about to take part in a lot, with what the graph of firms shows."""

    is_agency_of_project: bool = False
    excluded_until: tuple[str, ...] = ()
    also_in_consortium: bool = False
    designed: bool = False
    only_source: bool = False


@cache
def incompatible_duties() -> tuple[Incompatible, ...]:
    """Return every pair of duties that exclude each other."""
    pairs = yaml_sheet("roles", "incompatible")["pairs"]
    return tuple(
        Incompatible(row["rule"], *row["duties"], *([row["within"]] if "within" in row else []))
        for row in pairs
    )


def duty_label(duty: str) -> str:
    """Return the Chinese name of a duty."""
    return str(yaml_sheet("roles", "incompatible")["duties"][duty])


def clashes(duties: frozenset[str]) -> tuple[Incompatible, ...]:
    """Return the pairs of duties found in one person."""
    return tuple(p for p in incompatible_duties() if {p.first, p.second} <= duties)


def _apart(facts: DutyFacts, rule_id: str) -> Finding:
    hit = next((pair for pair in clashes(facts.duties) if pair.rule == rule_id), None)
    if hit is None:
        return Finding(True)
    both = f"“{duty_label(hit.first)}”和“{duty_label(hit.second)}”"
    who = facts.person or "同一人"
    return Finding(False, f"{who}不得在{hit.within}中兼任{both}，请由另一位同事办理。")


@rule("ROL-01")
def demand_is_reviewed_by_another(facts: DutyFacts, at: datetime) -> Finding:
    """编制采购需求的人员不得审查同一需求。"""
    return _apart(facts, "ROL-01")


@rule("ROL-02")
def solicitation_is_checked_by_another(facts: DutyFacts, at: datetime) -> Finding:
    """编制采购文件的人员不得复核同一采购文件。"""
    return _apart(facts, "ROL-02")


@rule("ROL-03")
def acceptance_is_by_another_than_the_signer(facts: DutyFacts, at: datetime) -> Finding:
    """签订合同的人员不得验收同一合同。"""
    return _apart(facts, "ROL-03")


@rule("ROL-04")
def payment_is_approved_by_another(facts: DutyFacts, at: datetime) -> Finding:
    """申请支付的人员不得审批同一支付。"""
    return _apart(facts, "ROL-04")


@rule("ROL-05")
def expert_did_not_argue(facts: DutyFacts, at: datetime) -> Finding:
    """参加过进口或者需求论证的专家不得评审同一项目。"""
    return _apart(facts, "ROL-05")


@rule("ROL-06")
def supervisor_does_not_evaluate(facts: DutyFacts, at: datetime) -> Finding:
    """监督人员不得参加同一项目的评审。"""
    return _apart(facts, "ROL-06")


@rule("ROL-07")
def method_is_approved_by_another(facts: DutyFacts, at: datetime) -> Finding:
    """使用采购方式的人员不得批准该方式。"""
    return _apart(facts, "ROL-07")


@rule("ROL-08")
def administrator_does_not_audit(facts: DutyFacts, at: datetime) -> Finding:
    """系统管理人员不得兼任审计人员。"""
    return _apart(facts, "ROL-08")


@rule("ROL-09")
def ruling_is_approved_by_another(facts: DutyFacts, at: datetime) -> Finding:
    """拟定投诉处理决定的人员不得审签同一决定。"""
    return _apart(facts, "ROL-09")


@rule("ROL-10")
def recommended_are_confirmed_by_another(facts: DutyFacts, at: datetime) -> Finding:
    """书面推荐供应商的人员不得确认同一名单。"""
    return _apart(facts, "ROL-10")


@rule("GP-QUA-02")
def supplier_is_not_excluded(facts: SupplierFacts, at: datetime) -> Finding:
    """被禁止参加政府采购活动的供应商，禁止期内不得参加。"""
    return Finding(
        not facts.excluded_until, f"禁止参加政府采购活动：{listed(facts.excluded_until)}。"
    )


@rule("GP-AGE-05")
def agency_does_not_bid(facts: SupplierFacts, at: datetime) -> bool:
    """代理机构及其分支机构不得在所代理的项目中投标。"""
    return not facts.is_agency_of_project


@rule("GP-QUA-04")
def designer_does_not_bid(facts: SupplierFacts, at: datetime) -> Finding:
    """为采购项目提供整体设计、规范编制或者项目管理、监理、检测等服务的，不得再参加该项目；单一来源除外。"""
    return Finding(
        facts.only_source or not facts.designed,
        "贵单位为本项目提供过整体设计、规范编制或者项目管理、监理、检测等服务，不得再参加本项目。",
    )


@rule("GP-JOI-02")
def consortium_members_bid_once(facts: SupplierFacts, at: datetime) -> bool:
    """联合体成员不得再单独参加或者与其他供应商组成联合体参加同一合同项下的采购活动。"""
    return not facts.also_in_consortium
