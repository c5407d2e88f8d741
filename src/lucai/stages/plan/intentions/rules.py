"""What the law asks of a procurement intention."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import BACKWARD, deadline
from lucai.law.rules import Finding, rule
from lucai.law.status import NotYetEffective
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentionContent:
    """An intention as rules read it; ``expected_month`` is YYYY-MM, the amount in 分."""

    title: str
    demand: str
    amount: int
    expected_month: str
    plan_number: str = ""


def last_day(month: str) -> date:
    """Return the last day of a month written YYYY-MM."""
    first = date.fromisoformat(f"{month}-01")
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def publish_by(month: str) -> date | None:
    """Return the last day on which an intention for a month can be published (GP-INT-01)."""
    if not month:
        return None
    try:
        return deadline("GP-INT-01", last_day(month), direction=BACKWARD).date
    except NotYetEffective:
        return None


@rule("GP-INT-02")
def intention_is_complete(facts: IntentionContent, at: datetime) -> Finding:
    """采购意向应当写明采购项目名称、采购需求概况、预算金额和预计采购时间。"""
    del at
    parts = {
        "采购项目名称": facts.title,
        "采购需求概况": facts.demand,
        "预算金额": facts.amount,
        "预计采购时间": facts.expected_month,
    }
    missing = [label for label, value in parts.items() if not value]
    return Finding(not missing, f"采购意向缺少：{listed(missing)}。" if missing else "")


@rule("GP-INT-02")
def expected_month_is_not_past(facts: IntentionContent, at: datetime) -> Finding:
    """预计采购时间不得早于公开当月。"""
    past = bool(facts.expected_month) and last_day(facts.expected_month) < beijing_day(at)
    return Finding(
        not past,
        f"预计采购时间 {facts.expected_month} 已经过去，请先改为实际月份。" if past else "",
    )


@rule("GP-INT-01", severity="warn")
def expected_month_leaves_the_period(facts: IntentionContent, at: datetime) -> Finding:
    """采购意向公开时间原则上不得晚于采购活动开始前三十日。"""
    earliest = deadline("GP-INT-01", beijing_day(at))
    if not facts.expected_month or last_day(facts.expected_month) >= earliest.date:
        return Finding(True)
    text = f"今天公开，最早 {earliest.date.isoformat()} 才能开始采购，晚于预计采购时间。"
    return Finding(False, text, earliest.calculation, earliest.date)


@rule("GP-INT-05", severity="block")
def no_plan_uses_the_intention(facts: IntentionContent, at: datetime) -> Finding:
    """已被采购计划使用的意向不能取消，应当先终止采购计划。"""
    del at
    used = facts.plan_number
    return Finding(not used, f"采购计划 {used} 正在使用这条意向，请先终止该计划。" if used else "")
