"""Rules from report to result: order of candidates, the clocks, the content of the notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline, kept
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFacts:
    """The award of one lot; ranks start at one, days not yet come are None."""

    evaluation_ended_on: date | None = None
    report_received_on: date | None = None
    decided_on: date | None = None
    announced_on: date | None = None
    result_notice_until: date | None = None
    chosen_rank: int = 1
    refused_ranks: frozenset[int] = frozenset()
    tied_first: bool = False
    tie_settled: bool = True
    result_changed_by: tuple[str, ...] = ()
    missing_notice_fields: tuple[str, ...] = ()
    self_organised: bool = False


def in_time(rule_id: str, start: date | None, done_on: date, name: str, act: str) -> Finding:
    """Find whether an act kept a ceiling that began on a day; without a beginning it holds.

    A late duty must still be done, so rules built on this warn and ask for a reason.
    """
    if start is None or kept(rule_id, start, done_on, name):
        return Finding(True)
    latest = deadline(rule_id, start, name)
    return Finding(
        False,
        f"应当最迟于{latest.date.isoformat()}{act}，现已逾期，仍应办理并说明原因。",
        latest.calculation,
    )


@rule("GP-TEN-19", severity="warn")
def winner_is_decided_in_time(facts: AwardFacts, at: datetime) -> Finding:
    """采购人应当自收到评标报告之日起五个工作日内确定中标人。"""
    done = facts.decided_on or beijing_day(at)
    if facts.self_organised:
        return in_time("GP-TEN-19", facts.evaluation_ended_on, done, "self_decide", "确定中标人")
    return in_time("GP-TEN-19", facts.report_received_on, done, "decide", "确定中标人")


@rule("GP-TEN-19")
def winner_follows_the_order(facts: AwardFacts, at: datetime) -> Finding:
    """采购人应当按照评标报告推荐的中标候选人顺序确定中标人。"""
    skipped = [r for r in range(1, facts.chosen_rank) if r not in facts.refused_ranks]
    return Finding(
        not skipped, f"第{listed(map(str, skipped))}候选人没有放弃或者被取消资格，不得越过。"
    )


@rule("GP-EVA-07")
def tie_is_settled(facts: AwardFacts, at: datetime) -> bool:
    """并列第一的，应当按照采购文件规定的方式或者随机抽取确定。"""
    return not facts.tied_first or facts.tie_settled


@rule("GP-AWD-01", severity="warn")
def result_is_announced_in_time(facts: AwardFacts, at: datetime) -> Finding:
    """自中标人确定之日起两个工作日内应当公告中标结果并发出中标通知书。"""
    done = facts.announced_on or beijing_day(at)
    return in_time("GP-AWD-01", facts.decided_on, done, "value", "公告中标结果")


@rule("GP-TEN-20")
def result_notice_runs_long_enough(facts: AwardFacts, at: datetime) -> Finding:
    """中标结果公告期限为一个工作日。"""
    if facts.result_notice_until is None:
        return Finding(True)
    least = deadline("GP-TEN-20", facts.announced_on or beijing_day(at), "period")
    return Finding(
        least.allows(facts.result_notice_until),
        f"公告期限届满之日最早应为{least.date.isoformat()}。",
        least.calculation,
    )


@rule("GP-AWD-02")
def result_notice_is_complete(facts: AwardFacts, at: datetime) -> Finding:
    """中标结果公告应当载明供应商、金额、主要标的、评审专家、代理收费等内容。"""
    missing = facts.missing_notice_fields
    return Finding(not missing, f"结果公告缺少：{listed(missing)}。")


@rule("GP-AWD-03")
def result_stands(facts: AwardFacts, at: datetime) -> Finding:
    """中标结果确定后，任何单位和个人不得无故改变。"""
    changed = facts.result_changed_by
    return Finding(not changed, f"{listed(changed)}不是法定的改变中标结果的理由。")
