"""When periods end."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS = 12


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last where it has none such."""
    total = day.month - 1 + months
    year, month = day.year + total // MONTHS, total % MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
