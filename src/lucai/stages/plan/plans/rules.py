"""What the law asks of a plan beyond the rules of :mod:`lucai.law.planning_rules`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from lucai.kernel import money
from lucai.law.calendar import beijing_day
from lucai.law.cooperation_rules import CooperationPlanFacts
from lucai.law.deadlines import deadline
from lucai.law.emergency_rules import EmergencyFacts
from lucai.law.import_rules import ImportFacts
from lucai.law.method_rules import AdditionFacts, ChoiceFacts
from lucai.law.methods import method
from lucai.law.parameters import parameter
from lucai.law.planning_rules import PlanFacts, method_is_approved, survey_is_compulsory
from lucai.law.rules import Finding, rule
from lucai.law.uscc import check_uscc
from lucai.law.verdicts import Rule, Verdict
from lucai.law.wording import listed

COUNTY = "county"
DRAFTED, REVIEWS = "draft_demand", "review_demand"
USES, APPROVES = "use_method", "approve_method"


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """A lot of the plan: its money in 分, and how many things it lists."""

    number: int
    amount: int
    ceiling: int | None
    items: int


@dataclass(frozen=True, slots=True)
class FundFacts:
    """What a plan wants of one indicator, and what that has free, in 分."""

    code: str
    name: str
    wanted: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCase(PlanFacts):
    """A plan as all its rules read it; who looks matters for the duties kept apart."""

    packages: tuple[PackageFacts, ...] = ()
    funds: tuple[FundFacts, ...] = ()
    intention_code: str = ""
    intention_exempt_reason: str = ""
    intention_published_on: date | None = None
    planned_start: date | None = None
    survey_respondents: int = 0
    survey_on: date | None = None
    method_case: str = ""
    evaluation_method: str = ""
    sole_supplier: str = ""
    publicity_passed: bool = False
    failed_project: str = ""
    failed: bool = False
    failed_two: bool = False
    method_reason: str = ""
    method_consent: str = ""
    emergency_event: str = ""
    emergency_on: date | None = None
    emergency_finding: str = ""
    expert_argument: str = ""
    head_unit: bool = False
    original_contract: str = ""
    original_amount: int = 0
    added_before: int = 0
    about_import: ImportFacts = field(default_factory=ImportFacts)
    person: str = ""
    duties: frozenset[str] = frozenset()
    looking_level: str = ""

    def as_if_reviewed(self) -> PlanCase:
        """The case on the page that records the reviews: they are about to be there."""
        return replace(self, general_review_passed=True, key_review_passed=True)


def on_choice(rule: Rule) -> Rule:
    """Apply a rule of the law to the method a plan chooses."""

    def apply(facts: PlanCase, at: datetime) -> Verdict:
        choice = ChoiceFacts(
            method=facts.method,
            case=facts.method_case,
            object=facts.object,
            evaluation_method=facts.evaluation_method,
            failed_project=facts.failed_project,
            failed=facts.failed,
            failed_two=facts.failed_two,
            fairness_opinion=facts.expert_argument,
        )
        return rule(choice, at)

    apply.__doc__ = rule.__doc__
    return apply


def on_addition(rule: Rule) -> Rule:
    """Apply a rule of the law to what a plan adds to an earlier contract."""

    def apply(facts: PlanCase, at: datetime) -> Verdict:
        addition = AdditionFacts(
            case=facts.method_case,
            amount=facts.budget,
            original_contract=facts.original_contract,
            original_amount=facts.original_amount,
            added_before=facts.added_before,
        )
        return rule(addition, at)

    apply.__doc__ = rule.__doc__
    return apply


def on_emergency(rule: Rule) -> Rule:
    """Apply a rule of the law to what a plan says of an emergency."""

    def apply(facts: PlanCase, at: datetime) -> Verdict:
        emergency = EmergencyFacts(
            method=facts.method,
            case=facts.method_case,
            event=facts.emergency_event,
            event_on=facts.emergency_on,
            finding=facts.emergency_finding,
            reason=facts.method_reason,
            amount=facts.budget,
            original_contract=facts.original_contract,
            original_amount=facts.original_amount,
        )
        return rule(emergency, at)

    apply.__doc__ = rule.__doc__
    return apply


def on_import(rule: Rule) -> Rule:
    """Apply a rule of the law to what a plan says of its imports."""

    def apply(facts: PlanCase, at: datetime) -> Verdict:
        return rule(facts.about_import, at)

    apply.__doc__ = rule.__doc__
    return apply


def on_cooperation(rule: Rule) -> Rule:
    """Apply a rule of the law to what a plan says of a cooperation."""

    def apply(facts: PlanCase, at: datetime) -> Verdict:
        cooperation = CooperationPlanFacts(
            method=facts.method,
            level=facts.buyer_level,
            head=facts.head_unit,
            authorisation=facts.method_consent,
            strategy=facts.method_reason,
            survey_done=facts.survey_done,
            argument=facts.expert_argument,
            packages=tuple(package.amount for package in facts.packages),
            funded=bool(facts.funds),
        )
        return rule(cooperation, at)

    apply.__doc__ = rule.__doc__
    return apply


def key_review_is_needed(facts: PlanFacts, at: datetime) -> bool:
    """Tell whether 重点审查 is compulsory: where the demand survey is (财库〔2021〕22号)."""
    return survey_is_compulsory(facts, beijing_day(at))


@rule("GP-PLN-01")
def sums_agree(facts: PlanCase, at: datetime) -> Finding:
    """各包预算之和、资金来源之和应当等于计划总金额。"""
    del at
    lots = sum(package.amount for package in facts.packages)
    funds = sum(fund.wanted for fund in facts.funds)
    lines = (
        f"计划总金额 {money.yuan(facts.budget)} 元",
        f"各包预算合计 {money.yuan(lots)} 元",
        f"资金来源合计 {money.yuan(funds)} 元",
    )
    holds = lots == facts.budget == funds
    return Finding(holds, "" if holds else "计划总金额、各包预算、资金来源三者不一致。", lines)


@rule("GP-BUD-01")
def every_lot_has_budget(facts: PlanCase, at: datetime) -> Finding:
    """每个包都应当有预算，无预算不得采购。"""
    del at
    bare = [f"包 {package.number}" for package in facts.packages if package.amount <= 0]
    return Finding(
        bool(facts.packages) and not bare,
        f"{listed(bare)}没有预算。" if bare else "计划至少应当有一个包。",
    )


@rule("GP-PLN-02")
def lot_ceilings_are_within_budget(facts: PlanCase, at: datetime) -> Finding:
    """各包最高限价不得超过该包预算。"""
    del at
    over = [f"包 {p.number}" for p in facts.packages if (p.ceiling or 0) > p.amount]
    return Finding(not over, f"{listed(over)}的最高限价超过该包预算。" if over else "")


@rule("GP-BUD-01")
def indicators_cover_the_plan(facts: PlanCase, at: datetime) -> Finding:
    """每条预算指标的可用余额应当足以支付计划使用的金额。"""
    del at
    short = [fund for fund in facts.funds if fund.wanted > fund.free]
    lines = tuple(
        f"{fund.name}（{fund.code}）：使用 {money.yuan(fund.wanted)} 元，可用 {money.yuan(fund.free)} 元"
        for fund in facts.funds
    )
    if not facts.funds:
        return Finding(False, "计划没有选择资金来源。")
    missing = sum(fund.wanted - fund.free for fund in short)
    return Finding(
        not short, f"预算余额不足，还差 {money.yuan(missing)} 元。" if short else "", lines
    )


@rule("GP-INT-02")
def intention_is_chosen(facts: PlanCase, at: datetime) -> Finding:
    """采购计划应当对应已公开的采购意向；依规可不公开的应当写明理由。"""
    del at
    if facts.intention_code:
        published = facts.intention_published_on is not None
        return Finding(published, "" if published else "所选采购意向还没有公开。")
    return Finding(
        bool(facts.intention_exempt_reason),
        ""
        if facts.intention_exempt_reason
        else "请选择已公开的采购意向，或者写明可以不公开的理由。",
    )


@rule("GP-INT-01")
def planned_start_keeps_the_period(facts: PlanCase, at: datetime) -> Finding:
    """计划的采购开始日应当在采购意向公开满三十日之后。"""
    del at
    if facts.intention_published_on is None or facts.planned_start is None:
        return Finding(True)
    earliest = deadline("GP-INT-01", facts.intention_published_on)
    return Finding(
        earliest.allows(facts.planned_start),
        f"采购意向于 {facts.intention_published_on.isoformat()} 公开，"
        f"最早 {earliest.date.isoformat()} 才能开始采购。",
        earliest.calculation,
        earliest.date,
    )


@rule("GP-DEM-02", severity="warn")
def survey_asks_enough(facts: PlanCase, at: datetime) -> Finding:
    """需求调查的对象一般不少于三个，一年以内的结果可以沿用。"""
    if not facts.survey_done:
        return Finding(True)
    on = beijing_day(at)
    least = parameter("GP-DEM-02", "respondents", on=on).value
    if facts.survey_respondents < least:
        text = f"只调查了 {facts.survey_respondents} 个对象，一般不少于 {least} 个。"
        return Finding(False, text)
    if facts.survey_on and deadline("GP-DEM-02", facts.survey_on, "reuse").date < on:
        return Finding(
            False, f"需求调查完成于 {facts.survey_on.isoformat()}，已满一年，应当重新调查。"
        )
    return Finding(True)


@rule("GP-DEM-07")
def reviewer_did_not_draft(facts: PlanCase, at: datetime) -> Finding:
    """参与需求和计划编制的人员不得参与审查。"""
    del at
    both = DRAFTED in facts.duties
    text = f"{facts.person}参与了本计划的编制，请由其他审核人员审查。" if both else ""
    return Finding(not both, text)


@rule("GP-MET-01")
def method_needs_approval(facts: PlanCase, at: datetime) -> Finding:
    """达到公开招标数额标准而不采用公开招标的，才需要报批采购方式。"""
    needed = not method_is_approved(replace(facts, method_approved=False), at).holds
    return Finding(needed, "" if needed else "本计划的采购方式不需要报批，可以直接报送备案。")


@rule("GP-MET-01")
def change_of_method_is_reasoned(facts: PlanCase, at: datetime) -> Finding:
    """申请改变采购方式应当写明理由，并经主管预算单位同意。"""
    del at
    parts = {"采用该方式的理由": facts.method_reason, "主管预算单位意见": facts.method_consent}
    missing = [label for label, text in parts.items() if not text]
    return Finding(not missing, f"缺少：{listed(missing)}。" if missing else "")


@rule("GP-MET-06")
def sole_supplier_is_named(facts: PlanCase, at: datetime) -> Finding:
    """采用单一来源方式的，应当写明拟定的供应商。"""
    del at
    named = facts.method != SINGLE_SOURCE or check_uscc(facts.sole_supplier).valid
    return Finding(named, "请填写单一来源供应商的统一社会信用代码，并核对校验位。")


SINGLE_SOURCE = "single_source"


@rule("GP-SIN-01")
def single_source_was_made_public(facts: PlanCase, at: datetime) -> Finding:
    """达到公开招标数额标准、只能从唯一供应商处采购的，报批以前应当公示，公示期不得少于五个工作日。"""
    case = method(facts.method).case(facts.method_case)
    if case is None or not case.publicity or facts.publicity_passed:
        return Finding(True)
    below = method_is_approved(replace(facts, method_approved=False), at).holds
    return Finding(below, "还没有通过的单一来源公示。请先公示，期满办结后在计划中选择。")


@rule("GP-MET-01")
def authority_may_approve_methods(facts: PlanCase, at: datetime) -> Finding:
    """改变采购方式由设区的市级以上人民政府财政部门批准。"""
    del at
    low = facts.looking_level == COUNTY
    return Finding(not low, "县级财政部门不能批准，请由设区的市级以上财政部门办理。" if low else "")
