"""What differs from method to method, judged by the method's own sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.caps import cap
from lucai.law.deadlines import FORWARD, Deadline, deadline
from lucai.law.methods import MethodCase, Reference, method, methods, minimum_suppliers
from lucai.law.parameters import Parameter, parameter, rule_sheet, status
from lucai.law.rules import Finding, rule
from lucai.law.status import NoSuchRule, Status
from lucai.law.verdicts import Verdict
from lucai.law.wording import listed, yuan

FALLS_SHORT = {
    "opening": "投标人{count}家，不足{least}家，不得开标。",
    "qualified": "合格投标人{count}家，不足{least}家，不得评标。",
    "substantive": "实质性响应的投标人{count}家，不足{least}家，应予废标。",
    "final_quotes": "提交最后报价的供应商{count}家，不足{least}家，应当终止采购活动。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierCount:
    """How many suppliers are left at a step of a procurement.

    ``two_suppliers``: the case of the plan is one in which the law is content with two.
    """

    method: str
    step: str
    count: int
    two_suppliers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFacts:
    """The method a plan chooses: in which situation, for what, judged how."""

    method: str
    case: str
    object: str
    evaluation_method: str = ""
    failed_project: str = ""
    failed: bool = False
    failed_two: bool = False
    fairness_opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionFacts:
    """What a plan buys in addition to an earlier contract, from the same supplier; in 分."""

    case: str
    amount: int
    original_contract: str = ""
    original_amount: int = 0
    added_before: int = 0


def enough_suppliers(facts: SupplierCount, at: datetime) -> Verdict:
    """供应商数量应当达到采购方式在该环节的最低家数。"""
    least = least_suppliers(facts.method, facts.step, facts.two_suppliers, beijing_day(at))
    sheet = method(facts.method)
    if least is None:
        return Verdict(sheet.condition, True, f"{sheet.label}在该环节没有最少家数的规定。")
    text = FALLS_SHORT[facts.step].format(count=facts.count, least=least.value)
    holds = facts.count >= least.value
    message = f"供应商{facts.count}家，达到{least.value}家。" if holds else sheet.say(text)
    return Verdict(least.rule, holds, message, rule_sheet(least.rule).cites)


def least_suppliers(key: str, step: str, two_suppliers: bool, on: date) -> Parameter | None:
    """Return the fewest suppliers at a step; None where the method sets no number."""
    for exception in (True, False) if two_suppliers else (False,):
        try:
            return minimum_suppliers(key, step, on=on, exception=exception)
        except NoSuchRule:
            continue
    return None


def candidates_of(key: str, *, two_suppliers: bool, on: date) -> int | None:
    """Return how many candidates a report recommends; None where the law sets no number."""
    wanted = method(key).candidates
    if wanted is None:
        return None
    chosen = wanted.exception if two_suppliers and wanted.exception else wanted.normal
    return int(parameter(chosen.rule, chosen.name, on=on).value)


def time_of(key: str, name: str) -> Reference | None:
    """Return the rule that says how long a method waits; ``notice`` is the notice's own period."""
    sheet = methods().get(key) or method("open")
    return sheet.notice_period if name == "notice" else sheet.times.get(name)


def earliest(key: str, name: str, start: date) -> Deadline | None:
    """Count one of a method's floors from a day; None where it sets none.

    Raises:
        CalendarMissing: the announced calendar does not reach.
    """
    reference = time_of(key, name)
    return deadline(reference.rule, start, reference.name) if reference else None


def earliest_after_change(key: str, changed_on: date) -> Deadline | None:
    """Return the earliest deadline after a change that may affect offers; None: no floor."""
    reference = time_of(key, "clarification")
    if reference is None:
        return None
    return deadline(reference.rule, changed_on, reference.name, direction=FORWARD)


def latest(key: str, name: str, start: date) -> Deadline | None:
    """Count one of a method's ceilings of the award (report, decide, announce) from a day."""
    reference = (methods().get(key) or method("open")).award.get(name)
    return deadline(reference.rule, start, reference.name) if reference else None


def award_rule(key: str, name: str, otherwise: str) -> str:
    """Return the rule of one of a method's ceilings of the award; ``otherwise`` where it sets none."""
    reference = (methods().get(key) or method("open")).award.get(name)
    return reference.rule if reference else otherwise


