"""What the law asks before imported products are bought: who argued, and who may review it then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from lucai.law.calendar import beijing_day
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed

RESTRICTED, ENCOURAGED = "restricted", "encouraged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportExpert:
    """One of those who argued; ``legal``: a lawyer, not somebody who knows the product."""

    name: str
    unit: str
    legal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFacts:
    """What a plan says of its imports; ``buyers_people`` are names that act for the buyer in it."""

    imports: bool = False
    kind: str = ""
    industry_opinion: bool = False
    policy_named: bool = False
    experts: tuple[ImportExpert, ...] = ()
    buyer_name: str = ""
    buyers_people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArguedFacts:
    """Somebody about to evaluate; ``argued_import`` where they argued for this import."""

    person: str = ""
    argued_import: bool = False


@rule("GP-PLN-04")
def import_is_argued(facts: ImportFacts, at: datetime) -> Finding:
    """进口产品应当有行业主管部门意见或者专家论证意见；限制进口的两者都要，鼓励进口的还要有政策文件。"""
    del at
    if not facts.imports:
        return Finding(True)
    parts = {"所属行业主管部门意见": facts.industry_opinion, "专家论证意见": bool(facts.experts)}
    missing = [label for label, there in parts.items() if not there]
    if facts.kind == ENCOURAGED and not facts.policy_named:
        return Finding(False, "属于国家鼓励进口产品的，请填写鼓励进口的政策文件。")
    if facts.kind == RESTRICTED:
        return Finding(not missing, f"属于国家限制进口产品，缺少：{listed(missing)}。")
    argued = len(missing) < len(parts) or facts.kind == ENCOURAGED
    return Finding(argued, "采购进口产品，请填写所属行业主管部门意见，或者专家论证意见。")


@rule("GP-PLN-04")
def import_experts_are_a_lawful_group(facts: ImportFacts, at: datetime) -> Finding:
    """论证专家组应当为五人以上单数，至少一名法律专家，产品技术专家为本单位以外人员，采购人代表不得参加。"""
    if not facts.imports or not facts.experts:
        return Finding(True)
    faults = (*_size_faults(facts, at), *_people_faults(facts))
    return Finding(not faults, f"论证专家组：{'；'.join(faults)}。" if faults else "")


def _size_faults(facts: ImportFacts, at: datetime) -> tuple[str, ...]:
    on, count = beijing_day(at), len(facts.experts)
    least, lawyers = (int(parameter("GP-PLN-04", n, on=on).value) for n in ("experts", "lawyers"))
    found = []
    if count < least or count % 2 == 0:
        found.append(f"现有{count}人，应当为{least}人以上单数")
    if sum(one.legal for one in facts.experts) < lawyers:
        found.append(f"法律专家不足{lawyers}名")
    return tuple(found)


def _people_faults(facts: ImportFacts) -> tuple[str, ...]:
    own = [one.name for one in facts.experts if not one.legal and _is_of(one, facts.buyer_name)]
    acting = [one.name for one in facts.experts if one.name in facts.buyers_people]
    known = Counter((one.name, one.unit) for one in facts.experts)
    twice = [name for (name, _), times in known.items() if times > 1]
    said = (
        (own, "是本单位人员，产品技术专家应当为本单位以外人员"),
        (acting, "代表采购人办理本计划，不得作为论证专家"),
        (twice, "填写了两次"),
    )
    return tuple(f"{listed(names)}{text}" for names, text in said if names)


def _is_of(expert: ImportExpert, buyer_name: str) -> bool:
    """Whether the expert's unit is the buyer, or a part of it by its name."""
    unit = "".join(expert.unit.split())
    return bool(buyer_name) and unit.startswith(buyer_name)


@rule("GP-PLN-05")
def import_arguers_do_not_evaluate(facts: ArguedFacts, at: datetime) -> Finding:
    """参加进口产品论证的专家不得作为同一项目的评审专家。"""
    del at
    return Finding(
        not facts.argued_import,
        f"{facts.person or '该专家'}参加过本项目进口产品的论证，不得参加评审。",
    )
