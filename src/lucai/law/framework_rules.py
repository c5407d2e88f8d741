"""Rules of framework agreements: plan, call, responses, admission (财政部令第110号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lucai.law.calendar import add_years, beijing_day
from lucai.law.committee import panel_bounds
from lucai.law.counts import elimination
from lucai.law.deadlines import deadline
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.status import LawRefuses
from lucai.law.verdicts import Severity
from lucai.law.wording import listed, moment, percent, yuan

CLOSED, OPEN = "closed", "open"
PRICE_FIRST, QUALITY_FIRST = "price_first", "quality_first"
DIRECT, BIDDING, ROTATION = "direct", "bidding", "rotation"

GROUNDS = {
    "catalogue": "集中采购目录以内品目及配套耗材、配件等，属于小额零星采购",
    "attestation": "目录以外、限额以上，本部门本系统行政管理所需的法律、评估、会计、审计等鉴证咨询服务，属于小额零星采购",
    "public_services": "目录以外、限额以上，为服务对象提供服务，需要确定两家以上供应商由服务对象自主选择",
}
"""财政部令第110号 第三条: when a framework may be used."""
OPEN_GROUNDS = {
    "policy": "执行政府采购政策不宜淘汰供应商",
    "few_suppliers": "受基础设施、行政许可、知识产权等限制，供应商在三家以下且不宜淘汰",
    "convenience": "能够确定统一付费标准，因服务便利性需要接纳所有愿意接受协议条件的供应商",
}
"""Article 10: when it may be open, the first two for the catalogue, the last for public services."""
QUALITY_GROUNDS = {
    "government_price": "有政府定价或者政府指导价",
    "laboratory": "对质量有特别要求的检测、实验等仪器设备",
}
"""Article 25: when quality may come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkPlanFacts:
    """A framework before its plan goes to the finance department; the rate is a ratio."""

    kind: str
    object: str
    ground: str
    centralised: bool
    can_be_pooled: bool
    open_ground: str = ""
    surveyed_buyers: int
    surveyed_suppliers: int
    evaluation: str = ""
    quality_ground: str = ""
    rate: Decimal | None = None
    most_admitted: int | None = None
    way: str
    starts_on: date
    ends_on: date
    packages: int
    without_ceiling: tuple[str, ...] = ()


