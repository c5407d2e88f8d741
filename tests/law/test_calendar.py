"""Counting days: make-up days, holidays, both directions, refusal beyond the calendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai.law.calendar import (
    AnnouncedYear,
    CalendarMissing,
    add_days,
    add_months,
    add_workdays,
    add_years,
    announced,
    announced_years,
    beijing_day,
    install_calendar_years,
    is_workday,
    packaged_years,
    remove_calendar_years,
    roll_forward,
    workdays_in,
)
from lucai.law.sheets import sheet_names, yaml_sheet

KNOWN = st.dates(date(2020, 3, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-13", True),
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2026-02-28", True),
        ("2026-03-01", False),
        ("2026-10-10", True),
        ("2020-01-31", False),
        ("2022-12-31", False),
        ("2023-01-03", True),
        ("2026-12-31", True),
    ],
)
def test_a_day_is_a_workday_as_announced(day: str, works: bool) -> None:
    assert is_workday(date.fromisoformat(day)) is works


@pytest.mark.parametrize("year", [name for name in sheet_names("calendars") if name != "2027"])
def test_every_announced_year_has_its_number_of_workdays(year: str) -> None:
    sheet = yaml_sheet("calendars", year)
    first = date(int(year), 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    assert sum(is_workday(d) for d in days if d.year == first.year) == sheet["workdays"]


@pytest.mark.parametrize("day", ["2019-12-31", "2027-01-01"])
def test_a_year_not_announced_is_refused(day: str) -> None:
    with pytest.raises(CalendarMissing, match=day[:4]):
        is_workday(date.fromisoformat(day))


def test_skipped_days_carry_their_reason() -> None:
    found = add_workdays(date(2026, 2, 12), 5)
    assert found.date == date(2026, 2, 26)
    assert found.counted[:2] == (date(2026, 2, 13), date(2026, 2, 14))
    assert dict(found.skipped)[date(2026, 2, 17)] == "春节"
    assert dict(add_workdays(date(2026, 3, 6), 1).skipped)[date(2026, 3, 7)] == "周六"


@given(KNOWN, st.integers(1, 30))
def test_counting_forward_and_back_returns_to_the_last_workday(day: date, amount: int) -> None:
    there = add_workdays(day, amount)
    back = add_workdays(there.date, -amount)
    start = day if is_workday(day) else None
    assert back.date == start or (start is None and back.date < day)


@given(KNOWN, st.integers(1, 30))
def test_every_day_passed_is_counted_or_skipped_once(day: date, amount: int) -> None:
    found = add_workdays(day, amount)
    passed = {day + timedelta(days=n) for n in range(1, (found.date - day).days + 1)}
    assert set(found.counted) | {d for d, _ in found.skipped} == passed
    assert len(found.counted) == amount


def test_nothing_is_counted_for_zero_days() -> None:
    assert add_workdays(date(2026, 3, 1), 0) == add_workdays(date(2026, 3, 1), 0)
    assert add_workdays(date(2026, 3, 1), 0).date == date(2026, 3, 1)


def test_a_ceiling_rolls_off_a_rest_day_and_says_why() -> None:
    found = roll_forward(date(2026, 10, 3))
    assert found.date == date(2026, 10, 8)
    assert found.skipped[0] == (date(2026, 10, 3), "国庆节")
    assert roll_forward(date(2026, 10, 8)).date == date(2026, 10, 8)


def test_a_loaded_year_extends_the_calendar() -> None:
    longer = announced().with_year(2027, {date(2027, 1, 1): "元旦"}, {})
    assert add_workdays(date(2026, 12, 31), 1, longer).date == date(2027, 1, 4)


def test_a_source_of_years_extends_the_calendar_and_may_replace_a_packaged_year() -> None:
    years = (
        AnnouncedYear(2026, ((date(2026, 12, 31), "示例"),), ()),
        AnnouncedYear(2027, ((date(2027, 1, 1), "元旦"),), ((date(2027, 1, 2), "元旦"),)),
    )

    def source() -> tuple[AnnouncedYear, ...]:
        return years

    install_calendar_years(source)
    try:
        assert add_workdays(date(2026, 12, 30), 1).date == date(2027, 1, 2)
        assert is_workday(date(2026, 10, 1))
        assert set(announced_years()) == {*packaged_years(), 2027}
        assert workdays_in(2027) == 261
    finally:
        remove_calendar_years(source)
    with pytest.raises(CalendarMissing):
        add_workdays(date(2026, 12, 31), 1)
    assert not is_workday(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-15", 2, "2027-02-15"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_end_on_a_day_the_month_has(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_years_keep_the_day_but_for_leap_days() -> None:
    assert add_years(date(2026, 3, 1), 15) == date(2041, 3, 1)
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


@pytest.mark.parametrize("count", [lambda d: add_days(d, 9), lambda d: add_years(d, 9)])
def test_a_date_beyond_the_last_is_refused(count: Callable[[date], date]) -> None:
    with pytest.raises(CalendarMissing):
        count(date(9999, 12, 31))


def test_the_law_counts_beijing_days() -> None:
    assert beijing_day(datetime(2026, 3, 1, 17, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert beijing_day(date(2026, 3, 1)) == date(2026, 3, 1)
