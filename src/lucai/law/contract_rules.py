"""Rules after the award: contract, publication, filing, supplements, acceptance, payment, archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from lucai.law.award_rules import in_time
from lucai.law.calendar import beijing_day
from lucai.law.caps import cap
from lucai.law.deadlines import deadline
from lucai.law.payments import PaymentTerms, due_date, late_interest, overdue_days
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """A contract at signing, publication, filing or change; money in 分."""

    award_letter_on: date | None = None
    award_amount: int
    contract_amount: int
    budget_held: int
    performance_bond: int = 0
    deviations: tuple[str, ...] = ()
    challenge_pending: bool = False
    signed_on: date | None = None
    published_on: date | None = None
    filed_on: date | None = None
    changed_on: date | None = None
    supplements_before: int = 0
    supplement: int = 0
    supplement_is_same_object: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceFacts:
    """An acceptance about to be concluded."""

    unchecked_items: tuple[str, ...] = ()
    unsigned_members: tuple[str, ...] = ()
    public_service: bool = False
    users_took_part: bool = False
    plan_required: bool = False
    plan_in_contract: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """A payment about to be requested or made; money in 分."""

    amount: int
    contract_left: int
    budget_left: int
    terms: PaymentTerms = field(default_factory=PaymentTerms)
    accepted: bool = True
    paid_on: date | None = None
    imports: bool = False
    import_approved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFacts:
    """A procurement file to be sealed, or one somebody wants to destroy."""

    ended_on: date
    missing_papers: tuple[str, ...] = ()
    altered_papers: tuple[str, ...] = ()


@rule("GP-CTR-01", severity="warn")
def contract_is_signed_in_time(facts: ContractFacts, at: datetime) -> Finding:
    """自中标通知书发出之日起三十日内应当签订采购合同。"""
    done = facts.signed_on or beijing_day(at)
    return in_time("GP-CTR-01", facts.award_letter_on, done, "value", "签订采购合同")


@rule("GP-CTR-01")
def contract_follows_the_award(facts: ContractFacts, at: datetime) -> Finding:
    """采购合同应当按照采购文件和中标人投标文件签订，不得对实质性内容作修改。"""
    if facts.contract_amount != facts.award_amount:
        return Finding(
            False,
            f"合同金额{yuan(facts.contract_amount)}与中标金额{yuan(facts.award_amount)}不一致。",
        )
    return Finding(
        not facts.deviations, f"与招标文件或者投标文件不一致：{listed(facts.deviations)}。"
    )


@rule("GP-BUD-01")
def contract_is_within_budget(facts: ContractFacts, at: datetime) -> Finding:
    """合同金额不得超过采购预算。"""
    over = facts.contract_amount - facts.budget_held
    return Finding(over <= 0, f"合同金额超过采购预算{yuan(over)}。")


@rule("GP-BON-07")
def performance_bond_is_within_cap(facts: ContractFacts, at: datetime) -> Finding:
    """履约保证金不得超过政府采购合同金额的百分之十。"""
    most = cap("GP-BON-07", facts.contract_amount, on=beijing_day(at))
    return Finding(
        facts.performance_bond <= most.max,
        f"履约保证金{yuan(facts.performance_bond)}超过上限{yuan(most.max)}。",
        most.calculation,
    )


@rule("GP-CTR-08")
def no_challenge_is_pending(facts: ContractFacts, at: datetime) -> bool:
    """质疑、投诉可能影响中标结果的，应当暂停签订合同。"""
    return not facts.challenge_pending


@rule("GP-CTR-03", severity="warn")
def contract_is_published_in_time(facts: ContractFacts, at: datetime) -> Finding:
    """自采购合同签订之日起两个工作日内应当公告合同。"""
    done = facts.published_on or beijing_day(at)
    return in_time("GP-CTR-03", facts.signed_on, done, "value", "公告采购合同")


@rule("GP-CTR-04", severity="warn")
def contract_is_filed_in_time(facts: ContractFacts, at: datetime) -> Finding:
    """自采购合同签订之日起七个工作日内应当将合同副本报财政部门备案。"""
    done = facts.filed_on or beijing_day(at)
    return in_time("GP-CTR-04", facts.signed_on, done, "value", "办理合同备案")


@rule("GP-CTR-05")
def supplements_are_within_cap(facts: ContractFacts, at: datetime) -> Finding:
    """所有补充合同的采购金额不得超过原合同采购金额的百分之十，且标的相同、不改变其他条款。"""
    if facts.supplement and not facts.supplement_is_same_object:
        return Finding(False, "补充合同的标的与原合同不同，应当另行采购。")
    most = cap("GP-CTR-05", facts.contract_amount, on=beijing_day(at))
    total = facts.supplements_before + facts.supplement
    return Finding(
        total <= most.max,
        f"补充合同累计{yuan(total)}，超过上限{yuan(most.max)}。",
        most.calculation,
    )


@rule("GP-CTR-07")
def change_is_published_in_time(facts: ContractFacts, at: datetime) -> Finding:
    """合同变更的，应当在两个工作日内公告。"""
    return in_time("GP-CTR-07", facts.changed_on, beijing_day(at), "value", "公告合同变更")


@rule("GP-ACC-01")
def acceptance_is_itemised(facts: AcceptanceFacts, at: datetime) -> Finding:
    """应当按照合同规定的技术、服务、安全标准逐项验收。"""
    return Finding(not facts.unchecked_items, f"尚未验收：{listed(facts.unchecked_items)}。")


@rule("GP-ACC-01")
def acceptance_is_signed(facts: AcceptanceFacts, at: datetime) -> Finding:
    """验收书应当由验收小组成员签字。"""
    return Finding(not facts.unsigned_members, f"尚未签字：{listed(facts.unsigned_members)}。")


@rule("GP-ACC-02")
def users_take_part_in_acceptance(facts: AcceptanceFacts, at: datetime) -> bool:
    """为社会公众提供的公共服务项目，验收时应当邀请服务对象参与。"""
    return not facts.public_service or facts.users_took_part


@rule("GP-ACC-04")
def acceptance_was_planned(facts: AcceptanceFacts, at: datetime) -> bool:
    """需求调查项目应当事先制定履约验收方案并写入合同。"""
    return not facts.plan_required or facts.plan_in_contract


@rule("GP-BUD-01")
def payment_is_within_contract_and_budget(facts: PaymentFacts, at: datetime) -> Finding:
    """支付金额不得超过合同未付金额和预算指标余额。"""
    if facts.amount > facts.contract_left:
        return Finding(False, f"支付金额超过合同未付金额{yuan(facts.contract_left)}。")
    return Finding(
        facts.amount <= facts.budget_left, f"预算指标余额只有{yuan(facts.budget_left)}。"
    )


@rule("GP-PAY-01")
def payment_conditions_are_met(facts: PaymentFacts, at: datetime) -> Finding:
    """满足合同约定支付条件并收到发票后支付。"""
    if not facts.accepted:
        return Finding(False, "合同约定的验收等支付条件尚未满足。")
    return Finding(facts.terms.invoice_on is not None, "尚未收到发票。")


@rule("GP-PAY-08", severity="warn")
def payment_is_in_time(facts: PaymentFacts, at: datetime) -> Finding:
    """应当在应付日以前支付；逾期的承担逾期利息。"""
    due = due_date(facts.terms)
    paid = facts.paid_on or beijing_day(at)
    if due is None or paid <= due.date:
        return Finding(True)
    days = overdue_days(due.date, paid)
    interest = late_interest(facts.amount, days, on=paid)
    return Finding(
        False,
        f"应付日为{due.date.isoformat()}，已逾期{days}日；未约定利率的，逾期利息为{yuan(interest.amount)}。",
        (*due.calculation, *interest.calculation),
    )


@rule("GP-IMP-01")
def imported_goods_are_paid_with_approval(facts: PaymentFacts, at: datetime) -> bool:
    """支付进口产品采购资金应当提供核准文件。"""
    return facts.import_approved or not facts.imports


@rule("GP-ARC-01")
def retention_is_over(facts: ArchiveFacts, at: datetime) -> Finding:
    """采购文件从采购结束之日起至少保存十五年，期满前不得销毁。"""
    earliest = deadline("GP-ARC-01", facts.ended_on)
    return Finding(
        earliest.allows(beijing_day(at)),
        f"保存期限至{earliest.date.isoformat()}届满，此前不得销毁。",
        earliest.calculation,
        earliest.date,
    )


@rule("GP-ARC-03")
def papers_are_unaltered(facts: ArchiveFacts, at: datetime) -> Finding:
    """采购文件不得伪造、变造、隐匿或者销毁。"""
    return Finding(not facts.altered_papers, f"与原件不一致：{listed(facts.altered_papers)}。")
