"""The periods of a procurement's notice and document, as its method's sheet has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from lucai.law import tender_rules as tender
from lucai.law.calendar import beijing_day
from lucai.law.method_rules import earliest_after_change, floor_verdict, time_of
from lucai.law.methods import method
from lucai.law.parameters import rule_sheet
from lucai.law.tender_rules import ClarificationFacts, NoticeFacts, SolicitationFacts
from lucai.law.verdicts import Verdict

TENDERS = frozenset({"open", "invited"})


def notice_runs_long_enough(facts: NoticeFacts, at: datetime) -> Verdict:
    """公告期限不得少于采购方式规定的工作日数。"""
    if facts.method in TENDERS:
        return tender.notice_runs_long_enough(facts, at)
    what = "公告期限届满之日"
    return floor_verdict(facts.method, "notice", facts.notice_on, facts.notice_until, what)


def documents_are_available_long_enough(facts: NoticeFacts, at: datetime) -> Verdict:
    """采购文件的提供期限不得少于采购方式规定的工作日数。"""
    if facts.method in TENDERS:
        return tender.documents_are_available_long_enough(facts, at)
    what = "招标文件提供截止之日"
    return floor_verdict(
        facts.method, "documents", facts.documents_from, facts.documents_until, what
    )


def response_period_is_long_enough(facts: NoticeFacts, at: datetime) -> Verdict:
    """自采购文件发出之日起至提交投标（响应）文件截止之日止，不得少于采购方式规定的天数。"""
    if facts.method in TENDERS:
        return tender.bid_period_is_long_enough(facts, at)
    planned = beijing_day(facts.bid_deadline)
    what = "投标截止之日"
    return floor_verdict(facts.method, "response", facts.documents_from, planned, what)


def change_leaves_time(facts: ClarificationFacts, at: datetime) -> Verdict:
    """澄清或者修改可能影响响应文件编制的，应当在截止之前规定天数发出，不足的应当顺延。"""
    if facts.method in TENDERS:
        return tender.clarification_leaves_time(facts, at)
    reference, sheet = time_of(facts.method, "clarification"), method(facts.method)
    needed = earliest_after_change(facts.method, beijing_day(at))
    if reference is None or needed is None:
        return Verdict(sheet.condition, True, f"{sheet.label}没有规定澄清的最短天数。")
    planned = beijing_day(facts.new_bid_deadline or facts.bid_deadline)
    holds = not facts.affects_bids or needed.allows(planned)
    late = (
        f"距{planned.isoformat()}不足规定日数，"
        f"应当将投标截止之日顺延至{needed.date.isoformat()}或者以后。"
    )
    law = rule_sheet(reference.rule)
    message = sheet.say("澄清或者修改为投标人留有规定的时间。" if holds else late)
    return Verdict(law.id, holds, message, law.cites, law.severity, needed.calculation)


def price_weight_is_lawful(facts: SolicitationFacts, at: datetime) -> Verdict:
    """价格分值比重应当在采购方式规定的范围以内。"""
    found = tender.price_weight_is_lawful(facts, at)
    own = method(facts.method).price_weight
    if facts.method in TENDERS or not own:
        return found
    law = rule_sheet(own)
    message = f"{law.title}。" if found.holds else found.message
    return replace(found, rule=law.id, cites=law.cites, message=message)


def information_system_weight_is_exact(facts: SolicitationFacts, at: datetime) -> Verdict:
    """政务信息系统以招标方式采购的，价格分值比重为规定的数值。"""
    asked = facts.information_system and facts.method in TENDERS
    return tender.information_system_weight_is_exact(
        facts if asked else replace(facts, information_system=False), at
    )
