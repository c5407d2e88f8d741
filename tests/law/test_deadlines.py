"""Deadlines: meanings, rolling, calculations, refusals."""

from datetime import date

import pytest

from lucai.law.calendar import CalendarMissing
from lucai.law.challenges import complaint_window, last_day_for_remedy, question_window
from lucai.law.deadlines import EARLIEST, LATEST, UNITS, deadline, kept
from lucai.law.parameters import rule_sheets
from lucai.law.status import NoSuchRule, NotYetEffective

DURATIONS = [
    (sheet.id, spec.name)
    for sheet in rule_sheets().values()
    for spec in sheet.params.values()
    if spec.bound and spec.unit in UNITS
]


@pytest.mark.parametrize(("rule_id", "name"), DURATIONS)
def test_every_duration_can_be_counted_and_explained(rule_id: str, name: str) -> None:
    rows = rule_sheets()[rule_id].params[name].rows
    region = next((row.region for row in rows if row.region), None)
    found = deadline(rule_id, date(2026, 3, 9), name, region=region)
    assert found.calculation[0].endswith("2026-03-09，当日不计入。")
    assert found.cites
    assert found.act


def test_a_floor_never_rolls_and_a_ceiling_does() -> None:
    floor = deadline("GP-CON-01", date(2026, 4, 30))
    assert (floor.date, floor.meaning) == (date(2026, 5, 10), EARLIEST)
    ceiling = deadline("GP-CTR-01", date(2026, 1, 30))
    assert (ceiling.date, ceiling.meaning) == (date(2026, 3, 2), LATEST)
    assert ceiling.unrolled == date(2026, 3, 1)
    assert "顺延" in ceiling.calculation[-1]


def test_counting_back_gives_the_latest_day_of_a_floor_and_the_earliest_of_a_ceiling() -> None:
    assert deadline("GP-TEN-05", date(2026, 6, 30)).meaning == LATEST
    assert deadline("GP-EXP-03", date(2026, 10, 9)).meaning == EARLIEST


def test_the_edge_day_keeps_the_deadline() -> None:
    floor = deadline("GP-TEN-03", date(2026, 2, 12))
    assert floor.allows(date(2026, 3, 4))
    assert not floor.allows(date(2026, 3, 3))
    assert kept("GP-CTR-03", date(2026, 9, 30), date(2026, 10, 9))
    assert not kept("GP-CTR-03", date(2026, 9, 30), date(2026, 10, 10))


def test_a_floor_in_days_needs_no_calendar_but_a_rolling_ceiling_does() -> None:
    assert deadline("GP-TEN-03", date(2026, 12, 20)).date == date(2027, 1, 9)
    with pytest.raises(CalendarMissing):
        deadline("GP-CTR-01", date(2026, 12, 20))
    assert deadline("GP-CTR-01", date(2026, 12, 20), roll=False).date == date(2027, 1, 19)
    assert kept("GP-CTR-01", date(2026, 12, 20), date(2027, 1, 10))


def test_a_rule_without_a_duration_or_not_yet_in_force_is_refused() -> None:
    with pytest.raises(NoSuchRule):
        deadline("GP-BON-01", date(2026, 1, 1))
    with pytest.raises(NotYetEffective):
        deadline("GP-FRA-12", date(2022, 2, 28))


def test_an_archive_is_kept_fifteen_years() -> None:
    assert deadline("GP-ARC-01", date(2026, 3, 1)).date == date(2041, 3, 1)


def test_a_result_is_questioned_from_the_end_of_its_notice() -> None:
    last = question_window("result", known_on=date(2025, 12, 1), notice_until=date(2025, 12, 2))
    assert last.date == date(2025, 12, 11)
    assert last.allows(date(2025, 12, 10))
    assert question_window("document", known_on=date(2025, 12, 1)).date == date(2025, 12, 10)


def test_a_complaint_counts_from_the_end_of_the_reply_period() -> None:
    assert complaint_window(date(2026, 9, 18)).date == date(2026, 10, 26)


def test_review_and_lawsuit_have_their_own_terms() -> None:
    known = date(2026, 3, 2)
    assert last_day_for_remedy("review", known).date == date(2026, 5, 6)
    assert last_day_for_remedy("lawsuit", known).date == date(2026, 9, 2)


def test_counted_against_its_direction_a_duration_leads_from_the_act_to_its_anchor() -> None:
    found = deadline("GP-TEN-03", date(2026, 3, 4), direction="backward")
    assert (found.date, found.meaning) == (date(2026, 2, 12), "latest")
    assert found.calculation[0] == "提交投标文件截止之日：2026-03-04，当日不计入。"
    assert found.calculation[-1] == "招标文件开始发出之日最迟为2026-02-12。"
    signed = deadline("GP-CTR-01", date(2026, 5, 12), direction="backward")
    assert signed.calculation[0].startswith("签订采购合同之日：")
