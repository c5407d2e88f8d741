"""The earliest lawful dates of a tender, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.law.deadlines import Deadline, deadline


@dataclass(frozen=True, slots=True)
class EarliestDates:
    """What a notice on ``notice_on`` allows; ``notice`` is None when no intention counts."""

    notice_on: date
    notice: Deadline | None
    notice_until: Deadline
    documents_until: Deadline
    bid_deadline: Deadline

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


def earliest_dates(planned: date, intention_on: date | None) -> EarliestDates:
    """Count the dates of a notice planned for a day; the intention may push the day back.

    Raises:
        CalendarMissing: the announced calendar ends before the dates do.
    """
    notice = deadline("GP-INT-01", intention_on) if intention_on else None
    start = max(planned, notice.date) if notice else planned
    return EarliestDates(
        start,
        notice,
        deadline("GP-TEN-01", start),
        deadline("GP-TEN-02", start),
        deadline("GP-TEN-03", start),
    )


def earliest_dates_or_none(planned: date, intention_on: date | None) -> EarliestDates | None:
    """Return the earliest dates, or None where law or calendar cannot say them."""
    try:
        return earliest_dates(planned, intention_on)
    except LookupError:
        return None


def notice_end(notice_on: date) -> date | None:
    """Return the last day of the notice period; None where the calendar does not reach."""
    try:
        return deadline("GP-TEN-01", notice_on).date
    except LookupError:
        return None
