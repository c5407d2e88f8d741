"""The earliest lawful dates of a tender, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel import clock
from lucai.law.deadlines import Deadline, deadline
from lucai.law.method_rules import earliest, earliest_after_change


@dataclass(frozen=True, slots=True)
class EarliestDates:
    """What a notice on ``notice_on`` allows.

    ``notice`` is None when no intention counts, another where the method sets no floor.
    """

    notice_on: date
    notice: Deadline | None
    notice_until: Deadline | None
    documents_until: Deadline | None
    bid_deadline: Deadline | None

    @property
    def lines(self) -> tuple[tuple[str, Deadline], ...]:
        """The dates with their names, in the order of life."""
        named = (
            ("招标公告最早发布日", self.notice),
            ("公告期限届满日", self.notice_until),
            ("招标文件获取最早截止日", self.documents_until),
            ("投标截止（开标）最早日期", self.bid_deadline),
        )
        return tuple((label, found) for label, found in named if found)


def earliest_dates(planned: date, intention_on: date | None, method: str = "open") -> EarliestDates:
    """Count the dates of a notice planned for a day; the intention may push the day back.

    Raises:
        CalendarMissing: the announced calendar ends before the dates do.
    """
    notice = deadline("GP-INT-01", intention_on) if intention_on else None
    start = max(planned, notice.date) if notice else planned
    return EarliestDates(
        start,
        notice,
        *(earliest(method, name, start) for name in ("notice", "documents", "response")),
    )


def earliest_dates_or_none(
    planned: date, intention_on: date | None, method: str = "open"
) -> EarliestDates | None:
    """Return the earliest dates, or None where law or calendar cannot say them."""
    try:
        return earliest_dates(planned, intention_on, method)
    except LookupError:
        return None


def notice_end(notice_on: date, method: str = "open") -> date | None:
    """Return the last day of the notice period; None where the calendar does not reach.

    A method without a notice of its own has a period of no days.
    """
    try:
        found = earliest(method, "notice", notice_on)
    except LookupError:
        return None
    return found.date if found else notice_on


def deadline_after_change(method: str, old: datetime) -> datetime | None:
    """Return the earliest lawful deadline after a change made today, at the old time of day.

    None where time is enough, or the method sets no floor (GP-TEN-05).
    """
    floor = earliest_after_change(method, clock.today())
    local = old.astimezone(clock.BEIJING)
    if floor is None or local.date() >= floor.date:
        return None
    return clock.moment(floor.date, local.hour, local.minute)
