"""What the law asks of a bid that is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.money import YUAN_PER_WAN
from lucai.law import support_rules as law
from lucai.law.rules import Finding, rule
from lucai.law.support_rules import SubcontractFacts
from lucai.law.verdicts import Severity
from lucai.law.wording import listed, moment, yuan
from lucai.stages.trade.bids.wording import SecurityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFacts:
    """A bid as it is handed in; money in 分, periods in days.

    Attributes:
        items_total: the sum of quantity × unit price; None while a unit price is missing.
        unit_confirmed: the supplier has said that a strikingly small price is meant in 元.
        unclaimed: names of objective factors that are scored by a figure and got none.
        broken: numbers of ★ requirements answered with a negative deviation.
        files_missing: parts whose requirements ask for evidence and that hold no file.
    """

    bid_deadline: datetime
    lot_alive: bool = True
    document_obtained: bool = True
    terms_given: bool = True
    unanswered: tuple[str, ...] = ()
    unclaimed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    files_missing: tuple[str, ...] = ()
    price: int | None = None
    items_total: int | None = None
    items_missing: tuple[str, ...] = ()
    ceiling: int = 0
    unit_confirmed: bool = False
    validity_days: int = 0
    required_validity_days: int = 0
    bond_required: int = 0
    bond_received: int = 0
    bond_received_at: datetime | None = None
    bond_kinds: tuple[str, ...] = ()
    consortium: bool = False
    consortium_allowed: bool = True
    consortium_problem: str = ""
    subcontract: bool = False
    subcontract_text: str = ""
    subcontract_allowed: bool = True
    sme_declared: bool = False
    sme_reserved: bool = False
    signature_problem: str = ""


@rule("GP-SIG-01", cites=("电子签名法/13",))
def bid_is_signed_by_the_bidder(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标文件由投标人的有效数字证书签名。"""
    del at
    problem = facts.signature_problem
    return Finding(
        not problem, f"递交时的签名证书有问题：{problem.rstrip('。')}。" if problem else ""
    )


@rule("GP-TEN-16", cites=("政府采购法/36",))
def lot_is_under_way(facts: SubmissionFacts, at: datetime) -> Finding:
    """本包的采购活动正在进行。"""
    del at
    return Finding(
        facts.lot_alive, "" if facts.lot_alive else "本包已经废标或者终止，不再接收投标文件。"
    )