def floor_verdict(key: str, name: str, start: date, planned: date, what: str) -> Verdict:
    """Judge a planned day against one of the method's floors."""
    reference = time_of(key, name)
    sheet = methods().get(key) or method("open")
    if reference is None:
        return Verdict(sheet.condition, True, f"{sheet.label}没有规定这一期限的最短天数。")
    law = rule_sheet(reference.rule)
    if status(law.id, start) is not Status.APPLICABLE:
        text = f"{law.title}（{start.isoformat()}不适用）"
        return Verdict(law.id, True, text, law.cites, law.severity)
    try:
        first = deadline(reference.rule, start, reference.name)
    except CalendarMissing as missing:
        return Verdict(law.id, False, str(missing), law.cites, law.severity)
    holds = first.allows(planned)
    late = f"{what}定在{planned.isoformat()}，最早应为{first.date.isoformat()}。"
    message = f"{what}{planned.isoformat()}，符合最短期限。" if holds else late
    return Verdict(law.id, holds, sheet.say(message), law.cites, law.severity, first.calculation)


@rule("GP-MET-11")
def method_suits_the_object(facts: ChoiceFacts, at: datetime) -> Finding:
    """采购方式应当适用于采购对象：询价只适用于货物，不招标的工程不得询价。"""
    del at
    sheet = method(facts.method)
    holds = facts.object in sheet.objects
    return Finding(holds, f"{sheet.label}不适用于这类采购对象。")


def case_is_lawful(facts: ChoiceFacts, at: datetime) -> Verdict:
    """采用公开招标以外的方式，应当符合法律规定的情形。"""
    del at
    sheet = method(facts.method)
    law = rule_sheet(sheet.condition)
    if not sheet.cases:
        return Verdict(law.id, True, f"采用{sheet.label}。", law.cites)
    case = sheet.case(facts.case)
    if case is None:
        return Verdict(law.id, False, f"请选择采用{sheet.label}的法定情形。", law.cites)
    if not case.suits(facts.object):
        return Verdict(law.id, False, f"“{case.label}”不适用于这类采购对象。", case.cites)
    if wrong := _wrong_with_the_failure(facts, case):
        return Verdict(law.id, False, wrong, case.cites)
    return Verdict(law.id, True, f"{sheet.label}：{case.label}。", case.cites)


def _wrong_with_the_failure(facts: ChoiceFacts, case: MethodCase) -> str:
    """Say why the procurement named does not open a situation that follows a failure."""
    if not case.after_failure:
        return ""
    if not facts.failed_project:
        return f"“{case.label}”应当写明此前失败的项目。"
    if not facts.failed:
        return "所写的项目不是因为供应商不足或者没有合格标的而失败。"
    if case.two_suppliers and not facts.failed_two:
        return "所写的项目不是因为只有两家供应商符合要求而失败。"
    return ""


@rule("GP-MET-03", cites=["财政部令第74号/28"])
def failed_tender_was_fair(facts: ChoiceFacts, at: datetime) -> Finding:
    """招标后没有供应商投标或者没有合格标的，申请改用竞争性谈判的，应当有招标文件没有不合理条款的论证意见。"""
    del at
    asked = facts.case == AFTER_NO_BIDS
    return Finding(
        not asked or bool(facts.fairness_opinion.strip()),
        "请在“专家论证意见”填写评标委员会或者三名以上评审专家出具的招标文件没有不合理条款的论证意见。",
        applies=asked,
    )


AFTER_NO_BIDS = "negotiation.no_bids"


@rule("GP-MET-06", cites=["政府采购法/31"])
def addition_is_a_tenth_at_most(facts: AdditionFacts, at: datetime) -> Finding:
    """必须保证一致性、向原供应商添购的，添购资金总额不超过原合同采购金额的百分之十。"""
    if facts.case != CONTRACT_ADDITION:
        return Finding(True, applies=False)
    if not facts.original_contract or facts.original_amount <= 0:
        return Finding(False, "请填写原合同编号和原合同金额。")
    most = cap("GP-MET-06", facts.original_amount, on=beijing_day(at))
    total = facts.added_before + facts.amount
    lines = (f"此前添购{yuan(facts.added_before)} ＋ 本次{yuan(facts.amount)} ＝ {yuan(total)}",)
    text = f"添购资金总额{yuan(total)}，超过上限{yuan(most.max)}，不能采用单一来源方式添购。"
    return Finding(total <= most.max, text, (*most.calculation, *lines))


CONTRACT_ADDITION = "single_source.addition"


@rule("GP-EVA-01")
def evaluation_suits_the_method(facts: ChoiceFacts, at: datetime) -> Finding:
    """评审方法由采购方式决定：磋商采用综合评分法，谈判、询价按最后报价由低到高。"""
    del at
    sheet = method(facts.method)
    allowed = sheet.evaluation_methods
    names = listed(EVALUATION_NAMES[name] for name in allowed)
    holds = not allowed or facts.evaluation_method in allowed
    return Finding(holds, f"{sheet.label}应当采用{names}。")


EVALUATION_NAMES = {"comprehensive": "综合评分法", "lowestPrice": "最低评标价法（最低报价）"}
