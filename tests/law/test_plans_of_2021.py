"""A plan of 2021 stands under the law of its day, not under one that came later."""

from datetime import date, timedelta

import pytest

from lucai.law.planning_rules import PlanFacts, survey_is_compulsory

FROM = date(2021, 7, 1)
"""财库〔2021〕22号 is in force from that day."""


@pytest.mark.parametrize(
    ("on", "needed"), [(FROM, True), (FROM - timedelta(days=1), False), (date(2026, 3, 2), True)]
)
def test_no_demand_survey_is_compulsory_before_the_measure_is_in_force(
    on: date, *, needed: bool
) -> None:
    plan = PlanFacts(
        object="goods", method="open", budget=10**12,
        technically_complex=True,
    )  # fmt: skip
    assert survey_is_compulsory(plan, on) is needed
