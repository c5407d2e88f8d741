"""Counting days as the law does: 工作日 with make-up days, floors, ceilings, roll-over.

The rules CNT-01 … CNT-08 of the rule book live here. Where no calendar has been announced
the count is refused; nothing is ever extrapolated.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta, timezone
from functools import cache, lru_cache

from lucai.law.sheets import sheet_names, yaml_sheet

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
Day = date
"""The type of a day, where a field of the name ``date`` stands in its way."""
_ONE_DAY = timedelta(days=1)
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SATURDAY = 5
_MONTHS = 12
_RECENT_EDITIONS = 8


class CalendarMissing(LookupError):
    """No announced calendar covers a day that the count needs."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(
            f"{day.year}年的节假日安排尚未公布或尚未载入，不能计算到{day.isoformat()}，请载入该年日历后再算。"
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """Announced years with their holidays and make-up workdays."""

    years: frozenset[int]
    holidays: dict[date, str]
    makeup_days: dict[date, str]

    def reason_off(self, day: date) -> str | None:
        """Say why a day is no workday, or None when it is one.

        Raises:
            CalendarMissing: the year of the day has not been announced.
        """
        if day.year not in self.years:
            raise CalendarMissing(day)
        if day in self.makeup_days:
            return None
        if day in self.holidays:
            return self.holidays[day]
        return _WEEKDAYS[day.weekday()] if day.weekday() >= _SATURDAY else None

    def with_year(self, year: int, holidays: dict[date, str], makeup: dict[date, str]) -> Calendar:
        """Return a calendar that also knows the given year."""
        return Calendar(
            self.years | {year}, {**self.holidays, **holidays}, {**self.makeup_days, **makeup}
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """A day reached by counting, with every day counted and every day skipped and why."""

    date: Day
    counted: tuple[Day, ...] = ()
    skipped: tuple[tuple[Day, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AnnouncedYear:
    """The notice for one year: days off and rest days worked, each with its festival."""

    year: int
    holidays: tuple[tuple[date, str], ...]
    makeup_days: tuple[tuple[date, str], ...]
    sources: tuple[str, ...] = ()


LoadedYears = Callable[[], tuple[AnnouncedYear, ...]]
_loaded_years: list[LoadedYears] = []


def install_calendar_years(source: LoadedYears) -> None:
    """Let the years that a province loaded (kept in the database) stand beside the packaged ones.

    A loaded year takes the place of a packaged one, since a later notice may change a year
    that has begun. ``source()`` is asked at every count and must be cheap.
    """
    _loaded_years.append(source)


def remove_calendar_years(source: LoadedYears) -> None:
    """Take a source of years away again."""
    _loaded_years.remove(source)


@cache
def packaged_years() -> dict[int, AnnouncedYear]:
    """Return the years of the packaged State Council notices, the announced ones only."""
    sheets = (yaml_sheet("calendars", name) for name in sheet_names("calendars"))
    return {
        sheet["year"]: AnnouncedYear(
            sheet["year"],
            _days(sheet["holidays"]),
            _days(sheet["makeup_days"]),
            tuple(sheet["sources"]),
        )
        for sheet in sheets
        if sheet["announced"]
    }


def _days(named: dict[str, list[date]]) -> tuple[tuple[date, str], ...]:
    return tuple((day, name) for name, days in named.items() for day in days)


def announced_years() -> dict[int, AnnouncedYear]:
    """Return every announced year as it stands now, packaged or loaded."""
    return packaged_years() | {year.year: year for source in _loaded_years for year in source()}


def announced() -> Calendar:
    """Return the calendar of all State Council notices known now."""
    return _with_loaded(tuple(year for source in _loaded_years for year in source()))


@lru_cache(maxsize=_RECENT_EDITIONS)
def _with_loaded(loaded: tuple[AnnouncedYear, ...]) -> Calendar:
    return calendar_of((packaged_years() | {year.year: year for year in loaded}).values())


def calendar_of(years: Iterable[AnnouncedYear]) -> Calendar:
    """Return the calendar made of these years' notices."""
    known = tuple(years)
    return Calendar(
        frozenset(year.year for year in known),
        {day: name for year in known for day, name in year.holidays},
        {day: name for year in known for day, name in year.makeup_days},
    )


def workdays_in(year: int, calendar: Calendar | None = None) -> int:
    """Count the workdays of a year.

    Raises:
        CalendarMissing: the year has not been announced.
    """
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(length))
    return sum(is_workday(day, calendar) for day in days)


def beijing_day(moment: date | datetime) -> date:
    """Return the Beijing day of a moment; the law counts Beijing days."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        return moment.date()
    return moment.astimezone(BEIJING).date()


def is_workday(day: date, calendar: Calendar | None = None) -> bool:
    """Tell whether a day is a 工作日 (CNT-04)."""
    return (calendar or announced()).reason_off(day) is None


def add_workdays(start: date, days: int, calendar: Calendar | None = None) -> Counted:
    """Count workdays from a day that is itself not counted; negative counts back (CNT-01, CNT-08)."""
    known = calendar or announced()
    step = _ONE_DAY if days > 0 else -_ONE_DAY
    day = start
    counted: list[date] = []
    skipped: list[tuple[date, str]] = []
    while len(counted) < abs(days):
        day = _next(day, step)
        reason = known.reason_off(day)
        if reason is None:
            counted.append(day)
        else:
            skipped.append((day, reason))
    return Counted(day, tuple(counted), tuple(skipped))


def _next(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError as error:
        raise CalendarMissing(day) from error


def add_days(start: date, days: int) -> date:
    """Add calendar days; the day of the event is not counted (CNT-01, CNT-03).

    Raises:
        CalendarMissing: the result lies outside what a date can say.
    """
    try:
        return start + timedelta(days=days)
    except OverflowError as error:
        raise CalendarMissing(start) from error


def add_years(start: date, years: int) -> date:
    """Add whole years; 29 February ends on 28 February of a common year."""
    return add_months(start, years * _MONTHS)


def add_months(start: date, months: int) -> date:
    """Add whole months; a day the month lacks becomes the month's last day."""
    year, month = divmod(start.year * _MONTHS + start.month - 1 + months, _MONTHS)
    if not MINYEAR <= year <= MAXYEAR:
        raise CalendarMissing(start)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def roll_forward(day: date, calendar: Calendar | None = None) -> Counted:
    """Move the last day of a ceiling off a rest day, to the first workday after it (CNT-02)."""
    known = calendar or announced()
    skipped: list[tuple[date, str]] = []
    while (reason := known.reason_off(day)) is not None:
        skipped.append((day, reason))
        day = _next(day, _ONE_DAY)
    return Counted(day, (), tuple(skipped))
