"""采购计划: drafted, reviewed by others, approved where needed, filed with its money held."""

from collections.abc import Iterator
from datetime import date

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.plan.plans import selectors, services
from lucai.stages.plan.plans.schemas import PlanIn
from lucai.stages.plan.plans.selectors import PlanSheet
from tests.makers import budget, people, plan
from tests.makers.kept import kept
from tests.makers.plan import WAN

pytestmark = pytest.mark.django_db

submitted = kept(plan.submitted)
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_a_working_day() -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 9)):
        yield


def as_buyer() -> Actor:
    return people.actor(people.buyer())


def as_reviewer() -> Actor:
    return people.actor(people.buyer_reviewer())


def as_finance(region: str = people.REGION, level: str = "county") -> Actor:
    return people.actor(people.finance(region, level))


def state_of(number: str) -> str:
    return selectors.plan_seen(people.buyer(), number).card.state


def sheet(number: str, viewer: Viewer | None = None) -> PlanSheet:
    return selectors.plan_seen(viewer or people.buyer(), number)


def why(error: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in error.value.verdicts}


# --- drafting: what is wrong stands at its field -------------------------------------------


def refused(**changes: object) -> dict[str, str]:
    code = budget.indicator("ZB2026-1", amount=300 * WAN)
    content = PlanIn(**{**plan.plan_form(indicator=code), **changes})
    with pytest.raises(InvalidInput) as error:
        services.draft_plan(as_buyer(), content=content)
    return error.value.fields


def test_lots_that_do_not_add_up_are_named_at_the_total_with_the_difference() -> None:
    people.finance()
    problems = refused(packages=[plan.package(200 * WAN)])
    assert "少 1,000,000.00 元" in problems["amount"]


def test_money_that_does_not_add_up_is_named_at_the_last_source() -> None:
    problems = refused(fundings=[{"indicator_code": "ZB2026-1", "amount": "2500000"}])
    assert "少 500,000.00 元" in problems["fundings.0.amount"]


def test_a_ceiling_above_the_budget_is_refused_at_the_lot_and_at_the_plan() -> None:
    problems = refused(
        ceiling="3000000.01", packages=[plan.package(300 * WAN, ceiling="3000000.01")]
    )
    assert set(problems) == {"ceiling", "packages.0.ceiling"}


def test_a_start_before_today_is_refused() -> None:
    assert "今天" in refused(planned_start="2026-03-01")["planned_start"]


def test_a_start_before_the_intention_is_thirty_days_old_says_the_earliest_day() -> None:
    with clock.at(clock.moment(date(2026, 2, 27), 9)):
        code = plan.intention()
        from lucai.stages.plan.intentions import services as intentions

        intentions.take(as_buyer(), code=code, step="publish")
    problems = refused(intention_code=code, planned_start="2026-03-28")
    assert "2026-03-29" in problems["planned_start"]


def test_an_indicator_of_somebody_else_cannot_pay() -> None:
    other = budget.indicator("ZB2026-9", buyer=people.buyer(2))
    problems = refused(fundings=[{"indicator_code": other, "amount": "3000000"}])
    assert "fundings.0.indicator_code" in problems


def test_more_than_an_indicator_has_free_is_refused_with_what_it_has() -> None:
    code = budget.indicator("ZB2026-8", amount=100 * WAN)
    problems = refused(fundings=[{"indicator_code": code, "amount": "3000000"}])
    assert "1,000,000.00" in problems["fundings.0.amount"]


def test_things_dearer_than_their_lot_are_refused_at_the_lot() -> None:
    dear = plan.package(300 * WAN)
    dear["items"][0]["unit_price"] = "400000"
    assert "4,000,000.00" in refused(packages=[dear])["packages.0.amount"]


def test_a_refused_draft_leaves_nothing_behind() -> None:
    refused(packages=[plan.package(200 * WAN)])
    assert selectors.plan_page(people.buyer()).items == []


def test_an_intention_is_used_by_one_plan_only() -> None:
    number = plan.draft()
    code = sheet(number).card.intention_code
    problems = refused(intention_code=code)
    assert number in problems["intention_code"]


def test_changing_the_intention_sets_the_first_one_free() -> None:
    number = plan.draft()
    before = sheet(number).card.intention_code
    other = plan.published_intention()
    content = plan.plan_form(indicator=sheet(number).fundings[0].code, intention_code=other)
    services.edit_plan(as_buyer(), number=number, content=PlanIn(**content))
    assert intention_seen(people.buyer(), before).plan_number == ""
    assert intention_seen(people.buyer(), other).plan_number == number


def test_a_plan_reserved_as_a_whole_reserves_every_lot() -> None:
    number = plan.draft((100 * WAN, 80 * WAN), sme_policy="reserved", sme_reason="")
    assert all(package.sme_reserved for package in sheet(number).packages)


def test_a_clerk_without_the_right_cannot_draft() -> None:
    viewer = people.viewer(
        people.organisation(people.Side.BUYER, 1001, "示例采购单位1"),
        "buyer1.reader",
        "示例",
        grants=frozenset(),
    )
    with pytest.raises(NotAllowed):
        services.draft_plan(people.actor(viewer), content=PlanIn(**plan.plan_form()))


# --- submitting: the law at the button -----------------------------------------------------


def test_a_complete_plan_can_be_submitted(submitted: str) -> None:
    assert state_of(submitted) == "reviewing"


def test_a_plan_without_intention_and_without_reason_cannot_be_submitted() -> None:
    number = plan.draft(intention_exempt_reason="")
    with pytest.raises(RuleBroken) as error:
        services.take(as_buyer(), number=number, step="submit")
    assert "GP-INT-02" in why(error)


