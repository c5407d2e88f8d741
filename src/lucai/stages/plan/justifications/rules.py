"""What the law asks of a 单一来源采购公示 and of its end (74号令 38–40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class JustificationFacts:
    """A publicity about to begin or to end.

    ``missing`` names what its notice lacks; ``last_day`` is the last day of its period;
    ``objections`` counts those raised, ``argued`` says that a supplementary argument is written.
    """

    missing: tuple[str, ...] = ()
    published_on: date | None = None
    last_day: date | None = None
    objections: int = 0
    argued: bool = False


@rule("GP-SIN-01")
def notice_is_complete(facts: JustificationFacts, at: datetime) -> Finding:
    """公示应当载明采购人、项目名称、内容、理由、拟定供应商、公示期限和专业人员论证意见。"""
    del at
    return Finding(not facts.missing, f"公示缺少：{listed(facts.missing)}。")


@rule("GP-SIN-01")
def period_is_over(facts: JustificationFacts, at: datetime) -> Finding:
    """公示期不得少于五个工作日，期满后方可办结。"""
    if facts.published_on is None:
        return Finding(False, "还没有公示。")
    first = deadline("GP-SIN-01", facts.published_on)
    last = max(first.date, facts.last_day or first.date)
    over = beijing_day(at) > last
    return Finding(
        over, f"公示期到{last.isoformat()}届满，次日起可以办结。", first.calculation, last
    )


@rule("GP-SIN-02")
def objections_are_argued(facts: JustificationFacts, at: datetime) -> Finding:
    """收到异议的，应当在公示期满后组织补充论证。"""
    del at
    holds = not facts.objections or facts.argued
    return Finding(holds, f"收到 {facts.objections} 条异议，请填写补充论证的情况和结论。")


@rule("GP-SIN-01")
def period_still_runs(facts: JustificationFacts, at: datetime) -> Finding:
    """对公示有异议的，在公示期内提出。"""
    holds = facts.last_day is not None and beijing_day(at) <= facts.last_day
    return Finding(holds, "公示期已经届满，不再接收异议。")
