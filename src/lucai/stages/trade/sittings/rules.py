"""When a sitting may begin, and when it may be cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline
from lucai.law.methods import method
from lucai.law.rules import Finding, rule
from lucai.law.wording import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingFacts:
    """A sitting about to begin or to be cancelled; ``drawn_at``: when its experts were drawn."""

    evaluation_at: datetime
    method: str = "open"
    drawn_at: datetime | None = None


@rule("GP-EXP-03")
def sitting_day_has_come(facts: SittingFacts, at: datetime) -> Finding:
    """评审会在评审当日开始。"""
    day = beijing_day(facts.evaluation_at)
    holds = beijing_day(at) >= day
    return Finding(
        holds, f"评审于{moment(facts.evaluation_at)}开始，当日方可开始评审会。", opens_at=day
    )


@rule("GP-EXP-03")
def draw_holds_in_one_place(facts: SittingFacts, at: datetime) -> Finding:
    """按异地评审提前抽取的评审专家，不能改在一处评审。"""
    del at
    if not facts.drawn_at or method(facts.method).draw_any_time:
        return Finding(True)
    drawn = beijing_day(facts.drawn_at)
    earliest = deadline("GP-EXP-03", beijing_day(facts.evaluation_at))
    return Finding(
        earliest.allows(drawn),
        f"评审专家于{drawn}按异地评审提前抽取，不是异地评审的最早{earliest.date}方可抽取，不能取消。",
        earliest.calculation,
    )
