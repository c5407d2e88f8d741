"""Rules from budget to filed plan: money, intention, demand, reviews, method, reservation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline
from lucai.law.parameters import parameter, rule_sheet, status
from lucai.law.rules import Finding, rule
from lucai.law.status import Status
from lucai.law.thresholds import (
    open_tender_threshold,
    purchase_threshold,
    works_must_be_tendered,
)
from lucai.law.wording import listed, percent, yuan

OPEN = "open"
WORKS = "works"
NO_WORKS, SEPARATE_WORKS = "none", "separate"
"""What a purchase is of works: nothing; or decoration, demolition and repair that belong to none."""
TENDERED = frozenset({OPEN, "invited"})
INQUIRY = "inquiry"
EMERGENCY = "emergency"
DECIDED_BY_THE_BUYER = frozenset({EMERGENCY, "cooperative"})
"""The methods whose own measures let the buyer, or its 主管预算单位, decide (GP-MET-09, GP-MET-10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentionFacts:
    """What is known of the 采购意向 when the procurement activity starts."""

    intention_published_on: date | None
    intention_exempt: bool = False
    buyer_level: str = "province"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """A 采购实施计划 at review, filing or method approval; money in 分."""

    object: str
    method: str
    budget: int
    ceiling: int | None = None
    survey_done: bool = False
    technically_complex: bool = False
    public_service: bool = False
    general_review_passed: bool = False
    key_review_passed: bool = False
    missing_fields: tuple[str, ...] = ()
    method_approved: bool = False
    imports: bool = False
    import_approved: bool = False
    sme_suitable: bool = True
    sme_reserved_share: int = 0
    sme_unsuitable_reason: str = ""
    same_kind_total: int = 0
    works_part: str = NO_WORKS
    works_exempt: bool = False
    buyer_level: str = "province"
    region: str = "370000"


@rule("GP-INT-01")
def intention_is_published_early_enough(facts: IntentionFacts, at: datetime) -> Finding:
    """采购意向应当在采购活动开始三十日前公开。"""
    today = beijing_day(at)
    if facts.intention_exempt or not _intention_is_due(facts, today):
        return Finding(True)
    if facts.intention_published_on is None:
        return Finding(False, "尚未公开采购意向，公开满规定日数后方可开始采购活动。")
    earliest = deadline("GP-INT-01", facts.intention_published_on)
    return Finding(
        earliest.allows(today),
        f"采购意向于{facts.intention_published_on.isoformat()}公开，"
        f"最早{earliest.date.isoformat()}方可开始采购活动。",
        earliest.calculation,
        earliest.date,
    )


def _intention_is_due(facts: IntentionFacts, today: date) -> bool:
    name = "province_from" if facts.buyer_level == "province" else "city_county_from"
    return bool(today >= parameter("GP-INT-06", name, on=today).value)


def survey_is_compulsory(facts: PlanFacts, on: date) -> bool:
    """Tell whether the demand survey is compulsory (财库〔2021〕22号第十一条); before its day none is."""
    if status("GP-DEM-01", on) is not Status.APPLICABLE:
        return False
    amount = parameter("GP-DEM-01", facts.object, on=on).fen
    special = facts.technically_complex or facts.public_service or facts.imports
    return special or facts.budget >= amount


@rule("GP-DEM-01")
def survey_is_done(facts: PlanFacts, at: datetime) -> Finding:
    """达到规定金额、技术复杂、公共服务或者进口产品项目，应当先开展需求调查。"""
    needed = survey_is_compulsory(facts, beijing_day(at))
    return Finding(facts.survey_done or not needed)


@rule("GP-DEM-06")
def reviews_are_passed(facts: PlanFacts, at: datetime) -> Finding:
    """采购活动开始前应当通过一般性审查；需求调查项目还应当通过重点审查。"""
    if not facts.general_review_passed:
        return Finding(False, "一般性审查尚未通过。")
    key_review_needed = survey_is_compulsory(facts, beijing_day(at))
    if key_review_needed and not facts.key_review_passed:
        return Finding(False, "本项目属于应当开展需求调查的项目，重点审查尚未通过。")
    return Finding(True)


@rule("GP-PLN-02")
def ceiling_is_within_budget(facts: PlanFacts, at: datetime) -> Finding:
    """最高限价不得超过采购预算。"""
    if facts.ceiling is None or facts.ceiling <= facts.budget:
        return Finding(True)
    return Finding(False, f"最高限价{yuan(facts.ceiling)}超过采购预算{yuan(facts.budget)}。")


@rule("GP-PLN-01")
def plan_is_complete(facts: PlanFacts, at: datetime) -> Finding:
    """采购实施计划应当载明品目、名称、标的、预算、数量、组织形式、采购方式和政策。"""
    missing = facts.missing_fields
    return Finding(not missing, f"采购实施计划缺少：{listed(missing)}。")


@rule("GP-PLN-04")
def import_is_approved(facts: PlanFacts, at: datetime) -> bool:
    """采购进口产品应当在采购活动开始前获得财政部门核准。"""
    return facts.import_approved or not facts.imports


@rule("GP-MET-01")
def method_is_approved(facts: PlanFacts, at: datetime) -> Finding:
    """达到公开招标数额标准而不采用公开招标的，应当先获得设区的市级以上财政部门批准。"""
    limit = open_tender_threshold(
        facts.object, facts.buyer_level, on=beijing_day(at), region=facts.region
    )
    if facts.method == OPEN or facts.budget < limit.fen or facts.method_approved:
        return Finding(True)
    if facts.method in DECIDED_BY_THE_BUYER:
        return Finding(True)
    sample = "（示例数额，以本地标准为准）" if limit.illustrative else ""
    return Finding(
        False,
        f"预算{yuan(facts.budget)}达到公开招标数额标准{yuan(limit.fen)}{sample}，"
        "改变采购方式尚未获得批准。",
    )


@rule("GP-MET-05")
def inquiry_buys_goods_only(facts: PlanFacts, at: datetime) -> bool:
    """询价只适用于规格标准统一、现货充足且价格变化幅度小的货物。"""
    return facts.method != INQUIRY or facts.object == "goods"


@rule("GP-SCO-03")
def works_are_tendered_by_their_own_law(facts: PlanFacts, at: datetime) -> Finding:
    """政府采购工程以及与工程建设有关的货物、服务，采用招标方式采购的，适用招标投标法；采用其他方式采购的，适用政府采购法。"""
    del at
    if facts.works_part == NO_WORKS:
        asked = facts.object == WORKS
        return Finding(not asked, "采购对象为工程，请在“与工程建设的关系”中选择是哪一类工程。")
    return Finding(
        facts.method not in TENDERED,
        "工程以及与工程建设有关的货物、服务采用招标方式采购的，适用招标投标法，"
        "请在工程建设招标投标系统办理；依法不招标的，请改用竞争性谈判、竞争性磋商或者单一来源。",
    )


@rule("GP-THR-07", cites=["国家发展改革委令第16号/5", "政府采购法/4", "招标投标法实施条例/9"])
def works_at_scale_are_tendered(facts: PlanFacts, at: datetime) -> Finding:
    """达到规定数额的工程施工、重要设备材料、勘察设计监理必须招标，不得采用其他方式；依法可以不招标的除外。"""
    limits = rule_sheet("GP-THR-07").params
    if facts.works_part not in limits or facts.works_exempt or facts.method == EMERGENCY:
        return Finding(True)
    on = beijing_day(at)
    limit = parameter("GP-THR-07", facts.works_part, on=on).fen
    lines = (
        f"本计划可以合并进行的合同估算价合计{yuan(facts.budget)}。",
        f"必须招标的数额标准{yuan(limit)}。",
    )
    return Finding(
        not works_must_be_tendered(facts.works_part, facts.budget, on),
        f"估算价{yuan(facts.budget)}达到必须招标的数额标准{yuan(limit)}，应当依照招标投标法招标，"
        "请在工程建设招标投标系统办理，本计划可以作废；依法可以不招标的，请选择法定情形。",
        lines,
    )


@rule("GP-SME-03")
def small_project_is_reserved(facts: PlanFacts, at: datetime) -> Finding:
    """限额以上、规定数额以下且适宜由中小企业提供的项目，应当专门面向中小企业采购。"""
    on = beijing_day(at)
    most = parameter("GP-SME-03", facts.object, on=on).fen
    least = purchase_threshold(facts.object, facts.buyer_level, on=on, region=facts.region).fen
    inside = least <= facts.budget <= most
    if not inside or facts.sme_reserved_share >= facts.budget:
        return Finding(True)
    excused = not facts.sme_suitable and bool(facts.sme_unsuitable_reason)
    return Finding(
        excused,
        f"预算{yuan(facts.budget)}不超过{yuan(most)}，应当专门面向中小企业；不适宜的须写明理由。",
    )


@rule("GP-SME-04", severity="warn")
def large_project_reserves_a_share(facts: PlanFacts, at: datetime) -> Finding:
    """超过规定数额的项目，应当将适宜部分预算的规定比例以上预留给中小企业。"""
    on = beijing_day(at)
    if facts.budget <= parameter("GP-SME-03", facts.object, on=on).fen or not facts.sme_suitable:
        return Finding(True)
    share = parameter("GP-SME-04", facts.object, on=on).value
    enough = facts.sme_reserved_share >= facts.budget * share
    return Finding(
        enough,
        f"预留份额{yuan(facts.sme_reserved_share)}不足预算{yuan(facts.budget)}的{percent(share)}。",
    )


@rule("GP-THR-06")
def purchase_is_not_split(facts: PlanFacts, at: datetime) -> Finding:
    """同一年度同一预算项目下同一品目以其他方式采购累计超过公开招标数额标准的，属于规避公开招标。"""
    limit = open_tender_threshold(
        facts.object, facts.buyer_level, on=beijing_day(at), region=facts.region
    )
    split = facts.method != OPEN and facts.budget < limit.fen < facts.budget + facts.same_kind_total
    if not split or facts.method_approved or facts.method in DECIDED_BY_THE_BUYER:
        return Finding(True)
    total = facts.budget + facts.same_kind_total
    return Finding(
        False,
        f"本年度同一预算项目下同一品目累计{yuan(total)}，超过公开招标数额标准{yuan(limit.fen)}，"
        "除预算调整或者经批准外视为化整为零。",
    )
