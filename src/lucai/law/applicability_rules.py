"""Rules that say which law and which organisation a purchase is for, before anything else is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.calendar import beijing_day
from lucai.law.parameters import rule_sheet
from lucai.law.rules import Finding, calculates, rule
from lucai.law.thresholds import purchase_threshold
from lucai.law.wording import listed, yuan

calculates("GP-THR-01", "GP-THR-07")
WORKS = "works"
TENDERING_LAW, PROCUREMENT_LAW = "招标投标法", "政府采购法"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseFacts:
    """A purchase before it is planned; money in 分.

    ``fiscal``: paid with fiscal money, ``mixed``: with other money that cannot be told apart,
    ``loan``: with a loan that fiscal money repays. ``law``: which law it is carried out under.
    """

    object: str = "goods"
    budget: int = 0
    in_catalogue: bool = False
    level: str = "province"
    region: str = "370000"
    fiscal: bool = True
    mixed: bool = False
    loan: bool = False
    tendered: bool = False
    works_related: bool = False
    law: str = PROCUREMENT_LAW
    force_majeure: bool = False
    secret: bool = False
    military: bool = False
    common_item: bool = False
    centralised: bool = False
    department_item: bool = False
    unit_item_approved: bool = False
    delegated_on: bool = False
    reserved: int = 0
    reserved_listed: int = 0
    evaluation: str = ""
    argued_by: frozenset[str] = frozenset()
    panel: frozenset[str] = frozenset()

    @property
    def outside(self) -> bool:
        """Whether the procurement law does not apply at all."""
        return self.secret or self.military or self.force_majeure


def _is_public(facts: PurchaseFacts, at: datetime) -> bool:
    limit = purchase_threshold(
        facts.object, facts.level, on=beijing_day(at), region=facts.region
    ).fen
    money = facts.fiscal or facts.mixed or facts.loan
    return money and (facts.in_catalogue or facts.budget >= limit)


@rule("GP-SCO-01")
def purchase_is_government_procurement(facts: PurchaseFacts, at: datetime) -> Finding:
    """使用财政性资金采购目录以内或者限额标准以上的，应当依法实行政府采购。"""
    needed = _is_public(facts, at) and not facts.outside
    followed = facts.law in {PROCUREMENT_LAW, TENDERING_LAW}
    return Finding(followed or not needed, f"预算{yuan(facts.budget)}，应当依法实行政府采购。")


@rule("GP-SCO-02")
def mixed_money_is_one_purchase(facts: PurchaseFacts, at: datetime) -> Finding:
    """财政性资金与非财政性资金无法分割采购的，统一适用政府采购法；以财政性资金还本付息的借贷资金视同财政性资金。"""
    needed = (facts.mixed or facts.loan) and _is_public(facts, at) and not facts.outside
    followed = facts.law in {PROCUREMENT_LAW, TENDERING_LAW}
    return Finding(followed or not needed, "无法分割的资金或者借贷资金，应当统一适用政府采购法。")


@rule("GP-SCO-03")
def works_follow_the_right_law(facts: PurchaseFacts, at: datetime) -> Finding:
    """工程以及与工程建设有关的货物、服务，招标的适用招标投标法，非招标方式采购的适用政府采购法。"""
    del at
    related = facts.object == WORKS or facts.works_related
    wanted = TENDERING_LAW if related and facts.tendered else PROCUREMENT_LAW
    return Finding(not related or facts.law == wanted, f"应当适用{wanted}。")


@rule("GP-SCO-04")
def exceptions_stay_outside(facts: PurchaseFacts, at: datetime) -> Finding:
    """不可抗力的紧急采购、涉及国家安全和秘密的采购、军事采购不适用政府采购法；紧急采购自施行之日起另有办法。"""
    emergency = rule_sheet("GP-MET-10")
    own = emergency.since <= beijing_day(at)
    outside = facts.secret or facts.military or (facts.force_majeure and not own)
    text = "这类采购不适用政府采购法，不能作为一般政府采购项目办理。"
    return Finding(not (outside and facts.law == PROCUREMENT_LAW), text)


@rule("GP-THR-03")
def common_items_are_centralised(facts: PurchaseFacts, at: datetime) -> Finding:
    """集中采购目录中的通用项目应当委托集中采购机构代理，经批准或者本部门有特殊要求的除外。"""
    del at
    excused = facts.department_item or facts.unit_item_approved
    return Finding(
        not facts.common_item or facts.centralised or excused,
        "这是集中采购目录中的通用项目，应当委托集中采购机构代理。",
    )


@rule("GP-THR-04")
def centralised_items_are_not_passed_on(facts: PurchaseFacts, at: datetime) -> bool:
    """集中采购机构不得将集中采购项目转委托。"""
    del at
    return not (facts.centralised and facts.delegated_on)


@rule("GP-BUD-02")
def reserved_share_is_listed(facts: PurchaseFacts, at: datetime) -> Finding:
    """预留给中小企业的份额应当在政府采购预算中单独列示。"""
    del at
    text = f"预留{yuan(facts.reserved)}，预算中单独列示{yuan(facts.reserved_listed)}。"
    return Finding(facts.reserved_listed >= facts.reserved, text)


@rule("GP-EVA-11")
def works_are_evaluated_lawfully(facts: PurchaseFacts, at: datetime) -> Finding:
    """依招标投标法进行的工程招标，采用综合评估法或者经评审的最低投标价法。"""
    del at
    allowed = {"comprehensive", "lowestPrice"}
    asked = facts.object == WORKS and facts.law == TENDERING_LAW
    return Finding(
        not asked or facts.evaluation in allowed, "应当采用综合评估法或者经评审的最低投标价法。"
    )


@rule("GP-PLN-05")
def import_experts_do_not_evaluate(facts: PurchaseFacts, at: datetime) -> Finding:
    """参与进口产品论证的专家不得作为同一项目的评审专家。"""
    del at
    both = facts.argued_by & facts.panel
    return Finding(not both, f"{listed(sorted(both))}参与过进口产品论证，不得评审同一项目。")