@rule("GP-MET-07")
def framework_has_a_ground(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """符合规定情形的方可采用框架协议采购，目录以内的由集中采购机构征集，目录以外的由主管预算单位征集。"""
    if facts.ground not in GROUNDS:
        return Finding(False, "没有选择采用框架协议采购的情形。")
    if (facts.ground == "catalogue") != facts.centralised:
        who = "集中采购机构" if facts.ground == "catalogue" else "主管预算单位"
        return Finding(False, f"这一情形应当由{who}负责征集程序和订立框架协议。")
    return Finding(
        facts.ground == "catalogue" or facts.object == "services", "这一情形只适用于服务项目。"
    )


@rule("GP-MET-07")
def needs_cannot_be_pooled(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """能够归集需求形成单一项目采购的，不得采用框架协议采购方式。"""
    pooled = facts.ground == "attestation" and facts.can_be_pooled
    return Finding(not pooled, "需求能够归集为单一项目，应当按单一项目采购。")


@rule("GP-MET-08")
def open_framework_has_a_ground(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """开放式框架协议应当符合不宜淘汰供应商或者需要接纳所有供应商的规定情形。"""
    if facts.kind != OPEN:
        return Finding(True)
    fits = {"catalogue": {"policy", "few_suppliers"}, "public_services": {"convenience"}}
    allowed = facts.open_ground in fits.get(facts.ground, set())
    return Finding(allowed, "所选情形不能采用开放式框架协议，应当采用封闭式。")


@rule("GP-FRA-01")
def survey_reached_enough(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """需求调查对象中采购人和供应商一般各不少于三家。"""
    on = beijing_day(at)
    buyers = parameter("GP-FRA-01", "buyers", on=on).value
    suppliers = parameter("GP-FRA-01", "suppliers", on=on).value
    return Finding(
        facts.surveyed_buyers >= buyers and facts.surveyed_suppliers >= suppliers,
        f"调查了采购人{facts.surveyed_buyers}家、供应商{facts.surveyed_suppliers}家，"
        f"应当分别不少于{buyers}家和{suppliers}家。",
    )


@rule("GP-FRA-01")
def admission_is_competitive(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """不得采用符合资格条件即入围的方法，封闭式应当载明淘汰率或者入围数量上限。"""
    named = facts.rate is not None or facts.most_admitted is not None
    return Finding(facts.kind == OPEN or named, "没有载明淘汰率或者入围供应商数量上限。")


@rule("GP-FRA-02")
def ceilings_are_set(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """征集公告和征集文件应当确定每一采购包的最高限制单价。"""
    if not facts.packages:
        return Finding(False, "还没有采购包。")
    missing = facts.without_ceiling
    return Finding(not missing, f"没有确定最高限制单价：{listed(missing)}。")


@rule("GP-FRA-03")
def term_is_usual(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """货物项目框架协议有效期一般不超过一年，服务项目一般不超过两年。"""
    years = parameter("GP-FRA-03", facts.object, on=beijing_day(at)).value
    latest = add_years(facts.starts_on, int(years))
    return Finding(
        facts.ends_on <= latest, f"有效期至{facts.ends_on}，一般不超过{years}年，即{latest}。"
    )


@rule("GP-FRA-04")
def evaluation_is_lawful(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """封闭式以价格优先法为主，有政府定价、政府指导价或者有特别质量要求的检测、实验设备方可质量优先。"""
    if facts.kind == OPEN:
        return Finding(True)
    if facts.evaluation == PRICE_FIRST:
        return Finding(True)
    allowed = facts.evaluation == QUALITY_FIRST and facts.quality_ground in QUALITY_GROUNDS
    return Finding(allowed, "本项目应当采用价格优先法。")


@rule("GP-FRA-05")
def rate_is_lawful(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """淘汰率一般不低于百分之二十，质量优先的检测、实验设备不低于百分之四十。"""
    if facts.kind == OPEN or facts.rate is None:
        return Finding(True)
    name = "rate_quality_first" if is_strict(facts.evaluation, facts.quality_ground) else "rate"
    least = parameter("GP-FRA-05", name, on=beijing_day(at)).value
    return Finding(
        least <= facts.rate < 1, f"淘汰率{percent(facts.rate)}，应当不低于{percent(least)}。"
    )


@rule("GP-FRA-12", cites=("财政部令第110号/42",))
def open_framework_is_chosen_directly(facts: FrameworkPlanFacts, at: datetime) -> bool:
    """开放式框架协议的第二阶段只能直接选定。"""
    return facts.kind != OPEN or facts.way == DIRECT


@rule("GP-FRA-09")
def way_is_known(facts: FrameworkPlanFacts, at: datetime) -> bool:
    """第二阶段应当在直接选定、二次竞价、顺序轮候中确定一种。"""
    return facts.way in {DIRECT, BIDDING, ROTATION}


@rule("GP-FRA-09", severity=Severity.WARN)
def way_suits_the_project(facts: FrameworkPlanFacts, at: datetime) -> Finding:
    """二次竞价一般适用于价格优先法的项目，顺序轮候一般适用于服务项目。"""
    if facts.way == BIDDING:
        return Finding(facts.evaluation == PRICE_FIRST, "质量优先法的项目一般不采用二次竞价。")
    return Finding(facts.way != ROTATION or facts.object == "services", "货物一般不采用顺序轮候。")


PLAN_RULES = (
    framework_has_a_ground, needs_cannot_be_pooled, open_framework_has_a_ground,
    survey_reached_enough, admission_is_competitive, ceilings_are_set, term_is_usual,
    evaluation_is_lawful, rate_is_lawful, open_framework_is_chosen_directly, way_is_known,
    way_suits_the_project,
)  # fmt: skip


def is_strict(evaluation: str, quality_ground: str) -> bool:
    """Tell whether the stricter elimination rate of laboratory equipment applies (GP-FRA-05)."""
    return evaluation == QUALITY_FIRST and quality_ground == "laboratory"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """A 征集公告 about to be published, or a call at its opening."""

    announced_on: date
    response_deadline: datetime
    ends_on: date
    responders: int = 0
    kind: str = CLOSED


@rule("GP-TEN-03", dated_by="announced_on", cites=("财政部令第110号/9", "财政部令第87号/18"))
def response_period_is_long_enough(facts: CallFacts, at: datetime) -> Finding:
    """封闭式征集执行公开招标规定，自征集文件发出至提交响应文件截止不得少于二十日。"""
    if facts.kind == OPEN:
        return Finding(True)
    earliest = deadline("GP-TEN-03", facts.announced_on)
    planned = beijing_day(facts.response_deadline)
    return Finding(
        earliest.allows(planned), f"截止之日为{planned}，最早应为{earliest.date}。",
        earliest.calculation,
    )  # fmt: skip


@rule("GP-FRA-08")
def refill_keeps_the_term(facts: CallFacts, at: datetime) -> Finding:
    """征集应当在框架协议有效期以内，补充征集不延长原框架协议的有效期。"""
    planned = beijing_day(facts.response_deadline)
    if facts.kind == OPEN:
        return Finding(beijing_day(at) < facts.ends_on, f"框架协议{facts.ends_on}期满。")
    return Finding(planned < facts.ends_on, f"框架协议{facts.ends_on}期满，来不及征集。")


@rule("GP-TEN-09", cites=("财政部令第110号/9", "财政部令第87号/39"))
def responses_open_at_the_deadline(facts: CallFacts, at: datetime) -> Finding:
    """响应文件应当在提交截止时间的同一时间开启，不得提前。"""
    return Finding(
        at >= facts.response_deadline,
        f"提交截止时间为{moment(facts.response_deadline)}，届时方可开启。",
        opens_at=facts.response_deadline,
    )


@rule("GP-FRA-05")
def enough_responded(facts: CallFacts, at: datetime) -> Finding:
    """提交响应文件的供应商不少于两家。"""
    least = parameter("GP-FRA-05", "responders", on=beijing_day(at)).value
    return Finding(
        facts.responders >= least, f"提交响应文件的供应商{facts.responders}家，不足{least}家。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseFacts:
    """A response to a call, or an application to join; prices in 分."""

    closes_at: datetime
    price: int
    ceiling: int
    object: str
    maker: bool = True
    marketed: bool = True
    needs_consumables: bool = False
    consumable_years: int | None = None
    removed: bool = False


@rule("GP-TEN-08", cites=("财政部令第110号/9", "财政部令第87号/33"))
def response_arrives_in_time(facts: ResponseFacts, at: datetime) -> Finding:
    """响应文件应当在提交截止时间前送达，逾期送达的应当拒收。"""
    return Finding(at < facts.closes_at, f"截止时间为{moment(facts.closes_at)}，现在已经截止。")


@rule("GP-FRA-02")
def offer_keeps_the_ceiling(facts: ResponseFacts, at: datetime) -> Finding:
    """第一阶段响应报价不得超过最高限制单价。"""
    over = f"报价{yuan(facts.price)}超过最高限制单价{yuan(facts.ceiling)}。"
    return Finding(facts.price <= facts.ceiling, over)


def least_consumable_years(on: date) -> int:
    """Return for how many years consumables have to be priced (110 号令 第二十六条)."""
    return int(parameter("GP-FRA-06", "consumables", on=on).value)


@rule("GP-FRA-06")
def goods_come_from_their_maker(facts: ResponseFacts, at: datetime) -> Finding:
    """货物项目应当由生产厂家或者其唯一授权供应商响应，产品应当是市场上已有销售的规格型号。"""
    if facts.object != "goods":
        return Finding(True)
    if not facts.maker:
        return Finding(False, "不是生产厂家，也不是生产厂家的唯一授权供应商。")
    return Finding(facts.marketed, "专供政府采购的产品不得参加响应。")


@rule("GP-FRA-06", cites=("财政部令第110号/26",))
def consumables_are_priced(facts: ResponseFacts, at: datetime) -> Finding:
    """耗材使用量大的设备，应当同时对三年以上约定期限内的专用耗材报价。"""
    if not facts.needs_consumables:
        return Finding(True)
    least = least_consumable_years(beijing_day(at))
    years = facts.consumable_years or 0
    return Finding(years >= least, f"专用耗材报价期限{years}年，应当为{least}年以上。")


@rule("GP-FRA-13")
def supplier_was_not_removed(facts: ResponseFacts, at: datetime) -> bool:
    """被取消入围资格或者被解除框架协议的供应商，不得参加同一框架协议的补充征集或者重新申请加入。"""
    return not facts.removed


RESPONSE_AT_THE_DOOR = (response_arrives_in_time, supplier_was_not_removed)
"""What can be judged while nobody can read a response."""
RESPONSE_AT_THE_OPENING = (
    offer_keeps_the_ceiling, goods_come_from_their_maker, consumables_are_priced,
)  # fmt: skip
RESPONSE_RULES = (*RESPONSE_AT_THE_DOOR, *RESPONSE_AT_THE_OPENING)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageResult:
    """One package after its evaluation: how many responded, were found good, are to be admitted."""

    name: str
    responders: int
    valid: int
    admitted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionFacts:
    """A closed call about to be decided; of the panel's members ``experts`` were drawn."""

    panel: int
    experts: int
    formed: bool
    unsigned: tuple[str, ...]
    strict: bool
    rate: Decimal | None
    most_admitted: int | None
    unjudged: tuple[str, ...]
    results: tuple[PackageResult, ...]


@rule("GP-TEN-13", cites=("财政部令第110号/9", "财政部令第87号/47"))
def panel_is_lawful(facts: AdmissionFacts, at: datetime) -> Finding:
    """封闭式框架协议的评审小组按公开招标的评标委员会组成，五人以上单数。"""
    try:
        bounds = panel_bounds("framework", members=facts.panel, on=beijing_day(at))
    except LawRefuses as error:
        return Finding(False, str(error))
    return Finding(
        facts.experts >= bounds.min_experts,
        f"评审专家{facts.experts}人，应当不少于{bounds.min_experts}人。",
    )


@rule("GP-EXP-02", cites=("财政部令第110号/9", "财政部令第87号/48"))
def panel_was_drawn(facts: AdmissionFacts, at: datetime) -> Finding:
    """评审专家应当从省级以上专家库随机抽取，全部签到后方可评审。"""
    del at
    return Finding(facts.formed, "评审小组还没有组成，应当先抽取评审专家，专家全部签到后评审。")


@rule("GP-EXP-09", cites=("财政部令第110号/9", "财政部令第87号/61"))
def members_have_signed(facts: AdmissionFacts, at: datetime) -> Finding:
    """评审小组成员应当独立评审并在评审报告上签字；拒绝签字又不说明的视为同意。"""
    del at
    return Finding(not facts.unsigned, f"尚未签署评审报告：{listed(facts.unsigned)}。")


@rule("GP-FRA-05")
def responses_are_all_judged(facts: AdmissionFacts, at: datetime) -> Finding:
    """每一份响应文件都应当评审。"""
    return Finding(not facts.unjudged, f"还没有评审：{listed(facts.unjudged)}。")


@rule("GP-FRA-05")
def elimination_is_lawful(facts: AdmissionFacts, at: datetime) -> Finding:
    """符合条件的供应商均不少于两家，淘汰率不低于规定且至少淘汰一家。"""
    lines: tuple[str, ...] = ()
    for one in facts.results:
        try:
            most = admitted_most(one.valid, facts, on=beijing_day(at))
        except LawRefuses as error:
            return Finding(False, f"{one.name}：{error}", lines)
        lines += (
            f"{one.name}：符合要求{one.valid}家，最多入围{most}家，确定入围{one.admitted}家。",
        )
        if one.admitted > most:
            return Finding(False, f"{one.name}最多入围{most}家。", lines)
    return Finding(bool(facts.results), "没有可以确定入围的采购包。", lines)


def admitted_most(valid: int, facts: AdmissionFacts, *, on: date) -> int:
    """Return how many of a package's good responses may be admitted at most (GP-FRA-05).

    Raises:
        LawRefuses: too few are left for a lawful elimination.
    """
    name = "rate_quality_first" if facts.strict else "rate"
    rate = facts.rate or Decimal(parameter("GP-FRA-05", name, on=on).value)
    found = elimination(valid, rate, quality_first=facts.strict, on=on)
    return min(found.admitted, facts.most_admitted or found.admitted)
