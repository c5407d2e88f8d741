"""What is asked of a prequalification beyond the law's own numbers, over one set of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.emergency_rules import EMERGENCY
from lucai.law.planning_rules import IntentionFacts, intention_is_published_early_enough
from lucai.law.prequalification_rules import (
    ANNOUNCED,
    PoolFacts,
    buyers_share_is_lawful,
    enough_are_recommended,
    everybody_asked_has_answered,
)
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Verdict
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PrequalificationFacts(PoolFacts):
    """A prequalification with its project, as every rule of its life reads it.

    ``missing`` names what is not filled in; ``unjudged`` the applicants still to be reviewed;
    ``looking_witnessed``: the person who looks has signed in as a witness already;
    ``one_supplier``: the plan's situation is one in which one alone is asked; ``duties`` are
    those that ``person``, who looks, has or is about to have in the list.
    """

    missing: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()
    intention: IntentionFacts
    looking_witnessed: bool = False
    one_supplier: bool = False
    person: str = ""
    duties: frozenset[str] = frozenset()
    experts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationFacts:
    """Written words about to be signed; ``conflicted`` says which supplier has what to do with the expert."""

    conflicted: tuple[str, ...] = ()
    declared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts(PoolFacts):
    """An application about to be handed in, with the conditions it leaves unanswered."""

    unanswered: tuple[str, ...] = ()


@rule("GP-TEN-04", cites=("财政部令第87号/21", "政府采购法实施条例/21"))
def content_is_complete(facts: PrequalificationFacts, at: datetime) -> Finding:
    """资格预审文件应当载明资格要求、审核标准和方法、申请文件的内容和提交截止时间。"""
    del at
    return Finding(not facts.missing, f"还没有填写：{listed(facts.missing)}。")


def intention_is_early_enough(facts: PrequalificationFacts, at: datetime) -> Verdict:
    """采购意向应当在采购活动开始三十日前公开。"""
    return intention_is_published_early_enough(facts.intention, at)


@rule("GP-TEN-04", cites=("财政部令第87号/14", "财政部令第87号/44"))
def every_applicant_is_judged(facts: PrequalificationFacts, at: datetime) -> Finding:
    """应当按照资格预审文件载明的标准和方法，对每一家申请人逐项审查。"""
    del at
    return Finding(not facts.unjudged, f"还有申请人没有审查完：{listed(facts.unjudged)}。")


@rule("GP-TEN-07", cites=("财政部令第87号/14",))
def witness_is_another_person(facts: PrequalificationFacts, at: datetime) -> Finding:
    """到场监督的两名采购人工作人员应当是不同的人。"""
    del at
    return Finding(not facts.looking_witnessed, "您已经登记到场监督，请由另一名工作人员登记。")


@rule("GP-TEN-04")
def application_answers_everything(facts: ApplicationFacts, at: datetime) -> Finding:
    """申请文件应当对每一项资格要求作出说明。"""
    del at
    return Finding(not facts.unanswered, f"还没有说明：{listed(facts.unanswered)}。")


@rule("GP-MET-10")
def emergency_list_fits(facts: PrequalificationFacts, at: datetime) -> Finding:
    """紧急采购至少有一家供应商；直接采购或者向原供应商追加的只有一家。"""
    del at
    if facts.method != EMERGENCY:
        return Finding(True)
    if not facts.pool:
        return Finding(False, "还没有列入供应商。")
    alone = not facts.one_supplier or facts.pool == 1
    return Finding(alone, "直接采购或者向原供应商追加的，只列入一家供应商。")


@rule("GP-EXP-02")
def experts_can_be_drawn(facts: PrequalificationFacts, at: datetime) -> Finding:
    """推荐供应商的评审专家从专家库中随机抽取。"""
    del at
    text = (
        f"专家库中符合专业和回避条件的只有{facts.experts}名，需要{facts.places}名；请放宽评审专业。"
    )
    return Finding(facts.experts >= facts.places, text)


@rule("GP-EXP-04")
def expert_recommends_no_relation(facts: RecommendationFacts, at: datetime) -> Finding:
    """评审专家不得推荐与自己有利害关系的供应商。"""
    del at
    return Finding(not facts.conflicted, f"不能推荐：{listed(facts.conflicted)}。")


@rule("GP-EXP-14")
def recommender_declares_himself_free(facts: RecommendationFacts, at: datetime) -> Finding:
    """推荐人应当声明与所推荐的供应商没有利害关系。"""
    del at
    return Finding(facts.declared, "请勾选与所推荐的供应商没有利害关系的声明。")


RECOMMENDED_RULES = (
    everybody_asked_has_answered,
    enough_are_recommended,
    buyers_share_is_lawful,
)


def is_vain(state: str, facts: PrequalificationFacts, at: datetime) -> bool:
    """Whether all have answered and what they recommended is no lawful list: then another round may follow."""
    if state != "recommending":
        return True
    return not facts.silent and not all(one(facts, at).holds for one in RECOMMENDED_RULES)


def is_announced(facts: PoolFacts) -> bool:
    """Whether suppliers are called by a public notice."""
    return facts.way == ANNOUNCED
