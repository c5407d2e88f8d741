"""Reading the calendars of 工作日: the years announced, and one year day by day."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lucai.guidance.law.functions import LOAD_CALENDAR
from lucai.guidance.law.models import CalendarYear
from lucai.guidance.law.notice import NoticeDays, doubts
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.calendar import (
    AnnouncedYear,
    announced_years,
    calendar_of,
    packaged_years,
    workdays_in,
)
from lucai.law.regions import PROVINCE, region_prefix

MONTHS = range(1, 13)
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
OFF, MAKEUP, WEEKEND = "off", "makeup", "weekend"


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year in the list."""

    year: int
    href: str
    workdays: int
    source: str
    state: dict[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """Days off in a row."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival with its days off and the rest days worked for it."""

    name: str
    holidays: tuple[Run, ...]
    makeup_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a month; an empty cell has no number."""

    number: int
    look: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a grid of weeks beginning on Monday."""

    number: int
    workdays: int
    weeks: tuple[tuple[DayCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Loading:
    """One notice that was loaded for a year."""

    document: str
    organisation: str
    at: datetime
    digest: str
    workdays: int
    state: dict[str, str]


@dataclass(frozen=True, slots=True)
class YearPage:
    """A year day by day, with where it comes from."""

    year: int
    workdays: int
    festivals: tuple[Festival, ...]
    months: tuple[Month, ...]
    sources: tuple[str, ...]
    loadings: tuple[Loading, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice about to be loaded: the year as it would be, and what is unusual about it."""

    page: YearPage
    doubts: tuple[str, ...]
    changed: tuple[str, ...]
    replaces: bool


def calendar_list(viewer: Viewer) -> list[YearLine]:
    """List the announced years, newest first."""
    loaded = {row.year: row for row in _newest(viewer)}
    lines = []
    for year, notice in sorted(announced_years().items(), reverse=True):
        row = loaded.get(year)
        lines.append(
            YearLine(
                year, f"/law/calendars/{year}/", workdays_in(year, calendar_of([notice])),
                row.document if row else "随系统提供的国务院办公厅通知",
                _state_of(year, row),
            )
        )  # fmt: skip
    return lines


def next_year(viewer: Viewer) -> int:
    """Return the first year that is not announced yet."""
    del viewer
    return max(announced_years()) + 1


def may_load(viewer: Viewer) -> bool:
    """Tell whether the viewer may load a year: the province's finance department."""
    return viewer.may(LOAD_CALENDAR.permission) and viewer.region == region_prefix(PROVINCE)


def calendar_seen(viewer: Viewer, year: int) -> YearPage:
    """Return an announced year.

    Raises:
        NotFound: it is not announced.
    """
    notice = announced_years().get(year)
    if notice is None:
        raise NotFound(f"{year} 年的放假安排尚未公布或者尚未载入。")
    rows = CalendarYear.objects.seen_by(viewer).filter(year=year).order_by("-pk")
    loadings = tuple(
        Loading(
            row.document, row.organisation_name, row.at, row.digest, row.workdays,
            {"text": "已被更新", "tone": ""} if place else {"text": "现行", "tone": "green"},
        )
        for place, row in enumerate(rows)
    )  # fmt: skip
    return _page(notice, loadings)


def calendar_preview(viewer: Viewer, found: NoticeDays) -> Preview:
    """Show a year as a notice would make it, beside what holds now."""
    del viewer
    page, before = _page(found.as_year, ()), announced_years().get(found.year)
    return Preview(
        page,
        tuple(doubts(found, page.workdays)),
        tuple(_differences(before, found.as_year)) if before else (),
        before is not None,
    )


def loaded_years(viewer: Viewer) -> tuple[AnnouncedYear, ...]:
    """Return the years that were loaded, the newest notice of each, as the law counts with them."""
    return tuple(
        AnnouncedYear(row.year, _days(row.holidays), _days(row.makeup_days), (row.document,))
        for row in sorted(_newest(viewer), key=lambda row: row.year)
    )


def _newest(viewer: Viewer) -> list[CalendarYear]:
    rows = CalendarYear.objects.seen_by(viewer).order_by("pk")
    return list({row.year: row for row in rows}.values())


def _state_of(year: int, row: CalendarYear | None) -> dict[str, str]:
    if row and year in packaged_years():
        return {"text": "按新通知更新", "tone": "blue"}
    return {"text": "财政部门载入", "tone": "green"} if row else {"text": "内置", "tone": ""}


def _days(named: dict[str, list[str]]) -> tuple[tuple[date, str], ...]:
    return tuple((date.fromisoformat(day), name) for name, days in named.items() for day in days)


def _page(notice: AnnouncedYear, loadings: tuple[Loading, ...]) -> YearPage:
    calendar = calendar_of([notice])
    return YearPage(
        notice.year,
        workdays_in(notice.year, calendar),
        _festivals(notice),
        tuple(_month(notice, month) for month in MONTHS),
        notice.sources,
        loadings,
    )


def _festivals(notice: AnnouncedYear) -> tuple[Festival, ...]:
    in_order = (*sorted(notice.holidays), *sorted(notice.makeup_days))
    return tuple(
        Festival(
            name,
            tuple(_runs(sorted(day for day, of in notice.holidays if of == name))),
            tuple(sorted(day for day, of in notice.makeup_days if of == name)),
        )
        for name in dict.fromkeys(name for _, name in in_order)
    )


def _runs(days: list[date]) -> Iterator[Run]:
    first = last = None
    for day in days:
        if first is None or last is None:
            first = day
        elif day - last > _ONE_DAY:
            yield Run(first, last)
            first = day
        last = day
    if first and last:
        yield Run(first, last)


def _month(notice: AnnouncedYear, month: int) -> Month:
    off, makeup = dict(notice.holidays), dict(notice.makeup_days)
    weeks = tuple(
        tuple(_cell(notice.year, month, day, off, makeup) for day in week)
        for week in monthcalendar(notice.year, month)
    )
    workdays = sum(cell.number > 0 and cell.look in {"", MAKEUP} for week in weeks for cell in week)
    return Month(month, workdays, weeks)


def _cell(
    year: int, month: int, number: int, off: dict[date, str], makeup: dict[date, str]
) -> DayCell:
    if not number:
        return DayCell(0, "", "")
    day = date(year, month, number)
    if day in makeup:
        return DayCell(number, MAKEUP, makeup[day])
    if day in off:
        return DayCell(number, OFF, off[day])
    return DayCell(number, WEEKEND if day.weekday() >= _SATURDAY else "", "")


def _differences(before: AnnouncedYear, after: AnnouncedYear) -> list[str]:
    """Say which days a newer notice turns, each in words."""
    old, new = calendar_of([before]), calendar_of([after])
    days = sorted(
        {day for notice in (before, after) for day, _ in (*notice.holidays, *notice.makeup_days)}
    )
    said = []
    for day in (day for day in days if day.year == after.year):
        was, will = old.reason_off(day), new.reason_off(day)
        if (was is None) != (will is None):
            turn = "由工作日改为休息" if was is None else "由休息改为工作日"
            said.append(f"{day.isoformat()} {turn}")
    return said
