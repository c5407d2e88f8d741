"""What the law asks of budget money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import money
from lucai.law.calendar import beijing_day
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Verdict
from lucai.law.wording import yuan

OUTSIDE, LAST_YEAR, NEXT_YEAR = "outside", "last_year", "next_year"
POCKETS = {
    "free": "可用",
    "held": "计划冻结",
    "committed": "合同占用",
    "consumed": "已支付",
    "withdrawn": "已收回",
}
"""Where an indicator's money is; every booking moves it from one place to another."""
PLACES = {**POCKETS, OUTSIDE: "财政", LAST_YEAR: "上年结转", NEXT_YEAR: "结转下年"}
MOVES: dict[str, tuple[str, str, str]] = {
    "receive": (OUTSIDE, "free", "接收"),
    "hold": ("free", "held", "计划冻结"),
    "release": ("held", "free", "释放"),
    "commit": ("held", "committed", "合同占用"),
    "uncommit": ("committed", "held", "解除占用"),
    "give_back": ("committed", "free", "退回占用"),
    "consume": ("committed", "consumed", "支付核销"),
    "restore": ("consumed", "committed", "退票转回"),
    "withdraw": ("free", "withdrawn", "收回"),
}
"""Kind of booking → from where, to where, in words. Carrying over books every pocket in a pair."""
CARRIED = ("free", "held", "committed")


@dataclass(frozen=True, slots=True)
class Booking:
    """One entry of an account: so much from one place to another, in a budget year; in 分."""

    year: int
    source: str
    target: str
    amount: int


@dataclass(frozen=True, slots=True)
class YearSheet:
    """A year of an account, in 分: what came in, where it is, what went on into the next year."""

    year: int
    received: int
    carried_in: int
    free: int
    held: int
    committed: int
    consumed: int
    withdrawn: int
    carried_out: int

    @property
    def balances(self) -> bool:
        """Whether what came in is what is there and what went on."""
        there = self.free + self.held + self.committed + self.consumed + self.withdrawn
        return self.received + self.carried_in == there + self.carried_out


def year_sheets(bookings: Iterable[Booking]) -> tuple[YearSheet, ...]:
    """Add the entries of an account up, year by year."""
    sums: dict[int, dict[str, int]] = {}
    for one in bookings:
        year = sums.setdefault(one.year, dict.fromkeys(PLACES, 0))
        year[one.source] -= one.amount
        year[one.target] += one.amount
    return tuple(
        YearSheet(
            year=year,
            received=-places[OUTSIDE],
            carried_in=-places[LAST_YEAR],
            carried_out=places[NEXT_YEAR],
            **{pocket: places[pocket] for pocket in POCKETS},
        )
        for year, places in sorted(sums.items())
    )


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator's account, in 分, and what is asked of it."""

    amount: int
    held: int
    committed: int
    consumed: int
    wanted: int = 0
    withdrawn: int = 0
    year: int = 0

    @property
    def free(self) -> int:
        """What is neither held, committed, consumed nor withdrawn."""
        return self.amount - self.held - self.committed - self.consumed - self.withdrawn


def budget_is_enough(facts: IndicatorFacts, at: datetime) -> Verdict:
    """政府采购应当严格按照批准的预算执行，不得超预算采购。"""
    del at
    holds = facts.wanted <= facts.free
    message = (
        "预算余额足够"
        if holds
        else f"预算余额不足：需要 {money.yuan(facts.wanted)} 元，可用 {money.yuan(facts.free)} 元"
    )
    lines = (
        f"指标金额 {money.yuan(facts.amount)} 元",
        f"减：已冻结 {money.yuan(facts.held)} 元",
        f"减：已签合同 {money.yuan(facts.committed)} 元",
        f"减：已支付 {money.yuan(facts.consumed)} 元",
        *((f"减：已收回 {money.yuan(facts.withdrawn)} 元",) if facts.withdrawn else ()),
        f"可用 {money.yuan(facts.free)} 元",
    )
    return Verdict("GP-BUD-01", holds, message, ("政府采购法/6",), calculation=lines)


def nothing_is_bound(facts: IndicatorFacts, at: datetime) -> Verdict:
    """指标已被计划或合同占用时不能收回。"""
    del at
    holds = facts.held == 0 and facts.committed == 0
    message = "指标未被占用" if holds else "指标已被计划冻结或合同占用，先终止有关采购再收回"
    return Verdict("GP-BUD-01", holds, message, ("政府采购法/6",))


def year_is_over(facts: IndicatorFacts, at: datetime) -> Verdict:
    """预算年度自公历一月一日起，至十二月三十一日止；年度终了后办理结转。"""
    holds = facts.year < beijing_day(at).year
    message = (
        "预算年度已经终了" if holds else f"{facts.year} 预算年度还没有终了，年度终了后办理结转"
    )
    return Verdict("GP-BUD-01", holds, message, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveFacts:
    """What a budget line lists apart for small firms, and the line itself, in 分."""

    amount: int
    reserve: int


@rule("GP-BUD-02")
def reserve_is_listed_within_the_amount(facts: ReserveFacts, at: datetime) -> Finding:
    """预留给中小企业的份额应当在政府采购预算中单独列示，不得大于该项预算。"""
    del at
    return Finding(
        0 <= facts.reserve <= facts.amount,
        f"单独列示的预留份额{yuan(facts.reserve)}大于指标金额{yuan(facts.amount)}。",
    )
