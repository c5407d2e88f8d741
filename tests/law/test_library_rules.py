"""The libraries' periods and ages turn on their day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lucai.law import library_rules as law
from lucai.law.calendar import add_years
from tests.law.library_cases import AGENCY, EXPERT
from tests.law.rule_cases import AT, moment

DAY = timedelta(days=1)


def test_a_change_is_in_time_on_the_tenth_working_day_and_late_on_the_next() -> None:
    last = law.last_day_for_change(date(2026, 3, 2)).date
    assert last == date(2026, 3, 16)
    on = [law.agency_change_is_filed_in_time(AGENCY, moment(str(d))) for d in (last, last + DAY)]
    assert [one.holds for one in on] == [True, False]
    assert not on[1].blocks  # a late change is still to be filed


@pytest.mark.parametrize(("born", "holds"), [(date(1956, 3, 11), True), (date(1956, 3, 10), False)])
def test_an_expert_is_too_old_on_the_seventieth_birthday(born: date, *, holds: bool) -> None:
    assert law.expert_is_below_the_age(replace(EXPERT, born_on=born), AT).holds is holds


def test_an_expert_of_a_scarce_field_may_be_older_and_have_a_lower_title() -> None:
    rare = replace(EXPERT, born_on=date(1950, 1, 1), title_level="", title_since=None, scarce=True)
    assert law.expert_is_below_the_age(rare, AT).holds
    assert law.expert_has_the_title(rare, AT).holds
    assert not law.expert_has_the_title(replace(rare, scarce=False), AT).holds


@pytest.mark.parametrize(("late", "holds"), [(0, True), (1, False)])
def test_a_middle_title_counts_from_eight_years_on(late: int, *, holds: bool) -> None:
    since = add_years(AT.date(), -8) + late * DAY
    assert law.expert_has_the_title(replace(EXPERT, title_since=since), AT).holds is holds


@pytest.mark.parametrize(("late", "holds"), [(0, True), (1, False)])
def test_a_bad_record_counts_for_three_years(late: int, *, holds: bool) -> None:
    bad = add_years(AT.date(), -3) + late * DAY
    assert law.expert_is_clean(replace(EXPERT, bad_on=bad), AT).holds is holds
