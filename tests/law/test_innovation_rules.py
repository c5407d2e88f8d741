"""Cooperative innovation: the day the measure begins, and the sums the rule book works out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lucai.law.counts import research_payment
from lucai.law.rules import registered
from tests.law.innovation_cases import CASES, SCHEME, WAN, at
from tests.law.rule_cases import moment

LAW = {r.name: r for r in registered().values() if r.id.startswith("COI-")}
BEGINS, BEFORE = moment("2024-06-01"), moment("2024-05-31")


@pytest.mark.parametrize("name", ["researchers_are_few", "research_stays_inside"])
def test_a_rule_binds_from_the_first_of_june_2024_and_not_the_day_before(name: str) -> None:
    facts, broken = CASES[name]
    unlawful = replace(facts, **broken)  # type: ignore[type-var]
    assert LAW[name].apply(unlawful, BEFORE).holds
    assert LAW[name].apply(unlawful, BEGINS).blocks


def test_the_rule_books_sums_come_out() -> None:
    assert research_payment(900 * WAN, Decimal("0.8")) == 720 * WAN
    parts = (300, 300, 100, 100)
    assert research_payment(sum(parts) * WAN, Decimal("0.5")) == 400 * WAN


def test_applications_are_due_on_the_twentieth_workday_and_not_on_the_nineteenth() -> None:
    rule = LAW["innovation_notice_is_long_enough"]
    assert rule.apply(SCHEME, moment("2026-02-27")).holds
    early = rule.apply(replace(SCHEME, apply_until=at(25)), moment("2026-02-27"))
    assert early.blocks
    assert early.opens_at == at(26).date()
