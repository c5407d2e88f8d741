"""Rules of policy support and conduct: small firms, domestic products, green demands, subcontracts, pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline
from lucai.law.parameters import parameter
from lucai.law.prequalification_rules import SCALE_WORDS
from lucai.law.rules import Finding, calculates, rule
from lucai.law.wording import listed, percent

calculates("GP-CRE-02")

OF_THE_PRICE = frozenset({"利润"})
"""Words of scale that an explanation of a price speaks of all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallFirmFacts:
    """What a procurement does for small and medium firms."""

    proofs_asked: tuple[str, ...] = ()
    reserved: bool = False
    qualified_small: int = 0
    goes_on: bool = True
    tendering_law: bool = False
    price_only: bool = False
    bonus: Decimal | None = None
    joint: bool = False
    winner_declared: bool = False
    declaration_published: bool = True
    contract_says_reserved: bool = True
    subcontracted_to_large: bool = False
    asked_on: date | None = None
    answered_on: date | None = None
    year: int = 0
    execution_published: bool = True
    welfare: bool = False


@rule("GP-SME-02")
def declaration_is_enough(facts: SmallFirmFacts, at: datetime) -> Finding:
    """中小企业参加政府采购活动只需出具《中小企业声明函》，不得要求其他身份证明。"""
    del at
    return Finding(not facts.proofs_asked, f"不得要求：{listed(facts.proofs_asked)}。")


@rule("GP-SME-05")
def reserved_lot_has_enough_small_firms(facts: SmallFirmFacts, at: datetime) -> Finding:
    """预留份额项目符合条件的中小企业不足三家的，应当中止采购活动，视同未预留份额重新采购。"""
    least = int(parameter("GP-SME-05", "suppliers", on=beijing_day(at)).value)
    short = facts.reserved and facts.qualified_small < least and facts.goes_on
    text = (
        f"符合条件的中小企业{facts.qualified_small}家，不足{least}家，应当中止，"
        "视同未预留份额的采购包重新组织采购。"
    )
    return Finding(not short, text)


@rule("GP-SME-08")
def works_bonus_is_lawful(facts: SmallFirmFacts, at: datetime) -> Finding:
    """适用招标投标法、未采用低价优先法的工程项目，以价格得分为基础增加规定幅度的评审得分。"""
    if not facts.tendering_law or facts.price_only:
        return Finding(True)
    on, joint = beijing_day(at), "joint_" if facts.joint else ""
    least = parameter("GP-SME-08", f"{joint}min", on=on).value
    most = parameter("GP-SME-08", f"{joint}max", on=on).value
    given = facts.bonus or Decimal(0)
    text = f"增加{percent(given)}，应当在{percent(least)}至{percent(most)}之间。"
    return Finding(least <= given <= most, text)


@rule("GP-SME-10")
def declaration_goes_with_the_result(facts: SmallFirmFacts, at: datetime) -> Finding:
    """中标供应商的《中小企业声明函》随结果公告；预留项目的合同应当注明，不得向大企业分包。"""
    del at
    if facts.winner_declared and not facts.declaration_published:
        return Finding(False, "《中小企业声明函》没有随结果公告。")
    if facts.reserved and not facts.contract_says_reserved:
        return Finding(False, "合同没有注明预留份额。")
    return Finding(
        not (facts.reserved and facts.subcontracted_to_large), "预留项目不得向大企业分包。"
    )


@rule("GP-SME-11")
def identity_dispute_is_answered_in_time(facts: SmallFirmFacts, at: datetime) -> Finding:
    """中小企业主管部门应当在十个工作日内对中小企业身份争议作出书面答复。"""
    if facts.asked_on is None:
        return Finding(True)
    last = deadline("GP-SME-11", facts.asked_on)
    done = facts.answered_on or beijing_day(at)
    return Finding(last.allows(done), f"最迟{last.date.isoformat()}答复。", last.calculation)


@rule("GP-SME-12")
def reservation_is_reported_yearly(facts: SmallFirmFacts, at: datetime) -> Finding:
    """主管预算单位每年向社会公开预留项目执行情况。"""
    first = int(parameter("GP-SME-12", "first_year", on=beijing_day(at)).value)
    due = facts.year >= first
    return Finding(not due or facts.execution_published, f"{facts.year}年的执行情况还没有公开。")


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticFacts:
    """Whether a product is treated as a domestic one."""

    object: str = "goods"
    exempt: bool = False
    treated_as_domestic: bool = False
    policy_applied: bool = True
    declared: bool = True
    proofs_asked: tuple[str, ...] = ()
    rejected_for_it: bool = False
    owner: str = ""
    treated_by_owner: bool = False
    imported: bool = False


