"""Rules of cooperative innovation procurement: grounds, periods, group, file, choice, research, first purchase.

财库〔2024〕13号, as the rule book holds it; what it does not hold is not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lucai.law.calendar import add_months, add_years, beijing_day
from lucai.law.committee import panel_bounds
from lucai.law.counts import research_payment
from lucai.law.deadlines import deadline
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.status import LawRefuses
from lucai.law.wording import listed, moment, percent, yuan

COOPERATIVE = "cooperative"
RESEARCH_LOT, PURCHASE_LOT = 1, 2
"""The plan's two packages: 订购 pays for research, 首购 for the first products."""
ALLOWED_LEVELS = frozenset({"central", "province"})
LAWYER, ECONOMIST, BUYERS_OWN = "lawyer", "economist", "buyer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CooperationPlanFacts:
    """What a plan says of a cooperation; money in 分.

    ``head``: the unit is a 主管预算单位 itself; ``authorisation``: by which paper it authorised
    this unit; ``packages`` the budgets of the lots in their order.
    """

    method: str
    level: str = ""
    head: bool = False
    authorisation: str = ""
    strategy: str = ""
    survey_done: bool = False
    argument: str = ""
    packages: tuple[int, ...] = ()
    funded: bool = True


@rule("GP-MET-09")
def unit_may_cooperate(facts: CooperationPlanFacts, at: datetime) -> Finding:
    """中央和省级主管预算单位可以开展合作创新采购，所属预算单位应当经主管预算单位授权。"""
    del at
    if facts.method != COOPERATIVE:
        return Finding(True)
    if facts.level not in ALLOWED_LEVELS:
        return Finding(False, "本单位不是中央或者省级预算单位，不能采用合作创新采购方式。")
    return Finding(
        facts.head or bool(facts.authorisation),
        "本单位不是主管预算单位，请在“主管预算单位意见”填写授权文号。",
    )


@rule("GP-MET-09")
def cooperation_is_argued(facts: CooperationPlanFacts, at: datetime) -> Finding:
    """合作创新采购应当服务国家战略，先开展市场调研和专家论证，再编制采购方案。"""
    del at
    if facts.method != COOPERATIVE:
        return Finding(True)
    named = {
        "服务国家战略的理由（采用该方式的理由）": facts.strategy,
        "市场调研（需求调查结论和完成日）": facts.survey_done,
        "专家论证意见": facts.argument,
    }
    missing = [label for label, value in named.items() if not value]
    return Finding(not missing, f"缺少：{listed(missing)}。")


