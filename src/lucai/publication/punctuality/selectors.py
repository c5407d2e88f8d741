"""Reading how punctually a buyer pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.publication.punctuality.models import BuyerMonth

MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of a buyer; amounts in 分."""

    month: date
    in_time: int
    late: int
    unpaid: int
    total: int
    late_amount: int
    days: int

    @property
    def label(self) -> str:
        """The month as 2026 年 7 月."""
        return f"{self.month.year} 年 {self.month.month} 月"

    @property
    def count(self) -> int:
        """All payments of the month that count."""
        return self.in_time + self.late + self.unpaid


@dataclass(frozen=True, slots=True)
class Punctuality:
    """A buyer's last twelve months, newest first; amounts in 分."""

    months: tuple[MonthLine, ...]

    @property
    def count(self) -> int:
        """How many payments there were or should have been."""
        return sum(month.count for month in self.months)

    @property
    def in_time(self) -> int:
        """How many were in time."""
        return sum(month.in_time for month in self.months)

    @property
    def late(self) -> int:
        """How many came late."""
        return sum(month.late for month in self.months)

    @property
    def unpaid(self) -> int:
        """How many are due and unpaid."""
        return sum(month.unpaid for month in self.months)

    @property
    def percent(self) -> str:
        """The share in time, one decimal, never rounded up to a hundred."""
        if not self.count:
            return "—"
        tenths = self.in_time * 1000 // self.count
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def average_days(self) -> int:
        """By how many days the late ones came late, rounded up."""
        days = sum(month.days for month in self.months)
        return -(-days // self.late) if self.late else 0

    @property
    def sentence(self) -> str:
        """The figure as notices show it."""
        if not self.count:
            return "近 12 个月没有到期的付款"
        overdue = f"，{self.unpaid} 笔到期未付" if self.unpaid else ""
        return f"近 12 个月 {self.count} 笔，按期 {self.percent}{overdue}"


def punctuality_of(viewer: Viewer, buyer_id: int) -> Punctuality:
    """Return a buyer's last twelve months, this one included; one query."""
    first = _first_month(clock.today())
    rows = BuyerMonth.objects.seen_by(viewer).filter(buyer_id=buyer_id, month__gte=first)
    lines = [
        MonthLine(r.month, r.in_time, r.late, r.unpaid, r.total, r.late_amount, r.days)
        for r in rows.order_by("-month")
    ]
    return Punctuality(tuple(line for line in lines if line.count))


def _first_month(today: date) -> date:
    """Return the first day of the month eleven months back."""
    months = today.year * MONTHS + today.month - MONTHS
    return date(months // MONTHS, months % MONTHS + 1, 1)
