"""Sizes of firms, days to pay, interest."""

from datetime import date
from decimal import Decimal

import pytest

from lucai.law.payments import (
    PaymentTerms,
    disclosure_due,
    due_date,
    late_interest,
    overdue_days,
    receivable_confirmation_due,
)
from lucai.law.sme import goods_count_as_small, goods_count_as_sme, industries, size_class
from lucai.law.status import LawRefuses


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("number", industries())
def test_the_bounds_of_every_industry_include_their_number(number: int) -> None:
    bounds = industries()[number].bounds
    for level, expected in (("large", "大型"), ("medium", "中型"), ("small", "小型")):
        figures = {name: bound[level] for name, bound in bounds.items()}
        assert size_class(number, **figures) == expected
    below = {name: bound["small"] - 1 for name, bound in bounds.items()}
    assert size_class(number, **below) == "微型"


@pytest.mark.parametrize("number", industries())
def test_one_figure_below_its_bound_lowers_the_class(number: int) -> None:
    bounds = industries()[number].bounds
    for name in bounds:
        figures = {other: bound["large"] for other, bound in bounds.items()}
        assert size_class(number, **figures | {name: bounds[name]["large"] - 1}) != "大型"


def test_a_missing_figure_matters_only_when_it_could_change_the_class() -> None:
    assert size_class(12, employees=5) == "微型"
    assert size_class(1, revenue_wan=500) == "中型"
    with pytest.raises(LawRefuses, match="营业收入"):
        size_class(12, employees=80)
    with pytest.raises(LawRefuses, match="从业人员"):
        size_class(16)


def test_makers_decide_whether_goods_count() -> None:
    assert goods_count_as_sme(["中型", "微型"])
    assert not goods_count_as_sme(["中型", "大型"])
    assert not goods_count_as_small([])


def test_the_earliest_day_is_the_day_to_pay() -> None:
    terms = PaymentTerms(
        invoice_on=on("2026-03-02"), delivered_on=on("2026-02-20"), agreed_due_on=on("2026-05-30")
    )
    found = due_date(terms)
    assert (found.date, found.rule) == (on("2026-04-01"), "GP-PAY-01")
    assert found.calculation[-1] == "应付日取最早一日：2026-04-01。"


def test_a_small_supplier_is_paid_within_thirty_days_of_delivery() -> None:
    terms = PaymentTerms(delivered_on=on("2026-02-20"))
    assert due_date(terms).date == on("2026-03-22")
    assert due_date(PaymentTerms(delivered_on=on("2026-02-20"), payee_is_sme=False)) is None


def test_an_agreement_reaches_sixty_days_at_most() -> None:
    terms = PaymentTerms(delivered_on=on("2026-02-20"), agreed_due_on=on("2026-06-30"))
    assert due_date(terms).date == on("2026-04-21")


def test_a_delayed_acceptance_starts_the_clock_at_its_limit() -> None:
    terms = PaymentTerms(
        acceptance_is_condition=True,
        delivered_on=on("2026-02-01"),
        acceptance_due_on=on("2026-02-15"),
        accepted_on=on("2026-03-10"),
    )
    assert due_date(terms).date == on("2026-03-17")
    waiting = PaymentTerms(acceptance_is_condition=True, delivered_on=on("2026-02-01"))
    assert due_date(waiting) is None


def test_interest_follows_the_agreed_rate_or_the_legal_one() -> None:
    assert late_interest(100_000_00, 15).amount == 750_00
    assert late_interest(100_000_00, 15, agreed_daily_rate=Decimal("0.001")).amount == 1500_00
    assert late_interest(333, 1).amount == 0
    with pytest.raises(LawRefuses):
        late_interest(-1, 1)


def test_the_due_day_itself_is_in_time() -> None:
    assert overdue_days(on("2026-03-02"), on("2026-03-02")) == 0
    assert overdue_days(on("2026-03-02"), on("2026-03-04")) == 2


def test_receivables_and_disclosures_have_their_days() -> None:
    assert receivable_confirmation_due(on("2026-03-02")) == on("2026-04-01")
    assert disclosure_due(2027) == on("2027-03-31")