@rule("GP-DOM-04")
def domestic_policy_covers_goods(facts: DomesticFacts, at: datetime) -> Finding:
    """本国产品政策适用于货物（规定的除外）和服务项目中的货物。"""
    del at
    covered = facts.object in {"goods", "services"} and not facts.exempt
    return Finding(facts.policy_applied == covered, "这一品目是否适用本国产品政策填写有误。")


@rule("GP-DOM-05")
def domestic_declaration_is_enough(facts: DomesticFacts, at: datetime) -> Finding:
    """本国产品凭声明函或者证明文件认定，不得要求其他证明；未提供的不享受扣除，但不作无效投标处理。"""
    del at
    if facts.proofs_asked:
        return Finding(False, f"不得要求：{listed(facts.proofs_asked)}。")
    if not facts.declared and facts.treated_as_domestic:
        return Finding(False, "没有提供声明函，不享受价格扣除。")
    return Finding(not facts.rejected_for_it, "未提供声明函的，不得作无效投标处理。")


@rule("GP-DOM-06")
def domestic_policy_looks_at_no_owner(facts: DomesticFacts, at: datetime) -> bool:
    """本国产品政策平等适用于各类所有制企业。"""
    del at
    return not facts.treated_by_owner


@rule("GP-DOM-07")
def imports_are_not_domestic(facts: DomesticFacts, at: datetime) -> bool:
    """进口产品属于非本国产品；非进口产品不当然是本国产品，两者分别认定。"""
    del at
    return not (facts.imported and facts.treated_as_domestic)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFacts:
    """What a tender document and its evaluation ask and say."""

    forced_energy: bool = False
    certificate_asked: bool = True
    packaging: bool = False
    packaging_written: bool = True
    subcontract: bool = False
    discriminates: bool = False
    objected: bool = False
    reported: bool = False
    low_price_reason: str = ""
    low_price_asked: bool = False
    watched: bool = True
    alone: bool = False
    paid_by_supplier: bool = False
    paid_leaver: bool = False
    devices_kept: bool = True


@rule("GP-GRE-01")
def green_goods_are_certified(facts: DemandFacts, at: datetime) -> Finding:
    """节能产品、环境标志产品品目清单内强制采购的，应当凭有效认证证书采购。"""
    del at
    needed = facts.forced_energy and not facts.certificate_asked
    return Finding(not needed, "强制采购的节能产品，采购文件应当要求有效认证证书。")


@rule("GP-GRE-02")
def green_demands_are_written(facts: DemandFacts, at: datetime) -> Finding:
    """商品包装、快递包装、绿色数据中心等需求标准应当写入采购文件和合同。"""
    del at
    return Finding(facts.packaging_written or not facts.packaging, "需求标准没有写入采购文件。")


@rule("GP-AGE-08")
def agency_speaks_up(facts: DemandFacts, at: datetime) -> Finding:
    """采购需求存在歧视性内容的，代理机构应当建议改正，拒不改正的向财政部门报告。"""
    del at
    if not facts.discriminates:
        return Finding(True)
    return Finding(
        facts.objected and facts.reported, "应当书面建议改正；拒不改正的，报告财政部门。"
    )


@rule("GP-LOW-10")
def low_price_is_not_judged_by_scale(facts: DemandFacts, at: datetime) -> Finding:
    """异常低价审查不得以注册资本、成立年限等认定。"""
    del at
    words = [word for word in SCALE_WORDS if word not in OF_THE_PRICE]
    found = [word for word in words if word in facts.low_price_reason]
    return Finding(not found, f"不得以{listed(found)}认定异常低价。")


@rule("GP-LOW-11")
def low_price_winner_is_watched(facts: DemandFacts, at: datetime) -> bool:
    """曾触发异常低价审查的中标、成交供应商应当加强履约监督。"""
    del at
    return facts.watched or not facts.low_price_asked


@rule("GP-SIT-01")
def suppliers_visit_together(facts: DemandFacts, at: datetime) -> bool:
    """不得单独或者分别组织一个供应商踏勘现场或者答疑。"""
    del at
    return not facts.alone


@rule("GP-EXP-12")
def experts_are_paid_lawfully(facts: DemandFacts, at: datetime) -> Finding:
    """评审劳务报酬由集中采购机构或者采购人支付，擅离职守、违纪人员不得领取。"""
    del at
    if facts.paid_by_supplier:
        return Finding(False, "劳务报酬不得由供应商支付。")
    return Finding(not facts.paid_leaver, "擅离职守、违纪人员不得领取劳务报酬。")