@rule("GP-BUD-03")
def research_is_budgeted(facts: CooperationPlanFacts, at: datetime) -> Finding:
    """合作创新采购的研发经费应当列入部门预算，研发和首购分别列为一个采购包。"""
    del at
    if facts.method != COOPERATIVE:
        return Finding(True)
    if len(facts.packages) != PURCHASE_LOT:
        return Finding(False, "合作创新采购的计划应当分两包：包 1 为研发（订购），包 2 为首购。")
    return Finding(
        facts.funded and facts.packages[0] > 0, "包 1 的研发经费还没有落实到部门预算指标。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CooperationFacts:
    """A cooperation between drafting and the final responses; money in 分, the ratio a fraction.

    ``most_cost`` is the highest reimbursable cost of one supplier, ``incentive`` what it may earn
    besides; ``weights`` are (factor, points, whether of the research plan).
    """

    missing: tuple[str, ...] = ()
    weights: tuple[tuple[str, int, bool], ...] = ()
    wanted: int = 0
    inside: bool = True
    months: int = 0
    major: bool = False
    most_cost: int = 0
    ratio: Decimal = Decimal(0)
    incentive: int = 0
    research_budget: int = 0
    announced_on: date | None = None
    notice_until: date | None = None
    apply_until: datetime | None = None
    group: tuple[str, ...] = ()
    applicants: int = 0
    unjudged: tuple[str, ...] = ()
    qualified: int = 0
    first_on: date | None = None
    first_until: datetime | None = None
    unheard: tuple[str, ...] = ()
    final_on: date | None = None
    final_until: datetime | None = None
    responses: int = 0
    unsigned: tuple[str, ...] = ()


@rule("GP-MET-09")
def content_is_complete(facts: CooperationFacts, at: datetime) -> Finding:
    """合作创新采购方案应当载明最低研发目标、应用场景、研发期限、费用、评审标准和知识产权。"""
    del at
    return Finding(not facts.missing, f"还没有填写：{listed(facts.missing)}。")


@rule("COI-04")
def research_plan_weighs_enough(facts: CooperationFacts, at: datetime) -> Finding:
    """研发方案分值占总分值的比重不得低于百分之五十，各因素分值之和为一百分。"""
    least = parameter("COI-04", on=beijing_day(at)).value
    total = sum(points for _, points, _ in facts.weights)
    research = sum(points for _, points, of_plan in facts.weights if of_plan)
    lines = (f"研发方案 {research} 分，总分 {total} 分，最低 {least} 分",)
    if total != FULL:
        return Finding(False, f"各评审因素分值合计 {total} 分，应当为 {FULL} 分。", lines)
    return Finding(research >= least, f"研发方案只占 {research} 分，不得低于 {least} 分。", lines)


FULL = 100


@rule("COI-05")
def researchers_are_few(facts: CooperationFacts, at: datetime) -> Finding:
    """研发供应商不超过三家。"""
    most = parameter("COI-05", on=beijing_day(at)).value
    return Finding(
        0 < facts.wanted <= most, f"拟定研发供应商 {facts.wanted} 家，应当为 1 至 {most} 家。"
    )


@rule("COI-06")
def research_stays_inside(facts: CooperationFacts, at: datetime) -> bool:
    """研发活动应当在中国关境内进行，采购文件应当载明这一要求。"""
    del at
    return facts.inside


@rule("COI-07")
def research_fits_the_budget(facts: CooperationFacts, at: datetime) -> Finding:
    """成本补偿按可补偿成本乘以约定比例计算，激励费用不计入基数，合计不得超过研发预算。"""
    del at
    if not facts.most_cost or not 0 < facts.ratio <= 1:
        return Finding(False, "请填写可补偿成本上限和补偿比例（大于 0，不超过 100%）。")
    one = research_payment(facts.most_cost, facts.ratio) + facts.incentive
    lines = (
        (
            f"{yuan(facts.most_cost)} × {percent(facts.ratio)} ＋ 激励费用 {yuan(facts.incentive)}"
            f" ＝ {yuan(one)}"
        ),
        f"{yuan(one)} × {facts.wanted} 家 ＝ {yuan(one * facts.wanted)}",
    )
    text = f"研发费用上限超过包 1 预算{yuan(facts.research_budget)}。"
    return Finding(one * facts.wanted <= facts.research_budget, text, lines)


@rule("COI-08", severity="warn")
def innovation_term_is_usual(facts: CooperationFacts, at: datetime) -> Finding:
    """合作创新采购合同期限（含首购）一般不超过两年，重大项目不超过三年。"""
    name = "major" if facts.major else "value"
    years = int(parameter("COI-08", name, on=beijing_day(at)).value)
    start = beijing_day(at)
    late = add_months(start, facts.months) > add_years(start, years)
    return Finding(not late, f"期限 {facts.months} 个月，一般不超过 {years} 年。")


@rule("COI-02", dated_by="announced_on")
def innovation_notice_is_long_enough(facts: CooperationFacts, at: datetime) -> Finding:
    """公告期限不得少于五个工作日，提交申请文件的时间自公告发布之日起不得少于二十个工作日。"""
    start = facts.announced_on or beijing_day(at)
    if facts.apply_until is None:
        return Finding(False, "请填写提交申请文件的截止时间。")
    first, planned = deadline("COI-02", start, "application"), beijing_day(facts.apply_until)
    late = f"提交截止之日定在{planned.isoformat()}，最早应为{first.date.isoformat()}。"
    if not first.allows(planned):
        return Finding(False, late, first.calculation, first.date)
    shown = deadline("COI-02", start)
    until = facts.notice_until or shown.date
    return Finding(
        shown.allows(until), f"公告期限最早{shown.date.isoformat()}届满。", shown.calculation
    )


@rule("COI-02")
def innovation_application_arrives_in_time(facts: CooperationFacts, at: datetime) -> Finding:
    """申请文件应当在提交截止时间前提交。"""
    until = facts.apply_until
    if until is None or at < until:
        return Finding(True)
    return Finding(False, f"提交截止时间为{moment(until)}，现在已经截止。")


@rule("COI-01")
def group_is_lawful(facts: CooperationFacts, at: datetime) -> Finding:
    """谈判小组为五人以上单数，评审专家占三分之二以上，并包含一名法律专家和一名经济专家。"""
    on, size = beijing_day(at), len(facts.group)
    try:
        bounds = panel_bounds(COOPERATIVE, members=size, on=on)
    except LawRefuses as refused:
        return Finding(False, str(refused).replace("评审委员会", "谈判小组"))
    experts = sum(role != BUYERS_OWN for role in facts.group)
    if experts < bounds.min_experts:
        return Finding(False, f"评审专家 {experts} 人，应当不少于 {bounds.min_experts} 人。")
    for role, name, label in ((LAWYER, "lawyers", "法律"), (ECONOMIST, "economists", "经济")):
        least = parameter("COI-01", name, on=on).value
        if facts.group.count(role) < least:
            return Finding(False, f"谈判小组应当包含不少于 {least} 名{label}专家。")
    return Finding(True)


@rule("COI-02")
def innovation_applications_are_closed(facts: CooperationFacts, at: datetime) -> Finding:
    """提交截止时间届满后，谈判小组方可开启并审查申请文件。"""
    until = facts.apply_until
    if until is not None and at < until:
        return Finding(False, f"申请文件提交到{moment(until)}截止，届时方可审查。", opens_at=until)
    return Finding(facts.applicants > 0, "没有供应商提交申请文件，应当终止采购活动。")


@rule("COI-01")
def applicants_are_all_judged(facts: CooperationFacts, at: datetime) -> Finding:
    """谈判小组应当审查每一家供应商的资格，至少有一家通过，方可开展创新概念交流。"""
    del at
    if facts.unjudged:
        return Finding(False, f"还没有审查：{listed(facts.unjudged)}。")
    return Finding(facts.qualified > 0, "没有供应商通过资格审查，应当终止采购活动。")


@rule("COI-03", dated_by="first_on")
def first_period_is_long_enough(facts: CooperationFacts, at: datetime) -> Finding:
    """研发谈判文件发出至提交首次响应文件截止不得少于十个工作日。"""
    return _period(facts.first_on or beijing_day(at), facts.first_until, "value")


@rule("COI-03", dated_by="final_on")
def final_period_is_long_enough(facts: CooperationFacts, at: datetime) -> Finding:
    """最终研发谈判文件发出至提交最终响应文件截止不得少于五个工作日。"""
    return _period(facts.final_on or beijing_day(at), facts.final_until, "final")


def _period(start: date, until: datetime | None, name: str) -> Finding:
    if until is None:
        return Finding(False, "请填写提交响应文件的截止时间。")
    first, planned = deadline("COI-03", start, name), beijing_day(until)
    late = f"提交截止之日定在{planned.isoformat()}，最早应为{first.date.isoformat()}。"
    return Finding(first.allows(planned), late, first.calculation, first.date)


@rule("COI-03")
def first_responses_are_due(facts: CooperationFacts, at: datetime) -> Finding:
    """首次响应文件应当在截止时间以后同时开启。"""
    return _due(facts.first_until, facts.responses, at)


@rule("COI-03")
def final_responses_are_due(facts: CooperationFacts, at: datetime) -> Finding:
    """最终响应文件应当在截止时间以后同时开启。"""
    return _due(facts.final_until, facts.responses, at)


def _due(until: datetime | None, responses: int, at: datetime) -> Finding:
    if until is not None and at < until:
        return Finding(False, f"响应文件提交到{moment(until)}截止，届时同时开启。", opens_at=until)
    return Finding(responses > 0, "没有供应商提交响应文件，应当终止采购活动。")


@rule("COI-03")
def everybody_was_heard(facts: CooperationFacts, at: datetime) -> Finding:
    """谈判小组应当集中与每一家供应商分别谈判，给予相同的机会，再确定最终研发谈判文件。"""
    del at
    return Finding(not facts.unheard, f"还没有谈判：{listed(facts.unheard)}。")


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFacts:
    """A supplier's final response as it is judged; money in 分."""

    most_cost: int
    cost: int
    months: int
    most_months: int
    price: int
    ceiling: int
    inside: bool
    closes_at: datetime | None


@rule("COI-07")
def cost_is_within_the_cap(facts: CandidateFacts, at: datetime) -> Finding:
    """供应商报的可补偿成本不得超过谈判文件载明的上限。"""
    del at
    text = f"可补偿成本{yuan(facts.cost)}，不得超过{yuan(facts.most_cost)}。"
    return Finding(0 < facts.cost <= facts.most_cost, text)


@rule("GP-PLN-02")
def price_is_within_the_ceiling(facts: CandidateFacts, at: datetime) -> Finding:
    """首购单价不得超过最高限制单价。"""
    del at
    text = f"首购单价{yuan(facts.price)}，不得超过{yuan(facts.ceiling)}。"
    return Finding(0 < facts.price <= facts.ceiling, text)


@rule("COI-06")
def candidate_researches_inside(facts: CandidateFacts, at: datetime) -> bool:
    """供应商应当承诺研发活动在中国关境内进行。"""
    del at
    return facts.inside


@rule("COI-03")
def innovation_response_arrives_in_time(facts: CandidateFacts, at: datetime) -> Finding:
    """响应文件应当在截止时间前提交。"""
    until = facts.closes_at
    if until is None or at < until:
        return Finding(True)
    return Finding(False, f"提交截止时间为{moment(until)}，现在已经截止。")


RESPONSE_AT_THE_DOOR = (innovation_response_arrives_in_time,)
"""What can be judged while nobody can read a response."""
RESPONSE_AT_THE_OPENING = (
    cost_is_within_the_cap,
    price_is_within_the_ceiling,
    candidate_researches_inside,
)
"""What the supplier's browser checks before it seals, and the opening again."""


@rule("COI-01")
def group_has_signed(facts: CooperationFacts, at: datetime) -> Finding:
    """谈判小组全体成员独立评审并签署评审报告后，方可提交评审报告。"""
    del at
    return Finding(not facts.unsigned, f"还没有签署：{listed(facts.unsigned)}。")