@rule("GP-TEN-02", cites=("财政部令第87号/18",))
def document_is_obtained(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标人已经按照招标公告获取招标文件。"""
    del at
    held = facts.document_obtained
    return Finding(
        held, "" if held else "您还没有获取招标文件，请在文件提供期限内到“采购文件”页获取。"
    )


@rule("GP-TEN-15", cites=("财政部令第87号/32",))
def every_requirement_is_answered(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标文件对招标文件的每一项要求作出了明确响应。"""
    del at
    gaps = len(facts.unanswered)
    message = f"还有 {gaps} 项要求没有响应：{_first(facts.unanswered)}。" if gaps else ""
    return Finding(not gaps, message)


@rule("GP-EVA-09", cites=("财政部令第87号/55",), severity=Severity.WARN)
def objective_figures_are_given(facts: SubmissionFacts, at: datetime) -> Finding:
    """由系统计算得分的客观评审因素已经填报数据。"""
    del at
    gaps = facts.unclaimed
    message = f"客观评审因素“{_first(gaps)}”没有填报数据，该项不得分。" if gaps else ""
    return Finding(not gaps, message)


@rule("GP-TEN-15", severity=Severity.WARN)
def substantive_requirements_are_met(facts: SubmissionFacts, at: datetime) -> Finding:
    """带★的实质性要求没有负偏离。"""
    del at
    broken = facts.broken
    message = f"{_first(broken)} 是带★的实质性要求，负偏离将导致投标无效。" if broken else ""
    return Finding(not broken, message)


@rule("GP-TEN-15", cites=("财政部令第87号/32",))
def evidence_is_attached(facts: SubmissionFacts, at: datetime) -> Finding:
    """要求提供证明材料的部分已经上传文件。"""
    del at
    missing = facts.files_missing
    return Finding(not missing, f"{listed(missing)}还没有上传证明文件。" if missing else "")


@rule("GP-TEN-15", cites=("财政部令第87号/32",))
def terms_are_given(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标函的交付期、投标有效期、联系人和声明已经填写。"""
    del at
    given = facts.terms_given
    return Finding(given, "" if given else "投标函还没有填写：交付期、投标有效期、联系人和声明。")


@rule("GP-TEN-15", cites=("财政部令第87号/32",))
def price_is_stated(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标报价已经填写。"""
    del at
    missing = facts.items_missing
    if facts.price is None:
        return Finding(False, "还没有填写投标总价。")
    return Finding(not missing, f"还没有填写单价：{_first(missing)}。" if missing else "")


@rule("GP-TEN-15", cites=("政府采购法/2", "财政部令第87号/63"))
def price_is_above_zero(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标报价大于零。"""
    del at
    text = "投标总价为零，不能提交：政府采购是有偿取得货物、工程和服务，报价应当大于零。"
    return Finding(facts.price != 0, text)


@rule("GP-REC-01")
def items_sum_to_the_price(facts: SubmissionFacts, at: datetime) -> Finding:
    """分项报价合计与投标总价一致。"""
    del at
    if facts.price is None or facts.items_total is None or facts.price == facts.items_total:
        return Finding(True)
    away = facts.price - facts.items_total
    return Finding(
        False,
        f"投标总价与分项合计不一致，相差 {yuan(abs(away))}。",
        (
            f"分项合计（数量×单价之和）{yuan(facts.items_total)}",
            f"投标总价 {yuan(facts.price)}",
            f"{'总价多' if away > 0 else '总价少'} {yuan(abs(away))}",
        ),
    )


@rule("GP-TEN-15", cites=("财政部令第87号/63",))
def price_is_within_the_ceiling(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标报价不超过招标文件规定的最高限价。"""
    del at
    over = (facts.price or 0) - facts.ceiling
    return Finding(
        over <= 0,
        f"投标总价 {yuan(facts.price or 0)}超过最高限价 {yuan(facts.ceiling)}，投标无效，不能提交。"
        if over > 0
        else "",
        (
            f"最高限价 {yuan(facts.ceiling)}",
            f"投标总价 {yuan(facts.price or 0)}",
            f"超出 {yuan(over)}",
        )
        if over > 0
        else (),
    )


@rule("GP-REC-01", cites=("财政部令第87号/59",))
def price_is_in_yuan(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标报价以“元”为单位填写。"""
    del at
    price = facts.price
    slipped = price is not None and price * YUAN_PER_WAN <= facts.ceiling
    if not slipped or facts.unit_confirmed:
        return Finding(True)
    return Finding(
        False,
        f"投标总价 {yuan(price or 0)}不到最高限价的万分之一，像是按“万元”填写的。"
        "请改为以“元”为单位；确实是这个价格的，请勾选“确认单位为元”。",
    )


@rule("GP-TEN-22")
def validity_is_long_enough(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标有效期不短于招标文件规定的投标有效期。"""
    del at
    # Nothing filled in yet is the bid letter's own gap.
    short = 0 < facts.validity_days < facts.required_validity_days
    message = f"投标有效期 {facts.validity_days} 日，招标文件要求不少于 {facts.required_validity_days} 日。"
    return Finding(not short, message if short else "")


@rule("GP-JOI-01", cites=("财政部令第87号/19",))
def consortium_is_accepted(facts: SubmissionFacts, at: datetime) -> Finding:
    """招标公告载明不接受联合体的，不得以联合体投标。"""
    del at
    holds = facts.consortium_allowed or not facts.consortium
    return Finding(holds, "" if holds else "本项目公告载明不接受联合体投标，请删除联合体成员。")


@rule("GP-JOI-02", cites=("政府采购法/24",))
def consortium_is_agreed(facts: SubmissionFacts, at: datetime) -> Finding:
    """以联合体投标的，各方已经逐一列明份额并提交联合协议。"""
    del at
    return Finding(not facts.consortium_problem, facts.consortium_problem)


@rule("GP-JOI-03", cites=("政府采购法/48", "财政部令第87号/35"))
def subcontract_is_announced(facts: SubmissionFacts, at: datetime) -> Finding:
    """采购文件没有载明可以分包的，不得分包。"""
    del at
    holds = facts.subcontract_allowed or not facts.subcontract
    return Finding(holds, "" if holds else "本项目采购文件没有载明可以分包，请删除拟分包的内容。")


@rule("GP-JOI-03", cites=("政府采购法/48", "财政部令第87号/35"))
def subcontract_is_lawful(facts: SubmissionFacts, at: datetime) -> Finding:
    """分包限于非主体、非关键性工作，分包供应商不得再次分包。"""
    found = law.subcontract_is_lawful(SubcontractFacts(text=facts.subcontract_text), at)
    return Finding(found.holds, "" if found.holds else found.message)


@rule("GP-SME-03", cites=("财库〔2020〕46号/7",))
def reserved_lot_is_for_smes(facts: SubmissionFacts, at: datetime) -> Finding:
    """专门面向中小企业的采购包，投标人应当出具《中小企业声明函》。"""
    del at
    holds = facts.sme_declared or not facts.sme_reserved
    return Finding(
        holds, "" if holds else "本包专门面向中小企业采购，请在投标函中声明中小企业类型。"
    )


@rule("GP-BON-02")
def bond_is_not_cash_and_in_time(facts: SubmissionFacts, at: datetime) -> Finding:
    """投标保证金应当以非现金形式提交，到账截止时间与投标截止时间一致。"""
    del at
    if cash := [kind for kind in facts.bond_kinds if kind not in CASHLESS]:
        return Finding(
            False, f"投标保证金不接受{listed(cash)}，请选择转账、支票、汇票、本票或者保函。"
        )
    late = facts.bond_received_at is not None and facts.bond_received_at > facts.bid_deadline
    return Finding(not late, f"投标保证金应当在投标截止时间{moment(facts.bid_deadline)}前提交。")


CASHLESS = frozenset(kind.value for kind in SecurityKind)


def _first(names: tuple[str, ...]) -> str:
    return f"{names[0]}等" if len(names) > 1 else names[0]
