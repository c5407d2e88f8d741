"""An indicator's account: entries that always balance to the 分, whatever happens to the money."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import NotAllowed, RuleBroken
from lucai.stages.budget.indicators import selectors, services
from lucai.stages.budget.indicators.rules import Booking, year_sheets
from lucai.stages.budget.indicators.selectors import IndicatorCard
from lucai.stages.plan.plans import services as plans
from lucai.stages.plan.plans.selectors import plan_seen
from tests.makers import budget, people, plan
from tests.makers.browsing import browse
from tests.makers.budget import WAN

pytestmark = pytest.mark.django_db

MARCH = clock.moment(date(2026, 3, 2), 9)
NEXT_YEAR = clock.moment(date(2027, 1, 4), 9)
SYSTEM = Actor.system(Reason.CONSEQUENCE)
LOTS = (200 * WAN, 100 * WAN)


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with clock.at(MARCH):
        yield


def finance() -> Actor:
    return people.actor(people.finance())


def card(code: str) -> IndicatorCard:
    return selectors.indicator_seen(people.buyer(), code)


def pockets(code: str) -> tuple[int, int, int, int, int]:
    one = card(code)
    return one.free, one.held, one.committed, one.consumed, one.withdrawn


def balanced(code: str) -> bool:
    return selectors.account_of(people.buyer(), code).balanced


def test_every_entry_names_where_money_came_from_and_went() -> None:
    code = budget.indicator(amount=10)
    services.hold(SYSTEM, code=code, amount=6, reference="CG1")
    services.commit(SYSTEM, code=code, amount=5, reference="HT1")
    services.release(SYSTEM, code=code, amount=1, reference="HT1")
    services.consume(SYSTEM, code=code, amount=3, reference="PZ1")
    services.restore(SYSTEM, code=code, amount=1, reference="PZ1")
    services.give_back(SYSTEM, code=code, amount=2, reference="HT1")
    assert pockets(code) == (7, 0, 1, 2, 0)
    ways = [(line.source, line.target) for line in selectors.movements_of(people.buyer(), code)]
    assert ways[0] == ("合同占用", "可用")
    assert ways[-1] == ("财政", "可用")
    assert balanced(code)


def test_an_account_that_disagrees_with_its_entries_says_so() -> None:
    code = budget.indicator(amount=10)
    row = selectors.indicator_row(people.buyer(), code)
    row.change(held=1)
    assert not balanced(code)
    page = browse(people.buyer()).get(f"/budget/{code}/").content.decode()
    assert "账户不平" in page


def test_what_is_taken_back_leaves_the_account() -> None:
    code = budget.indicator(amount=10)
    services.close_indicator(finance(), code=code)
    assert pockets(code) == (0, 0, 0, 0, 10)
    assert balanced(code)


@pytest.mark.parametrize(("keep", "free", "withdrawn"), [(True, 4, 0), (False, 0, 4)])
def test_a_year_is_carried_over_with_what_is_bound(keep: bool, free: int, withdrawn: int) -> None:
    code = budget.indicator(amount=10)
    services.hold(SYSTEM, code=code, amount=6, reference="CG1")
    services.commit(SYSTEM, code=code, amount=5, reference="HT1")
    services.consume(SYSTEM, code=code, amount=2, reference="PZ1")
    with clock.at(NEXT_YEAR):
        services.carry_over(finance(), code=code, keep_rest=keep)
        services.consume(SYSTEM, code=code, amount=3, reference="PZ2")
        account = selectors.account_of(people.buyer(), code)
    old, new = account.sheets
    assert (old.consumed, old.carried_out, old.withdrawn) == (2, 8 - withdrawn, withdrawn)
    assert (old.free, old.held, old.committed) == (0, 0, 0)
    assert (new.carried_in, new.consumed, new.held, new.free) == (8 - withdrawn, 3, 1, free)
    assert account.balanced


def test_a_year_is_carried_over_when_it_is_over_and_by_finance_alone() -> None:
    code = budget.indicator(amount=10)
    for day, refusal in ((date(2026, 12, 31), RuleBroken), (date(2027, 1, 1), None)):
        with clock.at(clock.moment(day, 12)):
            with pytest.raises(NotAllowed):
                services.carry_over(people.actor(people.buyer()), code=code, keep_rest=True)
            if refusal:
                with pytest.raises(refusal):
                    services.carry_over(finance(), code=code, keep_rest=True)
                continue
            assert selectors.to_carry_over(people.finance()) == 1
            services.carry_over(finance(), code=code, keep_rest=True)
            assert selectors.to_carry_over(people.finance()) == 0


amounts = st.integers(min_value=1, max_value=300 * WAN)
places = ("free", "held", "committed", "consumed", "withdrawn", "outside")


booked_once = st.tuples(
    st.integers(2025, 2027), st.sampled_from(places), st.sampled_from(places), amounts
)


@settings(max_examples=30)
@given(st.lists(booked_once))
def test_sheets_balance_whatever_is_booked(booked: list[tuple[int, str, str, int]]) -> None:
    entries = [Booking(*one) for one in booked if one[1] != one[2]]
    assert all(sheet.balances for sheet in year_sheets(entries))


Act = Callable[[str, int, int], None]
ACTS: dict[str, Act] = {
    name: lambda number, lot, amount, service=service: service(
        SYSTEM, number=number, lot_number=lot, amount=amount, reference="随机"
    )
    for name, service in (
        ("commit", plans.commit_lot),
        ("consume", plans.consume_lot),
        ("restore", plans.restore_lot),
        ("give_back", plans.give_back_lot),
    )
}
steps = st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from((1, 2)), amounts)


@pytest.fixture(name="planned")
def _planned() -> str:
    return plan.filed_plan(LOTS)


@settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(steps, min_size=4, max_size=14))
def test_any_life_of_a_plans_money_balances_to_the_fen(
    planned: str, life: list[tuple[str, int, int]]
) -> None:
    with clock.at(MARCH), transaction.atomic():
        codes = [fund.code for fund in plan_seen(people.buyer(), planned).fundings]
        for name, lot, amount in life:
            try:
                with transaction.atomic():
                    ACTS[name](planned, lot, amount)
            except RuleBroken:
                continue
        check(planned, codes)
        transaction.set_rollback(True)


def check(number: str, codes: list[str]) -> None:
    """Every account balances, and indicators hold, bind and have paid what their lots have."""
    lots = plan_seen(people.buyer(), number).packages
    assert all(balanced(code) for code in codes)
    found = [pockets(code) for code in codes]
    assert min(min(one) for one in found) >= 0
    for place, name in ((1, "held"), (2, "committed"), (3, "consumed")):
        assert sum(one[place] for one in found) == sum(getattr(lot, name) for lot in lots)


def test_plan_against_actual_is_seen_filtered_and_taken_away() -> None:
    code = budget.indicator(amount=10 * WAN)
    services.hold(SYSTEM, code=code, amount=6 * WAN, reference="CG1")
    services.commit(SYSTEM, code=code, amount=5 * WAN, reference="HT1")
    services.consume(SYSTEM, code=code, amount=2 * WAN, reference="PZ1")
    total = selectors.execution_total(people.finance(), year=2026)
    assert (total.planned, total.contracted, total.consumed) == (6 * WAN, 5 * WAN, 2 * WAN)
    assert (total.free, total.percent) == (4 * WAN, "20.0%")
    assert selectors.execution_total(people.finance(), year=2026, words="不存在").amount == 0
    assert selectors.execution_total(people.buyer(2), year=2026).amount == 0
    assert [one.consumed for one in selectors.execution_by_buyer(people.finance(), year=2026)] == [
        2 * WAN
    ]
    client = browse(people.buyer())
    assert "支付进度" in client.get("/budget/execution/?year=2026").content.decode()
    text = client.get("/budget/execution/report.csv?year=2026").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][1:7] == [
        code, f"示例专项资金 {code}", "100000.0", "60000.0", "50000.0", "20000.0",
    ]  # fmt: skip


def test_finance_carries_over_on_the_page() -> None:
    code = budget.indicator(amount=10)
    with clock.at(NEXT_YEAR):
        client = browse(people.finance())
        assert f"/budget/{code}/carry-over/" in client.get(f"/budget/{code}/").content.decode()
        assert client.post(f"/budget/{code}/carry-over/", {"rest": ""}).status_code == 422
        client.post(f"/budget/{code}/carry-over/", {"rest": "keep"})
        assert card(code).current_year == 2027
        assert "上年结转" in client.get(f"/budget/{code}/").content.decode()
