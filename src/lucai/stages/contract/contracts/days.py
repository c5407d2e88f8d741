"""Days that a contract counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock


def end_of_day_after(moment: datetime, days: int) -> datetime:
    """Return the end of the Beijing day that lies so many days after a moment's."""
    last = moment.astimezone(clock.BEIJING).date() + timedelta(days=days)
    return clock.moment(last) + timedelta(days=1)
