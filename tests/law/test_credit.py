"""The credit formula: dated, exact, and made of nothing but its inputs."""

from datetime import date

import pytest

from lucai.law.credit import CreditInput, credit_score, criteria, formula
from lucai.law.status import NoSuchRule

ON = date(2026, 6, 1)


def rating(key: str, by: str, value: int, on: date = date(2026, 5, 1)) -> CreditInput:
    return CreditInput(key, "rating", on, by, value)


def test_a_party_without_records_gets_the_base_and_the_neutral_share() -> None:
    score = credit_score("supplier", [], ON)
    assert (score.total, score.grade.name) == (9000, "A")


def test_ratings_are_weighed_by_who_gave_them() -> None:
    inputs = [rating("1", "buyer", 500), rating("2", "expert", 300), rating("3", "supplier", 200)]
    score = credit_score("agency", inputs, ON)
    # (5×3 + 3×2 + 2×2) ÷ 7 = 25/7; 40 × (25/7 − 1) ÷ 4 = 180/7 = 25.714…
    assert [line.points for line in score.lines] == [6000, 2571, 0, 0]
    assert score.total == 8571
    assert score.lines[1].keys == ("1", "2", "3")


def test_a_rater_without_a_weight_does_not_count() -> None:
    assert credit_score("expert", [rating("1", "buyer", 100)], ON).total == 9000


def test_each_record_is_deducted_and_the_score_ends_at_nothing() -> None:
    day = date(2026, 5, 1)
    inputs = [CreditInput(str(n), "dishonest", day) for n in range(4)]
    score = credit_score("supplier", inputs, ON)
    assert score.lines[3].points == -12000
    assert (score.total, score.grade.name) == (0, "D")


@pytest.mark.parametrize(("on", "counts"), [(date(2026, 6, 1), 0), (date(2026, 5, 31), 1)])
def test_a_record_leaves_the_window_after_two_years(on: date, counts: int) -> None:
    score = credit_score("supplier", [CreditInput("1", "penalty", date(2024, 6, 1))], on)
    assert len(score.lines[2].keys) == counts


def test_a_record_of_tomorrow_does_not_count_today() -> None:
    score = credit_score("supplier", [CreditInput("1", "penalty", date(2026, 6, 2))], ON)
    assert score.total == 9000


@pytest.mark.parametrize(
    ("on", "edition", "points"),
    [(date(2026, 3, 31), "SL-2025-1", -400), (date(2026, 4, 1), "SL-2026-2", -500)],
)
def test_the_edition_of_the_day_is_used(on: date, edition: str, points: int) -> None:
    score = credit_score("supplier", [CreditInput("1", "breach", date(2026, 3, 1))], on)
    assert score.formula.edition == edition
    assert next(line.points for line in score.lines if line.keys) == points


def test_before_the_first_edition_there_is_no_score() -> None:
    with pytest.raises(NoSuchRule):
        formula("supplier", date(2024, 12, 31))
    assert formula("supplier", date(2025, 1, 1)).illustrative


@pytest.mark.parametrize("party", ["supplier", "agency", "expert", "buyer"])
def test_every_party_has_its_criteria_and_weights_for_those_who_rate_it(party: str) -> None:
    assert len(criteria(party)) == 3
    assert formula(party, ON).weights
