"""合作创新采购 from the plan to the announced researchers, and where it stops on the way."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.plan.plans import services as plans
from lucai.stages.trade.cooperations import services
from lucai.stages.trade.cooperations.models import Applicant, Response
from lucai.stages.trade.cooperations.schemas import DecisionIn, PublishIn, ReasonIn
from lucai.stages.trade.cooperations.selectors import cooperation_seen, research_deals
from lucai.stages.trade.cooperations.selectors.sealing import package_edition
from lucai.stages.trade.projects.selectors import project_seen
from lucai_trust import envelope as trust
from tests.makers import cooperating, people, plan, rounds
from tests.makers.searching import found

pytestmark = pytest.mark.django_db

CANARY = "CANARYRESEARCHRESPONSE3"
WAN = cooperating.WAN


def broken(error: RuleBroken) -> set[str]:
    return {verdict.rule for verdict in error.verdicts if verdict.blocks}


@pytest.mark.parametrize(
    ("changes", "level", "rule"),
    [
        ({"expert_argument": ""}, "province", "GP-MET-09"),
        ({"method_reason": ""}, "province", "GP-MET-09"),
        ({}, "county", "GP-MET-09"),
        ({"packages": 1}, "province", "GP-BUD-03"),
    ],
)
def test_a_plan_for_a_cooperation_is_stopped_where_a_condition_lacks(
    changes: dict[str, Any], level: str, rule: str
) -> None:
    at_home = cooperating.provincial_buyer() if level == "province" else nullcontext()
    told = {name: value for name, value in changes.items() if name != "packages"}
    amounts = (cooperating.RESEARCH, cooperating.PURCHASE)[: changes.get("packages", 2)]
    with at_home:
        number = plan.draft(amounts, **cooperating.plan_form(**told))
    with pytest.raises(RuleBroken) as error:
        plans.take(people.actor(people.buyer()), number=number, step="submit")
    assert broken(error.value) == {rule}


def test_a_cooperation_runs_from_the_plan_to_the_announced_researchers() -> None:
    number = cooperating.awarded()
    sheet = cooperating.seen(number)
    assert sheet.state == "awarded"
    assert [(line["rank"], line["chosen"]) for line in sheet.rank_lines] == [(1, True), (2, True)]
    assert {one.state for one in sheet.applicants} == {"selected", "refused"}
    assert project_seen(PUBLIC, number).state == "awarded"
    deals = research_deals(people.buyer(), number)
    # 900 万 × 80 % would be 720 万; the first offers 860 万: 688 万, and 60 万 besides.
    assert [deal.amount for deal in deals] == [(688 + 60) * WAN, (704 + 60) * WAN]
    assert sum(part.cost_yuan for part in deals[0].stages) == 8_600_000
    shown = cooperation_seen(people.supplier(1), number)
    assert shown.own
    assert shown.own.rank == 1
    assert len(shown.members) == 5


def test_nobody_learns_who_applied_before_the_deadline_or_reads_a_response_before_the_opening() -> (
    None
):
    now = clock.now()
    with clock.at(now - timedelta(days=35)):
        number = cooperating.applied()
        assert Applicant.objects.seen_by(people.agency()).count() == 0
        assert cooperating.seen(number).facts.applicants == 0
        with pytest.raises(RuleBroken):
            services.open_applications(cooperating.agency(), project_number=number)
    cooperating.exchanged(cooperating.reviewed(number))
    cooperating.hand_in(number, 1, 1, goal=CANARY)
    cooperating.hand_in(number, 2, 1)
    assert found(CANARY) == []
    assert Response.objects.seen_by(people.agency()).count() == 0
    assert Response.objects.seen_by(people.supplier(1)).count() == 1
    titles = {duty.title for duty in duty_list(people.supplier(3))}
    assert "提交首次响应文件" in titles
    with pytest.raises(RuleBroken):
        services.open_first(cooperating.agency(), project_number=number)
    with clock.at(now + timedelta(days=30)):
        with pytest.raises(RuleBroken):
            cooperating.hand_in(number, 3, 1)
        assert services.open_first(cooperating.agency(), project_number=number) == 2
        opened = cooperating.seen(number).responses_of(1)
        assert {one.content["goal"] for one in opened} > {CANARY}
        assert package_edition(people.supplier(1), number, 1) == "public"
        with pytest.raises(NotFound):
            package_edition(people.supplier(3), number, 1)
        # Who did not answer is out, and nothing waits for it any more.
        states = [one.state for one in cooperating.seen(number).applicants]
        assert sorted(states) == ["responded", "responded", "silent"]
        assert "提交首次响应文件" not in {d.title for d in duty_list(people.supplier(3))}


def test_a_response_is_withdrawn_until_the_deadline_and_one_that_breaks_a_rule_is_out() -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=35)):
        number = cooperating.applied()
    cooperating.exchanged(cooperating.reviewed(number))
    key: dict[str, Any] = {"project_number": number}
    made = cooperating.hand_in(number, 1, 1)
    first = people.actor(people.supplier(1))
    other = cooperating.hand_in(number, 2, 1, cost=plan.yuan(901 * WAN))
    with pytest.raises(InvalidInput):
        services.withdraw_response(first, **key, claim=rounds.takes_back(other))
    word = services.withdraw_response(first, **key, claim=rounds.takes_back(made))
    assert trust.SignedStatement.parse(word).statement.startswith(b'{"claim"')
    assert services.response_receipt(first, **key) != word  # signed anew, says the same
    assert "提交首次响应文件" in {duty.title for duty in duty_list(people.supplier(1))}
    again = cooperating.hand_in(number, 1, 1)
    cooperating.hand_in(number, 3, 1, inside="")
    with clock.at(now + timedelta(days=30)):
        with pytest.raises(RuleBroken):
            services.withdraw_response(first, **key, claim=rounds.takes_back(again))
        assert services.open_first(cooperating.agency(), **key) == 1
        out = {one.supplier_id: one.reason for one in cooperating.seen(number).responses}
        assert "不得超过" in out[people.supplier(2).organisation or 0]
        assert "中国关境内" in out[people.supplier(3).organisation or 0]
        states = [one.state for one in cooperating.seen(number).applicants]
        assert sorted(states) == ["responded", "unfit", "unfit"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"factors": [{"name": "研发方案", "points": 49, "research": "yes"},
                      {"name": "价格", "points": 51}]}, "COI-04"),
        ({"wanted": 4, "most_cost": "1000000"}, "COI-05"),
        ({"inside": ""}, "COI-06"),
        ({"most_cost": plan.yuan(1200 * WAN)}, "COI-07"),
        ({"goal": ""}, "GP-MET-09"),
    ],
)  # fmt: skip
def test_a_scheme_is_not_handed_in_where_the_law_closes_it(
    changes: dict[str, Any], rule: str
) -> None:
    number = cooperating.begun()
    agency = cooperating.agency()
    services.edit(agency, project_number=number, content=cooperating.content(**changes))
    with pytest.raises(RuleBroken) as error:
        services.submit(agency, project_number=number)
    assert broken(error.value) == {rule}


def test_the_periods_of_notice_and_documents_are_kept() -> None:
    number, early = cooperating.confirmed(), timedelta(days=1)
    form = PublishIn(apply_until=cooperating.closes() - early)
    with pytest.raises(RuleBroken) as error:
        services.publish(cooperating.agency(), project_number=number, form=form)
    assert broken(error.value) == {"COI-02"}
    with pytest.raises(RuleBroken) as error:
        services.seat(cooperating.agency(), project_number=cooperating.announced(number),
                      form=cooperating.group("technical", "lawyer", "buyer"))  # fmt: skip
    assert broken(error.value) == {"COI-01"}


def test_the_buyer_takes_suppliers_in_their_order_and_not_more_than_announced() -> None:
    number = cooperating.evaluated()
    decider = people.actor(people.buyer_reviewer())
    with pytest.raises(InvalidInput):
        services.decide(decider, project_number=number, form=DecisionIn(count=3))
    services.decide(decider, project_number=number, form=DecisionIn(count=1))
    services.announce(cooperating.agency(), project_number=number)
    states = {one.state for one in cooperating.seen(number).applicants}
    assert states == {"selected", "passed_over", "refused"}
    with pytest.raises(RuleBroken) as error:
        services.choose(decider, project_number=number, form=cooperating.PRODUCT)
    assert broken(error.value) == {"COI-01"}


def test_a_terminated_cooperation_leaves_nobody_waiting_and_gives_the_money_back() -> None:
    number = cooperating.applied()
    why = ReasonIn(reason="重大变故，采购任务取消。")
    services.fail(cooperating.agency(), project_number=number, form=why)
    assert project_seen(people.agency(), number).state == "ended"
    with clock.at(clock.now() + timedelta(days=60)):
        assert {one.state for one in cooperating.seen(number).applicants} == {"void"}
        assert duty_list(people.supplier(1)) == []
        with pytest.raises(WrongState):
            services.apply(people.actor(people.supplier(4)), project_number=number,
                           form=cooperating.application())  # fmt: skip
    with pytest.raises(NotFound):
        research_deals(people.supplier(1), "SDGP-nothing")
