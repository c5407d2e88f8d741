"""Days that a contract counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lucai.kernel import clock


def end_of_day_after(moment: datetime, days: int) -> datetime:
    """Return the end of the Beijing day that lies so many days after a moment's."""
    last = moment.astimezone(clock.BEIJING).date() + timedelta(days=days)
    return clock.moment(last) + timedelta(days=1)


def last_day(limit: datetime | None) -> date | None:
    """Return the last Beijing day before a limit that stands at the end of a day."""
    if limit is None:
        return None
    return (limit.astimezone(clock.BEIJING) - timedelta(seconds=1)).date()
