"""What the law asks of the yearly report on procurement reserved for small firms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.parameters import Parameter, parameter
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed

RULE = "GP-SME-12"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveFacts:
    """A report of a year.

    ``short`` says which reserved shares fell below the law's, in words; ``explained``: the unit
    says why. ``changed``: today's figures are not those published.
    """

    year: int
    region: str = "370000"
    short: tuple[str, ...] = ()
    explained: bool = False
    changed: bool = True


def report_due(year: int, region: str) -> date:
    """Return the day by which a year's report is due in the next one; each authority sets it."""
    return date(year + 1, *(int(_due(year, region, name).value) for name in ("month", "day")))


def due_is_sample(year: int, region: str) -> bool:
    """Whether that day is a sample that the authority has not replaced."""
    return _due(year, region, "day").illustrative


def _due(year: int, region: str, name: str) -> Parameter:
    return parameter(RULE, name, on=date(year + 1, 1, 1), region=region)


def is_reported(year: int) -> bool:
    """Whether a year is one that has to be reported on: the duty began with reports made in 2022."""
    return year + 1 >= int(parameter(RULE, "first_year", on=date(year + 1, 1, 1)).value)


@rule(RULE, severity="warn")
def report_is_in_time(facts: ReserveFacts, at: datetime) -> Finding:
    """预留项目执行情况应当每年在规定的日期前公开。"""
    last, today = report_due(facts.year, facts.region), beijing_day(at)
    return Finding(
        today <= last,
        f"{facts.year} 年的情况应当在 {last.isoformat()} 前公开，"
        f"已经超过 {(today - last).days} 天，请立即公开。",
    )


@rule(RULE)
def reported_year_is_over(facts: ReserveFacts, at: datetime) -> Finding:
    """公开的是上一年度的预留项目执行情况，年度终了后才能公开。"""
    over = beijing_day(at) > date(facts.year, 12, 31)
    return Finding(over, f"{facts.year} 年还没有结束，年度终了后再公开。")


@rule(RULE)
def shortfall_is_explained(facts: ReserveFacts, at: datetime) -> Finding:
    """未达到规定的预留份额比例的，应当作出说明。"""
    del at
    return Finding(
        not facts.short or facts.explained,
        f"{listed(facts.short)}，没有达到规定的预留份额比例，请填写说明，随报告一并公开。",
    )


@rule(RULE)
def report_has_changed(facts: ReserveFacts, at: datetime) -> Finding:
    """更正报告应当以数据有变化为前提。"""
    del at
    return Finding(facts.changed, "现在的数据与已经公开的相同，不需要更正。")
