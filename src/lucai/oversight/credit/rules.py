"""What is asked of an objection and of its handling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.verdicts import Severity, Verdict
from lucai.law.wording import day

CITES = ("山东省社会信用条例/22",)


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """A record objected to: the last day to object, and the last day to decide."""

    object_until: date | None = None
    handle_until: date | None = None


def objection_is_in_time(facts: CreditFacts, at: datetime) -> Verdict:
    """对信用记录的异议应当在规定期限内提出。"""
    until = facts.object_until
    holds = until is None or beijing_day(at) <= until
    message = f"异议期限到 {day(until)} 为止" + ("" if holds else "，已经届满")
    return Verdict("CRD-04", holds, message, CITES)


def objection_is_handled_in_time(facts: CreditFacts, at: datetime) -> Verdict:
    """异议应当在规定期限内处理。"""
    until = facts.handle_until
    holds = until is None or beijing_day(at) <= until
    message = f"应当在 {day(until)} 前处理" + ("" if holds else "，已经逾期")
    return Verdict("CRD-04", holds, message, CITES, Severity.WARN)
