"""What the library asks before an expert enters, rests, is taken out of the draw or leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law import library_rules
from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.deadlines import deadline
from lucai.law.regions import PROVINCE
from lucai.law.status import NotYetEffective
from lucai.law.verdicts import Severity, Verdict
from lucai.law.wording import day

LIBRARY = ("财库〔2016〕198号",)
ENDING = ("财库〔2016〕198号/11", "财库〔2016〕198号/6")
REVIEWING = ("财库〔2016〕198号/9", "财库〔2016〕198号/10")

UNFIT, RECORD, CRIME = "unfit", "record", "crime"
GROUNDS = {
    UNFIT: "不再符合评审专家条件",
    RECORD: "有不良行为记录",
    CRIME: "受到刑事处罚",
}
"""Why the law has an expert dismissed, besides the own wish (198号 第十一条)."""


@dataclass(frozen=True, slots=True)
class ExpertFacts:
    """What a step on an expert is judged by."""

    reason: str = ""
    probation_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts(library_rules.ExpertFacts):
    """An application before a step, with who acts; persons by id.

    ``left_ground``: why the applicant was dismissed from the library before; empty: never was.
    """

    sent_back_by: int | None = None
    acting: int | None = None
    left_ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts(library_rules.ExpertFacts):
    """A change that an expert asks for, with who acts; the title's facts where it changes."""

    asked_by: int | None = None
    acting: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision about an expert before a step, with the days to object and to rule, and who acts."""

    object_until: date | None = None
    handle_until: date | None = None
    decided_by: int | None = None
    acting: int | None = None


def last_day(name: str, since: date) -> date | None:
    """Return the last day to ``object`` or to ``handle``; None where calendar or sheet do not reach."""
    return _last("CRD-06", since, name)


def last_day_to_review(since: date) -> date | None:
    """Return the last day to review an application or a change; None as with :func:`last_day`."""
    return _last("CRD-07", since, "review")


def _last(rule: str, since: date, name: str) -> date | None:
    try:
        return deadline(rule, since, name, region=PROVINCE).date
    except (CalendarMissing, NotYetEffective):
        return None


def objection_is_in_time(facts: DecisionFacts, at: datetime) -> Verdict:
    """对处理决定的异议应当在规定期限内提出。"""
    until = facts.object_until
    holds = until is None or beijing_day(at) <= until
    message = f"异议期限到 {day(until)} 为止" + ("" if holds else "，已经届满")
    return Verdict("CRD-06", holds, message, LIBRARY)


def objection_is_handled_in_time(facts: DecisionFacts, at: datetime) -> Verdict:
    """异议应当在规定期限内处理。"""
    until = facts.handle_until
    holds = until is None or beijing_day(at) <= until
    message = f"应当在 {day(until)} 前处理" + ("" if holds else "，已经逾期")
    return Verdict("CRD-06", holds, message, LIBRARY, Severity.WARN)


def another_hand_rules(facts: DecisionFacts, at: datetime) -> Verdict:
    """对处理决定的异议应当由没有作出决定的人处理。"""
    del at
    holds = facts.acting is None or facts.acting != facts.decided_by
    message = "由另一人处理" if holds else "这项决定是您作出的，请由另一位同事处理异议。"
    return Verdict("CRD-06", holds, message, LIBRARY)


def reason_is_given(facts: ExpertFacts, at: datetime) -> Verdict:
    """暂停专家参加评审应当写明理由。"""
    del at
    holds = bool(facts.reason.strip())
    message = "已写明理由" if holds else "请写明理由，专家本人可以看到"
    return Verdict("GP-EXP-01", holds, message, LIBRARY)


def probation_is_over(facts: ExpertFacts, at: datetime) -> Verdict:
    """试用期满以后才能评定为正式专家。"""
    until = facts.probation_until
    holds = until is None or beijing_day(at) > until
    message = "试用期已满" if holds else f"试用期到 {until}，期满后评定。"
    return Verdict("GP-EXP-01", holds, message, LIBRARY)


def another_hand_decides(facts: ApplicationFacts, at: datetime) -> Verdict:
    """对不予入库的异议应当由没有办理退回的人处理。"""
    del at
    holds = facts.acting is None or facts.acting != facts.sent_back_by
    message = "由另一人处理" if holds else "退回是您办理的，请由另一位同事处理异议。"
    return Verdict("GP-EXP-01", holds, message, LIBRARY)


def another_person_reviews(facts: ChangeFacts, at: datetime) -> Verdict:
    """专家的变更申请应当由本人以外的人审核。"""
    del at
    holds = facts.acting is None or facts.acting != facts.asked_by
    message = "由本人以外的人审核" if holds else "这是您本人的申请，请由另一位同事审核。"
    return Verdict("LIB-01", holds, message, REVIEWING)


def may_come_back(facts: ApplicationFacts, at: datetime) -> Verdict:
    """因受到刑事处罚被解聘的再次申请，应当核对是否符合入库条件。"""
    del at
    holds = facts.left_ground != CRIME
    message = (
        "没有因受到刑事处罚被解聘"
        if holds
        else "申请人曾因受到刑事处罚被解聘，请核对是否遵纪守法、没有行贿、受贿、欺诈等不良信用记录。"
    )
    return Verdict("LIB-02", holds, message, ENDING, Severity.WARN)
