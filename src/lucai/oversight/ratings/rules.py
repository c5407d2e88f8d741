"""What the law asks of a rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.verdicts import Severity, Verdict
from lucai.law.wording import day

CITES = ("财库〔2016〕198号/21", "财库〔2018〕2号/18")


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A rating about to be given: its days, and by which rule they were counted."""

    due_on: date
    closes_on: date
    rule: str = "GP-EXP-10"


def rating_is_given_in_time(facts: TaskFacts, at: datetime) -> Verdict:
    """评价应当在活动结束后五个工作日内完成。"""
    holds = beijing_day(at) <= facts.due_on
    message = f"应当在 {day(facts.due_on)} 前完成" + ("" if holds else "，已经逾期，将注明逾期")
    return Verdict(facts.rule, holds, message, CITES, Severity.WARN)


def rating_is_still_open(facts: TaskFacts, at: datetime) -> Verdict:
    """逾期过久的评价不再接收，避免事后补造。"""
    holds = beijing_day(at) <= facts.closes_on
    message = f"补充评价到 {day(facts.closes_on)} 为止" + ("" if holds else "，现在不再接收")
    return Verdict("CRD-03", holds, message, CITES)
