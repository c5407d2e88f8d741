"""Gates: who is barred that day is stopped at each, who is barred no longer goes on; the answer is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform import timers
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.registers.exclusions.models import ExclusionCheck
from lucai.registers.exclusions.selectors import check_page
from lucai.registers.experts.selectors import expert_of_person
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.schemas import DecisionIn, PassingCause
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.bids.selectors import sealing_page
from lucai.stages.trade.commissions import services as commissions
from lucai.stages.trade.downloads.selectors import download_state
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors import candidates, panel_row
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import contract, evaluation, exclusions, people, plan, trade
from tests.makers.browsing import browse
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MONDAY = clock.moment(date(2026, 6, 1), 10)
"""A tender of the makers can be obtained from this day on."""

started = kept(evaluation.started)
delivered = kept(evaluation.delivered)
proposed = kept(contract.proposed)


def ends(on: date) -> date:
    """Return when a ban begins that ends on a day."""
    return on - exclusions.YEAR


def day(moment: datetime) -> date:
    return moment.astimezone(clock.BEIJING).date()


def kept_answers(gate: str, project: str) -> list[ExclusionCheck]:
    with system_access("test"):
        return list(ExclusionCheck.objects.filter(gate=gate, project_number=project))


@pytest.mark.parametrize(("last_day", "free"), [(MONDAY, False), (MONDAY - DAY, True)])
def test_a_barred_supplier_obtains_no_document_and_the_day_after_it_does(
    last_day: datetime, *, free: bool
) -> None:
    supplier = people.actor(people.supplier())
    with clock.at(MONDAY):
        number = trade.published_project(1)
        exclusions.banned_supplier(1, ends(day(last_day)))
        assert ("禁止" in download_state(supplier.viewer, number).reason) is not free
        if free:
            obtain_document(supplier, project_number=number)
            (kept_one,) = kept_answers("obtain", number)
            assert not kept_one.listed
            return
        with pytest.raises(RuleBroken, match="示例市财政局"):
            obtain_document(supplier, project_number=number)


def test_who_was_asked_about_when_obtaining_stays_secret_until_the_deadline() -> None:
    with clock.at(MONDAY):
        number = trade.published_project(1)
        obtain_document(people.actor(people.supplier()), project_number=number)
        deadline = project_seen(SYSTEM, number).bid_deadline
        assert deadline
        for who in (people.buyer(), people.agency(), people.finance(), people.supplier(2)):
            gates = [line.gate_label for line in check_page(who, project=number).items]
            assert "获取采购文件" not in gates
        assert check_page(people.supplier(), project=number).items
    with clock.at(deadline):
        gates = [line.gate_label for line in check_page(people.agency(), project=number).items]
        assert "获取采购文件" in gates


def test_a_supplier_barred_after_obtaining_cannot_seal_a_bid() -> None:
    with clock.at(MONDAY):
        number = trade.published_project(1)
        supplier = people.supplier()
        obtain_document(people.actor(supplier), project_number=number)
        exclusions.banned_supplier(1, day(MONDAY + DAY))
    with clock.at(MONDAY + DAY), pytest.raises(RuleBroken):
        sealing_page(supplier, number, trade.lots_of(number)[0])
    with clock.at(MONDAY + DAY):
        page = browse(supplier).get(f"/rooms/{number}/bid/").content.decode()
        assert "不能编制和递交投标文件" in page


@pytest.mark.parametrize(("late", "free"), [(timedelta(0), False), (DAY, True)])
def test_a_bidder_is_judged_by_the_day_of_the_qualification_review(
    started: Round, late: timedelta, *, free: bool
) -> None:
    with at(started):
        exclusions.banned_supplier(1, ends(day(started.now) - late))
    rnd = evaluation.qualified(started)
    bid = next(b for b in rnd.sheet(people.agency()).bids if "供应商1" in b.supplier_name)
    assert bid.qualified is free
    with system_access("test"):
        entry = JournalEntry.objects.filter(event="trade.evaluation.ask_standing").latest("pk")
    kept_ones = kept_answers("qualify", rnd.number)
    assert {one.sm3 for one in kept_ones} == set(entry.body["creditChecks"].values())
    assert [one.listed for one in kept_ones].count(True) == (0 if free else 1)


@pytest.mark.nightly
def test_a_barred_candidate_is_not_decided_and_the_next_one_may_be(delivered: Round) -> None:
    buyer = people.actor(people.buyer_reviewer())
    with at(delivered):
        first = award_seen(buyer.viewer, **delivered.key).candidates[0]
        place = int(first.supplier_name.removeprefix("示例供应商").removesuffix("有限公司"))
        exclusions.banned_supplier(place, day(delivered.now))
        with pytest.raises(RuleBroken, match="禁止参加政府采购活动"):
            awards.decide(buyer, **delivered.key, form=DecisionIn(rank=1))
        why = {"cause": PassingCause.BARRED, "evidence": "示例市财政局处罚决定"}
        awards.decide(buyer, **delivered.key, form=DecisionIn(rank=2, **why))
        assert award_seen(buyer.viewer, **delivered.key).rank == 2


def test_a_barred_candidate_is_never_deemed_the_winner_in_silence(delivered: Round) -> None:
    buyer = people.buyer_reviewer()
    with at(delivered):
        first = award_seen(buyer, **delivered.key).candidates[0]
        place = int(first.supplier_name.removeprefix("示例供应商").removesuffix("有限公司"))
        exclusions.banned_supplier(place, day(delivered.now))
    with clock.at(delivered.now + timedelta(days=30)):
        timers.fire()
        assert award_seen(buyer, **delivered.key).state == "deciding"


@pytest.mark.parametrize(("late", "free"), [(timedelta(0), False), (DAY, True)])
def test_a_contract_is_not_signed_with_a_barred_supplier(
    proposed: str, late: timedelta, *, free: bool
) -> None:
    card = contract.sheet(proposed).card
    moment = card.state_since + DAY
    with clock.at(moment):
        exclusions.banned_supplier(1, ends(day(moment) - late))
        if free:
            contract.sign(contract.supplier(), proposed)
            (one,) = kept_answers("sign", card.project_number)
            assert not one.listed
            return
        with pytest.raises(RuleBroken, match="禁止参加政府采购活动"):
            contract.sign(contract.supplier(), proposed)


def test_a_barred_expert_is_not_drawn_and_the_draw_keeps_how_many_were_left_out() -> None:
    call = evaluation.prepared()
    with clock.at(call.bid_deadline):
        barred = expert_of_person(SYSTEM, people.expert(1).person)
        assert barred
        exclusions.banned(
            barred.number, barred.name, day(call.bid_deadline), party_side="expert", ends_on=None
        )
        project = project_seen(SYSTEM, call.number)
        persons = {one.person_id for one in candidates(SYSTEM, project, ())}
        assert barred.person_id not in persons
        assert people.expert(2).person in persons
        form = evaluation.draw_form(call.bid_deadline)
        panels.draw(people.actor(people.agency()), project_number=call.number, form=form)
        assert panel_row(SYSTEM, call.number).drawn_at
    (one,) = kept_answers("draw", call.number)
    assert "排除 1 名" in one.party_name
    assert barred.name not in str(one.records)


@pytest.mark.parametrize(("late", "free"), [(timedelta(0), False), (DAY, True)])
def test_a_barred_agency_is_not_entrusted(late: timedelta, *, free: bool) -> None:
    with clock.at(MONDAY):
        filed, buyer = plan.filed_plan(), people.actor(people.buyer())
        exclusions.banned_agency(1, ends(day(MONDAY) - late))
        entrust = {"plan_number": filed, "commission": trade.commission_content()}
        if free:
            number = commissions.entrust(buyer, **entrust)
            assert [one.listed for one in kept_answers("entrust", number)] == [False]
            return
        with pytest.raises(InvalidInput, match="另行选择"):
            commissions.entrust(buyer, **entrust)


def test_an_agency_barred_before_it_answered_cannot_accept() -> None:
    with clock.at(MONDAY):
        number = trade.proposed_project(1)
        exclusions.banned_agency(1, day(MONDAY))
        with pytest.raises(RuleBroken, match="禁止代理"):
            commissions.take(people.actor(people.agency()), project_number=number, step="accept")
