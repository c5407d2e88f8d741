"""Rules of the evaluation panel: size, parity, experts, draw, recusal, secrecy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.committee import RULES, PanelBounds, panel_bounds
from lucai.law.deadlines import deadline
from lucai.law.exact import round_up
from lucai.law.methods import method
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.status import LawRefuses
from lucai.law.verdicts import Verdict
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelFacts:
    """A panel being formed or about to begin; names stand for people, money is in 分."""

    method: str
    object: str = "goods"
    budget: int
    special: bool = False
    lawyers: int = 0
    experts: int
    representatives: int
    evaluation_on: date
    drawn_on: date | None = None
    remote: bool = False
    conflicted: tuple[str, ...] = ()
    own_unit_experts: tuple[str, ...] = ()
    agency_members: tuple[str, ...] = ()
    supervision_members: tuple[str, ...] = ()
    representatives_without_letter: tuple[str, ...] = ()
    leader_is_representative: bool = False
    region: str = "370000"
    buyer_level: str = "province"

    @property
    def members(self) -> int:
        """Experts and representatives together."""
        return self.experts + self.representatives


def _bounds(facts: PanelFacts, on: date, members: int | None = None) -> PanelBounds:
    return panel_bounds(
        facts.method,
        facts.budget,
        members,
        on=on,
        special=facts.special,
        object_=facts.object,
        level=facts.buyer_level,
        region=facts.region,
    )


def _size_finding(facts: PanelFacts, at: datetime, rule_id: str) -> Finding:
    if RULES.get(facts.method) != rule_id:
        return Finding(True)
    on = beijing_day(at)
    try:
        needed = _bounds(facts, on, facts.members)
    except LawRefuses as refusal:
        return Finding(False, str(refusal))
    short = needed.min_experts - facts.experts
    return Finding(
        short <= 0,
        f"评审委员会{facts.members}人中评审专家应当不少于{needed.min_experts}人，现有{facts.experts}人。",
    )


@rule("GP-TEN-13")
def tender_panel_is_lawful(facts: PanelFacts, at: datetime) -> Finding:
    """评标委员会为五人以上单数，评审专家不少于三分之二；一千万元以上或者复杂项目为七人以上。"""
    return _size_finding(facts, at, "GP-TEN-13")


@rule("GP-NEG-01")
def negotiation_panel_is_lawful(facts: PanelFacts, at: datetime) -> Finding:
    """谈判小组、询价小组为三人以上单数，评审专家不少于三分之二；达到公开招标数额的为五人以上。"""
    return _size_finding(facts, at, "GP-NEG-01")


@rule("GP-CON-03")
def consultation_panel_is_lawful(facts: PanelFacts, at: datetime) -> Finding:
    """磋商小组为三人以上单数，评审专家不少于三分之二。"""
    return _size_finding(facts, at, "GP-CON-03")


def _lawyer_finding(facts: PanelFacts, at: datetime, rule_id: str) -> Finding:
    sheet = method(facts.method)
    if RULES.get(facts.method) != rule_id or not (sheet.negotiates and facts.special):
        return Finding(True, applies=False)
    least = parameter(rule_id, "lawyers", on=beijing_day(at)).value
    return Finding(
        facts.lawyers >= least,
        f"技术复杂、专业性强的项目，评审专家中应当有{least}名法律专家；"
        f"请在“分专业名额”里写明{listed(LEGAL_SPECIALTIES.values())}专业的名额。",
    )


@rule("GP-NEG-01", cites=("财政部令第74号/7",))
def negotiation_panel_has_a_lawyer(facts: PanelFacts, at: datetime) -> Finding:
    """技术复杂、专业性强的竞争性谈判项目，评审专家中应当包含一名法律专家。"""
    return _lawyer_finding(facts, at, "GP-NEG-01")


@rule("GP-CON-03")
def consultation_panel_has_a_lawyer(facts: PanelFacts, at: datetime) -> Finding:
    """技术复杂、专业性强的竞争性磋商项目，评审专家中应当包含一名法律专家。"""
    return _lawyer_finding(facts, at, "GP-CON-03")


LEGAL_SPECIALTIES = {
    "C2301": "法律服务（C2301）", "C200303": "法律咨询（C200303）", "C200203": "法律鉴证（C200203）",
}  # fmt: skip
"""The specialties of lawyers, by the beginnings of their catalogue codes."""


def is_legal(specialty: str) -> bool:
    """Say whether a specialty is a lawyer's."""
    return specialty.startswith(tuple(LEGAL_SPECIALTIES))


def panel_is_lawful(facts: PanelFacts, at: datetime) -> Verdict:
    """评审委员会（评标委员会、谈判小组、磋商小组、询价小组）的人数和专家比例应当符合采购方式的规定。"""
    sheet = method(facts.method)
    judges = {
        "GP-TEN-13": tender_panel_is_lawful,
        "GP-NEG-01": negotiation_panel_is_lawful,
        "GP-CON-03": consultation_panel_is_lawful,
    }
    if judge := judges.get(sheet.panel or ""):
        return judge(facts, at)
    return Verdict(sheet.condition, True, f"{sheet.label}没有规定人数。")


def experts_to_draw(facts: PanelFacts, on: date) -> int:
    """Return how many experts a panel of this size needs at least."""
    share = parameter(RULES[facts.method], "expert_share", on=on).value
    return round_up(facts.members * share)


@rule("GP-EXP-03")
def draw_is_not_too_early(facts: PanelFacts, at: datetime) -> Finding:
    """除谈判、磋商和异地评审外，抽取评审专家不得早于评审活动开始前两个工作日。"""
    if method(facts.method).draw_any_time or facts.remote:
        return Finding(True)
    earliest = deadline("GP-EXP-03", facts.evaluation_on)
    drawn = facts.drawn_on or beijing_day(at)
    return Finding(
        earliest.allows(drawn),
        f"评审定于{facts.evaluation_on.isoformat()}，最早{earliest.date.isoformat()}方可抽取评审专家。",
        earliest.calculation,
        earliest.date,
    )


@rule("GP-EXP-04")
def nobody_must_recuse(facts: PanelFacts, at: datetime) -> Finding:
    """评审专家与参加采购活动的供应商存在利害关系的，应当回避。"""
    return Finding(not facts.conflicted, f"{listed(facts.conflicted)}存在应当回避的关系。")


@rule("GP-EXP-05")
def members_are_outsiders(facts: PanelFacts, at: datetime) -> Finding:
    """评审专家不得评审本单位项目；代理机构工作人员和财政监管人员不得参加评审。"""
    barred = (*facts.own_unit_experts, *facts.agency_members, *facts.supervision_members)
    return Finding(not barred, f"{listed(barred)}不得作为本项目的评审专家。")


@rule("GP-EXP-06")
def representatives_are_authorised(facts: PanelFacts, at: datetime) -> Finding:
    """采购人代表应当持授权函参加评审，不得担任组长。"""
    if facts.leader_is_representative:
        return Finding(False, "采购人代表不得担任评审委员会组长。")
    missing = facts.representatives_without_letter
    return Finding(not missing, f"{listed(missing)}没有采购人的授权函。")
