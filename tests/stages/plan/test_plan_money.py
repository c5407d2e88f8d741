"""The money of a plan: held at filing, committed, consumed, given back; and who sees a plan."""

from collections.abc import Iterator
from datetime import date

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.stages.budget.indicators.selectors import indicators_named
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.plan.plans import selectors, services
from lucai.stages.plan.plans.selectors import PlanSheet
from tests.makers import budget, people, plan
from tests.makers.kept import kept
from tests.makers.plan import WAN

pytestmark = pytest.mark.django_db

filed_plan = kept(plan.filed_plan)
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_a_working_day() -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 9)):
        yield


def as_buyer() -> Actor:
    return people.actor(people.buyer())


def as_finance(region: str = people.REGION, level: str = "county") -> Actor:
    return people.actor(people.finance(region, level))


def state_of(number: str) -> str:
    return selectors.plan_seen(people.buyer(), number).card.state


def sheet(number: str, viewer: Viewer | None = None) -> PlanSheet:
    return selectors.plan_seen(viewer or people.buyer(), number)


def account(number: str) -> tuple[int, int, int, int]:
    """The money of the plan's one indicator: free, held, committed, consumed."""
    code = sheet(number).fundings[0].code
    card = indicators_named(people.buyer(), [code])[code]
    return card.free, card.held, card.committed, card.consumed


def why(error: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in error.value.verdicts}


# --- filing and money ----------------------------------------------------------------------


def test_filing_holds_the_money() -> None:
    number = plan.filed_plan((200 * WAN, 100 * WAN))
    assert account(number) == (0, 300 * WAN, 0, 0)
    assert [package.held for package in sheet(number).packages] == [200 * WAN, 100 * WAN]


def test_filing_is_closed_when_the_money_went_elsewhere_meanwhile() -> None:
    number = plan.filing()
    from lucai.stages.budget.indicators import services as indicators

    code = sheet(number).fundings[0].code
    indicators.hold(as_finance(), code=code, amount=1 * WAN, reference="别的计划")
    offer = sheet(number, people.finance()).offer("file")
    assert not offer.open
    with pytest.raises(RuleBroken) as error:
        services.take(as_finance(), number=number, step="file")
    assert "GP-BUD-01" in why(error)


def test_finance_returns_a_plan_only_with_a_reason() -> None:
    number = plan.filing()
    with pytest.raises(InvalidInput):
        services.take(as_finance(), number=number, step="return_plan")
    services.take(as_finance(), number=number, step="return_plan", reason="采购需求不完整")
    assert sheet(number).card.returned_reason == "采购需求不完整"


def test_a_plan_is_filed_once(filed_plan: str) -> None:
    with pytest.raises(WrongState):
        services.take(as_finance(), number=filed_plan, step="file")
    assert account(filed_plan)[1] == 300 * WAN


def test_lots_take_from_the_indicators_in_order() -> None:
    first = budget.indicator("ZB2026-A1", amount=150 * WAN)
    second = budget.indicator("ZB2026-A2", amount=150 * WAN)
    number = plan.filed_plan(
        (200 * WAN, 100 * WAN),
        fundings=[
            {"indicator_code": second, "amount": "1500000"},
            {"indicator_code": first, "amount": "1500000"},
        ],
    )
    services.commit_lot(as_buyer(), number=number, lot_number=1, amount=180 * WAN, reference="HT1")
    cards = indicators_named(people.buyer(), [first, second])
    assert (cards[first].committed, cards[second].committed) == (150 * WAN, 30 * WAN)
    assert cards[second].free == 20 * WAN


def test_a_contract_commits_its_amount_and_gives_the_rest_back(filed_plan: str) -> None:
    services.commit_lot(
        as_buyer(), number=filed_plan, lot_number=1, amount=280 * WAN, reference="HT1"
    )
    assert account(filed_plan) == (20 * WAN, 0, 280 * WAN, 0)


def test_a_contract_above_the_held_money_is_closed(filed_plan: str) -> None:
    with pytest.raises(RuleBroken):
        services.commit_lot(
            as_buyer(), number=filed_plan, lot_number=1, amount=300 * WAN + 1, reference="HT1"
        )
    assert account(filed_plan) == (0, 300 * WAN, 0, 0)


def test_payments_consume_what_the_contract_committed_and_not_more(filed_plan: str) -> None:
    services.commit_lot(
        as_buyer(), number=filed_plan, lot_number=1, amount=280 * WAN, reference="HT1"
    )
    services.consume_lot(
        as_buyer(), number=filed_plan, lot_number=1, amount=100 * WAN, reference="Z1"
    )
    assert account(filed_plan) == (20 * WAN, 0, 180 * WAN, 100 * WAN)
    with pytest.raises(RuleBroken):
        services.consume_lot(
            as_buyer(), number=filed_plan, lot_number=1, amount=181 * WAN, reference="Z2"
        )


def test_a_procurement_that_ends_gives_back_what_it_still_holds_and_frees_the_intention(
    filed_plan: str,
) -> None:
    services.mark_commissioned(as_buyer(), number=filed_plan, project_number="SDGP1")
    services.release_plan(as_buyer(), number=filed_plan, reference="SDGP1")
    assert state_of(filed_plan) == "ended"
    assert account(filed_plan) == (300 * WAN, 0, 0, 0)
    assert intention_seen(people.buyer(), sheet(filed_plan).card.intention_code).plan_number == ""


def test_a_buyer_may_end_a_filed_plan_with_a_reason(filed_plan: str) -> None:
    services.take(as_buyer(), number=filed_plan, step="abandon", reason="项目取消，预算收回")
    assert account(filed_plan) == (300 * WAN, 0, 0, 0)


def test_filed_plans_wait_for_an_agency(filed_plan: str) -> None:
    assert [card.number for card in selectors.plans_ready(people.buyer())] == [filed_plan]
    services.mark_commissioned(as_buyer(), number=filed_plan, project_number="SDGP1")
    assert selectors.plans_ready(people.buyer()) == []


# --- who sees what -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["other buyer", "agency", "supplier", "expert", "treasury", "public"]
)
def test_others_do_not_see_a_plan(who: str, filed_plan: str) -> None:
    with pytest.raises(NotFound):
        selectors.plan_seen(people.everyone()[who], filed_plan)


def test_the_entrusted_agency_sees_the_plan_without_its_reviews(filed_plan: str) -> None:
    agency = people.agency()
    services.mark_commissioned(
        as_buyer(), number=filed_plan, project_number="SDGP1", agency_id=agency.organisation
    )
    seen = sheet(filed_plan, agency)
    assert seen.card.title
    assert seen.reviews == ()


def test_finance_of_another_city_sees_nothing_and_the_city_above_only_looks() -> None:
    number = plan.filing()
    with pytest.raises(NotFound):
        sheet(number, people.finance("370202"))
    assert sheet(number, people.finance("370100", "city")).offers == ()
