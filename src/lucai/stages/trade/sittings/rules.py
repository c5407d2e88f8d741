"""When a sitting may begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.calendar import beijing_day
from lucai.law.rules import Finding, rule
from lucai.law.wording import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingFacts:
    """A sitting about to begin."""

    evaluation_at: datetime


@rule("GP-EXP-03")
def sitting_day_has_come(facts: SittingFacts, at: datetime) -> Finding:
    """评审会在评审当日开始。"""
    day = beijing_day(facts.evaluation_at)
    holds = beijing_day(at) >= day
    return Finding(
        holds, f"评审于{moment(facts.evaluation_at)}开始，当日方可开始评审会。", opens_at=day
    )
