"""What the law asks of a tender document before it goes out, over one set of facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from decimal import Decimal

from lucai.law import notice_rules
from lucai.law import tender_rules as law
from lucai.law.calendar import BEIJING, beijing_day
from lucai.law.parameters import parameter, rule_sheet
from lucai.law.planning_rules import IntentionFacts, intention_is_published_early_enough
from lucai.law.prequalification_rules import SCALE_WORDS
from lucai.law.role_rules import solicitation_is_checked_by_another
from lucai.law.rules import Finding, rule
from lucai.law.support_rules import domestic_policy_covers_goods
from lucai.law.verdicts import Rule, Severity, Verdict
from lucai.stages.trade.projects.rules import UnitsFacts, units_have_consented

CONTENT = "财政部令第87号/20"
WRITTEN = "财库〔2021〕22号/34"
SEALED = "财政部令第87号/33"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFacts:
    """One scoring factor; weights in points."""

    lot: int
    name: str
    kind: str
    weight: Decimal
    bands: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """A tender document with its project, as rules read it.

    ``lots`` maps a lot's number to the facts the law's own rules take; ``notice`` is None
    while a date is missing; ``missing`` names what is not filled in, with the page's name;
    ``missing_keys`` the groups without a key for the opening, ``wrong_bidder_keys`` why the
    suppliers' own group gives no opening policy; ``duties`` those that meet in ``person`` who looks.
    """

    lots: dict[int, law.SolicitationFacts]
    notice: law.NoticeFacts | None
    intention: IntentionFacts
    requirements: dict[int, int] = field(default_factory=dict)
    criteria: tuple[CriterionFacts, ...] = ()
    scored: bool = True
    missing_clauses: tuple[str, ...] = ()
    missing_dates: tuple[str, ...] = ()
    missing_terms: tuple[str, ...] = ()
    scored_text: str = ""
    qualification_text: str = ""
    extension: law.ExtensionFacts | None = None
    method: str = "open"
    tie_rule: str = ""
    missing_keys: tuple[str, ...] = ()
    wrong_bidder_keys: tuple[str, ...] = ()
    suppliers_settled: bool = True
    missing_blanks: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    open_leads: int = 0
    units: UnitsFacts = field(default_factory=UnitsFacts)
    visit_text: str = ""
    packaging_asked: bool = True
    person: str = ""
    duties: frozenset[str] = frozenset()


def duties_at(*, wrote: bool) -> frozenset[str]:
    """Return the duties that meet in somebody who checks a document, and perhaps wrote in it."""
    return frozenset({"check_solicitation", *({"draft_solicitation"} if wrote else ())})


def on_extension(rule: Rule) -> Rule:
    """Apply a rule of the law to the period for obtaining a published document."""

    def apply(facts: DocumentFacts, at: datetime) -> Verdict:
        if facts.extension is None:
            raise LookupError("招标文件尚未发布。")
        return rule(facts.extension, at)

    apply.__doc__ = rule.__doc__
    return apply


def on_units(rule: Rule) -> Rule:
    """Apply a rule to the units that buy jointly."""

    def apply(facts: DocumentFacts, at: datetime) -> Verdict:
        return rule(facts.units, at)

    apply.__doc__ = rule.__doc__
    return apply


def on_lots(rule: Rule) -> Rule:
    """Apply a rule of the law to every lot; what is wrong names its lots."""

    def apply(facts: DocumentFacts, at: datetime) -> Verdict:
        found = {lot: rule(lot_facts, at) for lot, lot_facts in facts.lots.items()}
        broken = {lot: verdict for lot, verdict in found.items() if not verdict.holds}
        if not broken:
            return next(iter(found.values()))
        first = next(iter(broken.values()))
        lines = (f"包 {lot}：{verdict.message.rstrip('。')}" for lot, verdict in broken.items())
        message = first.message if len(facts.lots) == 1 else "；".join(lines)
        return replace(first, message=message)

    apply.__doc__ = rule.__doc__
    return apply


def on_dates(rule: Rule) -> Rule:
    """Apply a rule of the law to the announced dates.

    Without dates there is nothing to judge: :func:`dates_are_complete` closes the step.
    """

    def apply(facts: DocumentFacts, at: datetime) -> Verdict:
        if facts.notice:
            return rule(facts.notice, at)
        message = "时间安排填写后核对"
        return Verdict("GP-DEM-08", False, message, (CONTENT,), Severity.LEAD)

    apply.__doc__ = rule.__doc__
    return apply


def intention_is_early_enough(facts: DocumentFacts, at: datetime) -> Verdict:
    """采购意向应当在采购活动开始三十日前公开。"""
    planned = facts.notice.notice_on if facts.notice else beijing_day(at)
    begins = datetime.combine(planned, time(), BEIJING)
    return intention_is_published_early_enough(facts.intention, max(at, begins))


def clauses_are_complete(facts: DocumentFacts, at: datetime) -> Verdict:
    """招标文件应当包括法律规定的全部内容。"""
    return _missing("法律规定应当载明的条款没有文字", facts.missing_clauses, "必备条款齐全")


def blanks_are_filled(facts: DocumentFacts, at: datetime) -> Verdict:
    """采用的可选条款应当填写完整。"""
    del at
    return _missing("可选条款还有空没有填写", facts.missing_blanks, "可选条款已填写")


@rule("GP-DEM-08", cites=[WRITTEN])
def changes_have_reasons(facts: DocumentFacts, at: datetime) -> Finding:
    """与范本不同的条款应当写明理由，随采购文件留存备查。"""
    del at
    listed = "、".join(facts.unexplained)
    text = f"与范本不同、还没有写明理由：{listed}。请在各条款下写明修改理由，或者恢复范本的文字。"
    return Finding(not facts.unexplained, text)


@rule("GP-AGE-08", cites=["政府采购法实施条例/20", "政府采购法实施条例/61"])
def leads_are_answered(facts: DocumentFacts, at: datetime) -> Finding:
    """采购文件不得以不合理的条件对供应商实行差别待遇或者歧视待遇；条款检查的提示应当修改或者说明理由。"""
    del at
    return Finding(
        not facts.open_leads,
        f"条款检查有 {facts.open_leads} 处提示还没有修改或者说明理由，请在“条款检查”里逐条办理。",
    )


@rule("GP-GRE-02")
def packaging_is_asked_for(facts: DocumentFacts, at: datetime) -> Finding:
    """货物采购应当将商品包装、快递包装的需求标准写入采购文件。"""
    del at
    text = "采购文件没有商品包装和快递包装的要求；请加上这一条，不涉及包装的在修改理由中说明。"
    return Finding(facts.packaging_asked, text)


@rule("GP-SIT-01", cites=["财库〔2014〕214号/17", "财政部令第87号/26"])
def visit_is_open_to_all(facts: DocumentFacts, at: datetime) -> Finding:
    """组织现场考察、答疑应当面向所有已获取采购文件的供应商，不得单独或者分别组织。"""
    del at
    open_to_all = any(word in facts.visit_text for word in EVERYBODY)
    apart = next((word for word in ONE_BY_ONE if word in facts.visit_text), "")
    if apart:
        return Finding(False, f"现场考察写有“{apart}”，不得单独或者分别组织供应商考察。")
    return Finding(
        not facts.visit_text or open_to_all,
        "现场考察应当写明所有已获取采购文件的供应商均可参加，不得只组织个别供应商。",
    )


EVERYBODY = ("均可", "所有", "全部", "各供应商")
ONE_BY_ONE = ("分别", "单独", "个别", "逐一", "分批")


def dates_are_complete(facts: DocumentFacts, at: datetime) -> Verdict:
    """招标文件应当载明获取期限、投标截止时间、开标时间和地点。"""
    return _missing("时间安排尚未填写", facts.missing_dates, "时间安排已填写")


def terms_are_complete(facts: DocumentFacts, at: datetime) -> Verdict:
    """招标文件应当载明投标有效期、投标保证金、政策执行和评标的规则。"""
    return _missing("商务与政策条件尚未填写", facts.missing_terms, "商务与政策条件已填写")


def every_lot_has_requirements(facts: DocumentFacts, at: datetime) -> Verdict:
    """采购需求应当完整、明确，每一包都应当有商务要求和技术要求。"""
    empty = [f"包 {lot}" for lot, count in facts.requirements.items() if not count]
    return _missing("没有商务、技术要求", empty, "每一包都有商务、技术要求")


def scored_lots_have_criteria(facts: DocumentFacts, at: datetime) -> Verdict:
    """采用综合评分法的，每一包都应当有评审因素。"""
    present = {criterion.lot for criterion in facts.criteria}
    empty = [f"包 {lot}" for lot in facts.lots if facts.scored and lot not in present]
    return _missing("没有评分标准", empty, "评分标准已填写")


def subjective_criteria_have_bands(facts: DocumentFacts, at: datetime) -> Verdict:
    """主观评审因素应当分档，分值与量化区间相对应。"""
    least = parameter("GP-EVA-12", "bands", on=beijing_day(at)).value
    found = [
        f"包 {c.lot}“{c.name}”"
        for c in facts.criteria
        if c.kind == "subjective" and c.bands < least
    ]
    message = (
        f"主观评审因素不足 {least} 档：{'、'.join(found)}" if found else "主观评审因素均已分档"
    )
    cites = ("政府采购法实施条例/34", "财政部令第87号/55")
    return Verdict("GP-EVA-12", not found, message, cites, Severity.WARN)


def tie_rule_is_lawful(facts: DocumentFacts, at: datetime) -> Verdict:
    """磋商得分、最后报价均相同的，按照技术指标优劣顺序推荐。"""
    law_of_ties = rule_sheet("GP-CON-06")
    holds = facts.method != CONSULTATION or facts.tie_rule == "technical"
    text = f"{law_of_ties.title}。" if holds else "并列时的顺序应当选择“技术部分得分高者优先”。"
    if facts.method != CONSULTATION:
        text = "得分与报价均相同时的顺序已经写明。"
        return Verdict("GP-EVA-07", True, text, ("财政部令第87号/57",))
    return Verdict(law_of_ties.id, holds, text, law_of_ties.cites)


CONSULTATION = "consultation"
POINTING_WORDS = (
    "知名品牌", "一线品牌", "参考品牌", "国际品牌", "守合同重信用", "AAA级信用", "AAA 级信用",
)  # fmt: skip


def scale_is_no_condition(facts: DocumentFacts, at: datetime) -> Verdict:
    """不得将注册资本、资产总额、营业收入、从业人员、利润、纳税额等规模条件作为资格要求或者评审因素。"""
    found = _words_in(SCALE_WORDS, facts)
    message = (
        f"资格要求或者评审因素涉及规模条件：{'、'.join(found)}"
        if found
        else "没有以企业规模作为资格要求或者评审因素"
    )
    return Verdict("GP-QUA-06", not found, message, ("财政部令第87号/17",))


def nothing_points_to_one_brand(facts: DocumentFacts, at: datetime) -> Verdict:
    """不得限定或者指定特定的专利、商标、品牌或者供应商。"""
    found = _words_in(POINTING_WORDS, facts)
    message = (
        f"发现可能指向特定品牌或者供应商的字样：{'、'.join(found)}，请核对"
        if found
        else "没有发现指向特定品牌的字样"
    )
    cites = ("政府采购法实施条例/20",)
    return Verdict("GP-QUA-06", not found, message, cites, Severity.WARN)


def domestic_policy_is_kept_to_goods(facts: law.SolicitationFacts, at: datetime) -> Verdict:
    """本国产品价格扣除只适用于货物（规定的除外）和服务项目中的货物。"""
    return domestic_policy_covers_goods(facts.domestic, at)


CONTENT_RULES: tuple[Rule, ...] = (
    clauses_are_complete,
    blanks_are_filled,
    terms_are_complete,
    every_lot_has_requirements,
    scored_lots_have_criteria,
    on_lots(law.weights_sum_to_full_score),
    on_lots(notice_rules.price_weight_is_lawful),
    on_lots(notice_rules.information_system_weight_is_exact),
    tie_rule_is_lawful,
    on_lots(law.qualification_is_not_scored),
    scale_is_no_condition,
    on_lots(law.bond_is_within_cap),
    on_lots(law.low_price_ratios_are_lawful),
    on_lots(law.sme_rate_is_lawful),
    on_lots(law.sme_joint_rate_is_lawful),
    on_lots(domestic_policy_is_kept_to_goods),
    on_lots(law.core_product_is_named),
    on_lots(law.budget_is_stated),
    subjective_criteria_have_bands,
    nothing_points_to_one_brand,
    changes_have_reasons,
    leads_are_answered,
    packaging_is_asked_for,
    visit_is_open_to_all,
)

DATE_RULES: tuple[Rule, ...] = (
    dates_are_complete,
    intention_is_early_enough,
    on_dates(notice_rules.notice_runs_long_enough),
    on_dates(notice_rules.documents_are_available_long_enough),
    on_dates(notice_rules.response_period_is_long_enough),
    on_dates(law.opening_is_at_the_deadline),
)

EXTEND_RULES: tuple[Rule, ...] = (
    on_extension(law.documents_period_has_ended),
    on_extension(law.too_few_obtained_the_document),
    on_extension(law.extension_keeps_the_period),
)


def opening_keys_are_enrolled(facts: DocumentFacts, at: datetime) -> Verdict:
    """投标文件能够密封：每一组开标密钥都已经登记。"""
    del at
    missing = "、".join(facts.missing_keys)
    found = (
        [f"还没有登记开标密钥：{missing}。登记以后，投标人才能密封递交投标文件。"]
        if missing
        else []
    )
    found += [f"供应商密钥组：{why}。" for why in facts.wrong_bidder_keys]
    return Verdict("GP-TEN-08", not found, "".join(found), (SEALED,))


def suppliers_are_settled(facts: DocumentFacts, at: datetime) -> Verdict:
    """邀请招标或者进行资格预审的，受邀供应商名单确定以后方可发出投标邀请书和招标文件。"""
    del at
    law_of_pool = rule_sheet("GP-TEN-07")
    text = "受邀供应商名单还没有确定，请先完成“资格预审与邀请”。"
    settled = facts.suppliers_settled
    return Verdict(law_of_pool.id, settled, "" if settled else text, law_of_pool.cites)


SUBMIT_RULES = (*CONTENT_RULES, *DATE_RULES)
CONFIRM_RULES = (
    solicitation_is_checked_by_another,
    *SUBMIT_RULES,
    on_units(units_have_consented),
)
PUBLISH_RULES = (
    *CONTENT_RULES,
    on_units(units_have_consented),
    on_lots(law.document_follows_the_demand),
    *DATE_RULES,
    opening_keys_are_enrolled,
    suppliers_are_settled,
)


def _missing(what: str, found: Iterable[str], fine: str = "") -> Verdict:
    listed = "、".join(found)
    return Verdict("GP-DEM-08", not listed, f"{what}：{listed}" if listed else fine, (CONTENT,))


def _words_in(words: tuple[str, ...], facts: DocumentFacts) -> list[str]:
    text = facts.scored_text + facts.qualification_text
    return [word for word in words if word in text]
