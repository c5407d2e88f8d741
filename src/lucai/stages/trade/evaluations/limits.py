"""Until when something of an evaluation is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.law.calendar import CalendarMissing
from lucai.law.deadlines import deadline


def limit(rule: str, name: str, since: datetime) -> datetime | None:
    """Return the end of the last day of a period, or None where no calendar reaches it."""
    try:
        last = deadline(rule, since.astimezone(clock.BEIJING).date(), name).date
    except CalendarMissing:
        return None
    return clock.moment(last) + timedelta(days=1)
