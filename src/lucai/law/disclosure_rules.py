"""What the law asks of the yearly disclosure of overdue payments to small firms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.payments import disclosure_due
from lucai.law.rules import Finding, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFacts:
    """A disclosure of a year; ``changed``: today's books say otherwise than what was published."""

    year: int
    changed: bool = True


@rule("GP-PAY-06")
def disclosure_is_in_time(facts: DisclosureFacts, at: datetime) -> Finding:
    """每年三月三十一日前将上一年度逾期尚未支付中小企业款项的合同数量、金额向社会公示。"""
    last, today = disclosure_due(facts.year + 1), beijing_day(at)
    return Finding(
        today <= last,
        f"{facts.year} 年度的情况应当在 {last.isoformat()} 前公示，"
        f"已经超过 {(today - last).days} 天，请立即公示。",
    )


@rule("GP-PAY-06", severity="block")
def year_is_over(facts: DisclosureFacts, at: datetime) -> Finding:
    """公示的是上一年度的情况，年度终了后才能公示。"""
    over = beijing_day(at) > date(facts.year, 12, 31)
    return Finding(over, f"{facts.year} 年还没有结束，年度终了后再公示。")


@rule("GP-PAY-06", severity="block")
def figures_have_changed(facts: DisclosureFacts, at: datetime) -> Finding:
    """更正公示应当以合同数量或者金额有变化为前提。"""
    return Finding(facts.changed, "现在的合同数量和金额与已经公示的相同，不需要更正。")
