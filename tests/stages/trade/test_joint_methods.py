"""Units buy jointly by every method with one document and one response: from the asking to the payments."""

from __future__ import annotations

from datetime import date

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken, WrongState
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.selectors import contract_seen, contracts_of_project
from lucai.stages.plan.plans.models import ProcurementPlan
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.schemas import DecisionIn
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.prequalifications import services as prequalifications
from lucai.stages.trade.projects import services
from lucai.stages.trade.projects.schemas import JoinIn, RefusalIn
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.services import publish_policies
from tests.makers import bids, evaluation, methods, people, prequalifying, sealing, trade, units
from tests.makers import contract as lots
from tests.makers import plan as plan_makers
from tests.makers.evaluation import Round
from tests.makers.plan import WAN

pytestmark = pytest.mark.django_db

EMERGENCY_ON = date(2026, 10, 12)


def joined(number: str, method: str, **changes: str) -> str:
    """Let the second buyer consent with a plan of its own; return the plan's number."""
    plan = plan_makers.of_another_unit(method=method, **changes)
    place = services.ask_unit(
        people.actor(people.buyer()), project_number=number, join=JoinIn(plan_number=plan, lot=1)
    )
    partner = people.actor(people.buyer(2))
    services.take_unit_step(partner, project_number=number, place=place, step="consent")
    return plan


def begun(method: str) -> tuple[str, str]:
    """A project of two units, its invited suppliers chosen; and the partner's plan."""
    if method == "emergency":
        number = prequalifying.begun(method)
        plan = joined(number, method)
        return prequalifying.asked(project=number), plan
    if method != "invited":
        number = trade.commissioned_project(1, method=method)
        return number, joined(number, method)
    with prequalifying.earlier():
        number = prequalifying.written(method)
        plan = joined(number, method)
        prequalifying.confirmed(number)
        prequalifications.publish(people.actor(people.agency()), project_number=number)
        prequalifying.applied(number)
    return prequalifying.chosen(number), plan


def called(method: str) -> tuple[bids.Call, str]:
    """A published document for two units, and the partner's plan."""
    at = clock.moment(EMERGENCY_ON if method == "emergency" else bids.PUBLISHED_ON, 10)
    with clock.at(at):
        sealing.keys_enrolled()
        number, plan = begun(method)
        methods.drafted(method, project=number)
        agency = people.actor(people.agency())
        documents.take(agency, project_number=number, step="submit")
        documents.take(people.actor(people.buyer_reviewer()), project_number=number, step="confirm")
        documents.publish(agency, project_number=number)
        publish_policies(Actor.system(Reason.JOURNAL_READER), project_number=number)
        card = project_seen(SYSTEM, number)
    assert card.bid_deadline
    return bids.Call(number, at, card.bid_deadline), plan


def ranked(method: str, call: bids.Call) -> Round:
    """Open, review, negotiate where the method does, and rank."""
    rnd = evaluation.opened(call, suppliers=1 if method == "single_source" else 3)
    size = 5 if method in {"open", "invited"} else 3
    rnd = evaluation.started(evaluation.formed(evaluation.drawn(rnd, size=size)))
    rnd = evaluation.qualified(rnd)
    with evaluation.at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
    if method in {"negotiation", "consultation", "single_source", "emergency"}:
        methods.quoted(rnd, (90,) if method == "single_source" else (90, 92, 91))
    return methods.ranked(rnd)


@pytest.mark.parametrize(
    "method",
    [
        "consultation",
        *(
            pytest.param(one, marks=pytest.mark.nightly)
            for one in ("invited", "negotiation", "inquiry", "single_source", "emergency")
        ),
    ],
)
def test_two_units_buy_by_one_response_and_each_signs_accepts_and_pays_alone(method: str) -> None:
    call, plan = called(method)
    number, partner = call.number, people.buyer(2)
    rnd = evaluation.delivered(evaluation.reported(ranked(method, call)))
    with evaluation.at(rnd), pytest.raises(NotAllowed, match="参与单位只能查看"):
        awards.decide(people.actor(people.buyer_reviewer(2)), form=DecisionIn(rank=1), **rnd.key)
    rnd = evaluation.announced_award(evaluation.decided(rnd))
    with evaluation.at(rnd):
        assert award_seen(partner, number, 1).amount == award_seen(SYSTEM, number, 1).amount
    won = lots.Awarded(number, 1, rnd.now)
    drafts = units.drafted_by_each(won)
    award = award_seen(SYSTEM, number, 1)
    assert award.supplier_id == people.supplier().organisation
    cards = contracts_of_project(SYSTEM, number)
    assert sum(card.amount for card in cards) == award.amount, "shared to the fen"
    lead_plan = project_seen(SYSTEM, number).plan_number
    for unit, own_plan, budget in ((1, lead_plan, 300 * WAN), (2, plan, 60 * WAN)):
        who = people.buyer(unit)
        own = contract_seen(who, drafts[unit])
        assert (own.card.plan_number, own.budget) == (own_plan, budget)
        assert [one.name for one in own.terms.items] == [f"台式计算机（{who.organisation_name}）"]
        assert own.card.amount == sum(one.amount for one in own.terms.items) <= budget
    units.signed_by_each(won, drafts)
    units.paid_by_each(won, drafts)


def test_a_unit_cannot_leave_once_a_prequalification_made_the_amounts_public() -> None:
    with prequalifying.earlier():
        number = prequalifying.written("invited")
        joined(number, "invited")
        prequalifying.confirmed(number)
        leaves = {"project_number": number, "place": 1, "refusal": RefusalIn(reason="预算调整")}
        prequalifications.publish(people.actor(people.agency()), project_number=number)
        with pytest.raises(RuleBroken, match="公布了联合采购的预算，不能退出"):
            services.leave_unit(people.actor(people.buyer(2)), **leaves)
        third = plan_makers.of_another_unit(unit=3, method="invited")
        join = JoinIn(plan_number=third, lot=1)
        with pytest.raises(WrongState, match="不能再增加参与单位"):
            services.ask_unit(people.actor(people.buyer()), project_number=number, join=join)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sole_supplier": "91370000MA00000005"}, "备案的单一来源供应商与牵头项目不一致"),
        ({"method_case": "single_source.unique"}, "备案的采购方式适用情形与牵头项目不一致"),
    ],
)
def test_a_single_source_is_joined_for_the_same_supplier_and_the_same_case(
    changes: dict[str, str], reason: str
) -> None:
    number = trade.commissioned_project(1, method="single_source")
    plan = plan_makers.of_another_unit(method="single_source")
    with system_access("another plan"):
        ProcurementPlan.objects.get(number=plan).change(**changes)
    join = JoinIn(plan_number=plan, lot=1)
    with pytest.raises(InvalidInput, match=reason):
        services.ask_unit(people.actor(people.buyer()), project_number=number, join=join)