def test_a_plan_without_source_of_money_cannot_be_submitted() -> None:
    number = plan.draft(fundings=[])
    with pytest.raises(RuleBroken) as error:
        services.take(as_buyer(), number=number, step="submit")
    assert "GP-PLN-01" in why(error)


@pytest.mark.parametrize(("wan", "surveyed"), [(999, True), (1000, False)])
def test_goods_of_ten_million_need_a_demand_survey(wan: int, surveyed: bool) -> None:
    number = plan.draft((wan * WAN,))
    verdicts = {v.rule: v.holds for v in sheet(number).findings}
    assert verdicts["GP-DEM-01"] is surveyed


def test_a_small_project_must_be_reserved_unless_a_reason_is_given() -> None:
    number = plan.draft((150 * WAN,), sme_reason="")
    with pytest.raises(RuleBroken) as error:
        services.take(as_buyer(), number=number, step="submit")
    assert "GP-SME-03" in why(error)


def test_inquiry_for_services_is_closed() -> None:
    number = plan.draft(method="inquiry", object_kind="services", amount="3000000")
    with pytest.raises(RuleBroken) as error:
        services.take(as_buyer(), number=number, step="submit")
    assert "GP-MET-05" in why(error)


# --- review: by somebody else --------------------------------------------------------------


def test_who_drafted_a_plan_does_not_review_it(submitted: str) -> None:
    with pytest.raises(RuleBroken) as error:
        services.review_plan(as_buyer(), number=submitted, finding=plan.review())
    assert "GP-DEM-07" in why(error)


def test_another_reviewer_lets_it_pass() -> None:
    number = plan.reviewed()
    assert state_of(number) == "reviewed"
    assert sheet(number).reviews[0].reviewer == "示例审核"


def test_passing_without_a_recorded_review_is_refused(submitted: str) -> None:
    with pytest.raises(RuleBroken) as error:
        services.take(as_reviewer(), number=submitted, step="pass_review")
    assert "GP-DEM-06" in why(error)


def test_a_large_project_needs_the_key_review_too() -> None:
    number = plan.submitted(
        (1200 * WAN,), survey="面向四家企业调查。", survey_on="2026-02-10", survey_respondents=4
    )
    services.review_plan(as_reviewer(), number=number, finding=plan.review())
    assert state_of(number) == "reviewing"
    services.review_plan(as_reviewer(), number=number, finding=plan.review("key"))
    assert state_of(number) == "reviewed"


def test_a_failed_review_sends_the_plan_back_with_its_opinion(submitted: str) -> None:
    services.review_plan(as_reviewer(), number=submitted, finding=plan.review(conclusion="failed"))
    card = sheet(submitted).card
    assert (card.state, card.returned_reason) == ("draft", "需求完整，计划合规。")


def test_reviews_of_an_earlier_version_do_not_count() -> None:
    number = plan.reviewed()
    services.take(as_buyer(), number=number, step="revise")
    services.take(as_buyer(), number=number, step="submit")
    assert sheet(number).reviews == ()
    assert state_of(number) == "reviewing"


def test_the_reviewer_finds_the_plan_among_the_duties(submitted: str) -> None:
    hrefs = [line.href for line in duty_list(people.buyer_reviewer())]
    assert f"/plans/{submitted}/review/" in hrefs


# --- method --------------------------------------------------------------------------------

CONSULTATION = {
    "method": "consultation",
    "method_reason": "技术复杂，不能确定详细规格。",
    "method_consent": "主管预算单位同意，示例函〔2026〕1 号",
}


def test_another_method_above_the_threshold_must_be_approved_before_filing() -> None:
    number = plan.reviewed((450 * WAN,), **CONSULTATION)
    with pytest.raises(RuleBroken) as error:
        services.take(as_buyer(), number=number, step="request_filing")
    assert "GP-MET-01" in why(error)


def test_a_county_cannot_approve_a_method_and_the_city_can() -> None:
    people.finance("370100", "city")
    number = plan.reviewed((450 * WAN,), **CONSULTATION)
    services.take(as_buyer(), number=number, step="request_method")
    with pytest.raises(NotAllowed):
        services.take(as_finance(), number=number, step="approve_method", approval="示例 1 号")
    city = as_finance("370100", "city")
    services.take(city, number=number, step="approve_method", approval="示例财采〔2026〕1 号")
    assert state_of(number) == "filing"
    services.take(as_finance(), number=number, step="file")
    assert state_of(number) == "filed"


def test_below_the_threshold_no_approval_is_asked_or_offered() -> None:
    number = plan.reviewed((300 * WAN,), **CONSULTATION)
    offered = {offer.step.name for offer in sheet(number).offers}
    assert "request_method" not in offered
    with pytest.raises(RuleBroken):
        services.take(as_buyer(), number=number, step="request_method")
    services.take(as_buyer(), number=number, step="request_filing")


def test_a_changed_amount_makes_the_approval_void() -> None:
    city = people.finance("370100", "city")
    number = plan.reviewed((450 * WAN,), **CONSULTATION)
    services.take(as_buyer(), number=number, step="request_method")
    services.take(people.actor(city), number=number, step="approve_method", approval="示例 1 号")
    services.take(as_finance(), number=number, step="return_plan", reason="金额与批复不符")
    code = budget.indicator("ZB2026-77", amount=500 * WAN)
    content = plan.plan_form((460 * WAN,), indicator=code, **CONSULTATION)
    services.edit_plan(as_buyer(), number=number, content=PlanIn(**content))
    assert sheet(number).card.method_approved_at is None
