"""Rules that say which organisation a purchase goes to, before anything else is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrustingFacts:
    """A purchase about to be entrusted: whether its items are central, and the agency a 集采机构.

    ``passed_on``: who entrusts is itself a 集采机构.
    """

    common_item: bool = False
    centralised: bool = False
    passed_on: bool = False


@rule("GP-THR-04")
def central_items_are_not_passed_on(facts: EntrustingFacts, at: datetime) -> Finding:
    """集中采购机构不得将集中采购项目转委托。"""
    del at
    passed = facts.common_item and facts.passed_on
    return Finding(not passed, "本单位是集中采购机构，集中采购项目应当自行组织，不得转委托。")


@rule("GP-THR-03")
def common_items_are_centralised(facts: EntrustingFacts, at: datetime) -> Finding:
    """集中采购目录中的通用项目应当委托集中采购机构代理，经批准或者本部门有特殊要求的除外。"""
    del at
    return Finding(
        not facts.common_item or facts.centralised,
        "这是政府集中采购项目，应当委托集中采购机构代理。",
    )
