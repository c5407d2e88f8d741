"""Several units buy one lot jointly: asked, consenting, tendered together, each with its own contract."""

from __future__ import annotations

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.days import end_of_day_after
from lucai.stages.contract.contracts.selectors import contract_seen, contracts_of_project
from lucai.stages.contract.contracts.sharing import shared
from lucai.stages.plan.plans.models import ProcurementPlan
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import ReasonIn
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.projects import services
from lucai.stages.trade.projects.notices import joint_words
from lucai.stages.trade.projects.schemas import JoinIn, RefusalIn
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.selectors.joint import joint_sheet, unit_sheet
from lucai.stages.trade.sealing.services import publish_policies
from tests.makers import bids, people, sealing, trade, units
from tests.makers import contract as lots
from tests.makers import plan as plan_makers
from tests.makers.browsing import browse
from tests.makers.plan import WAN

pytestmark = pytest.mark.django_db


def ask(number: str, plan: str, lot: int = 1) -> int:
    lead = people.actor(people.buyer())
    return services.ask_unit(lead, project_number=number, join=JoinIn(plan_number=plan, lot=lot))


def answer(number: str, place: int, step: str = "consent", who: Viewer | None = None) -> None:
    actor = people.actor(who or people.buyer(2))
    services.take_unit_step(actor, project_number=number, place=place, step=step)


def test_a_consenting_unit_brings_its_things_and_its_money_into_the_lot() -> None:
    number, plan = trade.drafted_project(), plan_makers.of_another_unit()
    before = project_seen(SYSTEM, number)
    place = ask(number, plan)
    answer(number, place)
    card = project_seen(people.buyer(2), number)
    assert card.budget == before.budget + 60 * WAN
    assert card.lot(1).ceiling == before.lot(1).ceiling + 60 * WAN
    names = [item.name for item in card.lot(1).items]
    assert names == [
        f"台式计算机（{card.buyer_name}）",
        f"台式计算机（{people.buyer(2).organisation_name}）",
    ]
    sheet = plan_seen(people.buyer(2), plan)
    assert sheet.card.project_number == number
    assert sheet.packages[0].held == 60 * WAN, "the money stays in the unit's own budget"
    assert people.buyer(2).organisation_name in joint_words(card)
    assert joint_sheet(people.buyer(), number).own[1] == before.lot(1).budget


def test_whoever_has_nothing_to_consent_to_is_told_so_on_the_page() -> None:
    number = trade.drafted_project()
    place = ask(number, plan_makers.of_another_unit())
    page = f"/rooms/{number}/joint/{place}/steps/consent/"
    assert "本单位的需求" in browse(people.buyer(2)).get(page).content.decode()
    answer(number, place)
    shown = browse(people.buyer(2)).get(page)
    assert (shown.status_code, "现在没有需要本单位确认的事项" in shown.content.decode()) == (
        200,
        True,
    )


def test_nothing_is_confirmed_while_a_unit_has_not_consented() -> None:
    number = trade.drafted_project()
    place = ask(number, plan_makers.of_another_unit())
    documents.take(people.actor(people.agency()), project_number=number, step="submit")
    lead = people.actor(people.buyer())
    with pytest.raises(RuleBroken, match="还没有确认是否参加"):
        documents.take(lead, project_number=number, step="confirm")
    with pytest.raises(Exception, match="已提交确认"):
        ask(number, plan_makers.of_another_unit())
    refusal = RefusalIn(reason="本单位今年另行安排。")
    services.refuse_unit(
        people.actor(people.buyer(2)), project_number=number, place=place, refusal=refusal
    )
    with pytest.raises(RuleBroken, match="不同意参加"):
        documents.take(lead, project_number=number, step="confirm")
    answer(number, place, "withdraw", people.buyer())
    documents.take(lead, project_number=number, step="confirm")


def test_a_refusal_carries_a_reason_and_can_be_asked_again() -> None:
    number = trade.drafted_project()
    place = ask(number, plan_makers.of_another_unit())
    services.refuse_unit(
        people.actor(people.buyer(2)), project_number=number, place=place,
        refusal=RefusalIn(reason="本单位今年另行安排。"),
    )  # fmt: skip
    assert unit_sheet(people.buyer(), number, place).line.refused_reason == "本单位今年另行安排。"
    with pytest.raises(NotFound):
        project_seen(people.buyer(2), number)
    answer(number, place, "ask_again", people.buyer())
    answer(number, place)
    assert unit_sheet(people.buyer(2), number, place).line.joined


def test_a_unit_leaves_with_a_reason_until_the_document_is_handed_in_for_confirmation() -> None:
    number, plan = trade.drafted_project(), plan_makers.of_another_unit()
    before = project_seen(SYSTEM, number)
    place = ask(number, plan)
    answer(number, place)
    agency, lead = people.actor(people.agency()), people.actor(people.buyer())
    documents.take(agency, project_number=number, step="submit")
    leaves = {"project_number": number, "place": place, "refusal": RefusalIn(reason="预算调整")}
    with pytest.raises(RuleBroken, match="不能退出"):
        services.leave_unit(people.actor(people.buyer(2)), **leaves)
    documents.return_document(lead, project_number=number, reason=ReasonIn(reason="参与单位退出"))
    with pytest.raises(NotAllowed):
        services.leave_unit(lead, **leaves)
    page = browse(people.buyer(2)).get(f"/rooms/{number}/joint/{place}/leave/").content.decode()
    assert "从采购包中减去" in page
    services.leave_unit(people.actor(people.buyer(2)), **leaves)
    assert project_seen(SYSTEM, number).lots == before.lots, "as if nobody had been asked"
    own = plan_seen(people.buyer(2), plan)
    assert (own.card.state, own.card.project_number) == ("filed", "")
    assert own.packages[0].held == 60 * WAN
    told = [e for e in project_timeline(SYSTEM, number) if e.event == "trade.jointUnit.leave"]
    assert [e.body["reason"] for e in told] == ["预算调整"]
    with pytest.raises(NotFound):
        project_seen(people.buyer(2), number)
    answer(number, place, "withdraw", people.buyer())
    documents.take(agency, project_number=number, step="submit")
    documents.take(people.actor(people.buyer_reviewer()), project_number=number, step="confirm")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"method": "negotiation"}, "采购方式与牵头项目不一致"),
        ({"packages": "other"}, "品目与牵头项目这一包不同"),
        ({"region": "370103"}, "不是同一级次、同一地区的预算"),
        ({"state": "commissioned"}, "已经立项"),
    ],
)
def test_what_cannot_be_joined_says_why(changes: dict[str, str], reason: str) -> None:
    number, plan = trade.drafted_project(), plan_makers.of_another_unit()
    with system_access("another plan"):
        row = ProcurementPlan.objects.get(number=plan)
        if "packages" in changes:
            from lucai.stages.plan.plans.models import PlanItem

            PlanItem.objects.get(package__plan=row).change(catalogue_code="A02020100")
        else:
            row.change(**changes)
    with pytest.raises(InvalidInput, match=reason):
        ask(number, plan)


def test_nobody_foreign_sees_or_consents() -> None:
    number = trade.drafted_project()
    place = ask(number, plan_makers.of_another_unit())
    stranger = people.buyer(3)
    with pytest.raises(NotFound):
        answer(number, place, who=stranger)
    with pytest.raises(NotAllowed):
        answer(number, place, who=people.buyer())
    assert browse(stranger).get(f"/rooms/{number}/joint/{place}/").status_code == 404
    page = browse(people.buyer(2)).get(f"/rooms/{number}/joint/{place}/")
    assert "同意参加联合采购" in page.content.decode()


def test_a_unit_reads_the_room_and_acts_on_nothing() -> None:
    number = trade.drafted_project()
    answer(number, ask(number, plan_makers.of_another_unit()))
    documents.take(people.actor(people.agency()), project_number=number, step="submit")
    guest = people.buyer(2)
    assert not document_seen(guest, number).offers
    with pytest.raises(NotAllowed, match="参与单位只能查看"):
        documents.take(people.actor(guest), project_number=number, step="confirm")
    for page in ("", "joint/", "document/", "contracts/"):
        assert browse(guest).get(f"/rooms/{number}/{page}").status_code == 200, page


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        (100, {1: 60, 2: 40}, {1: 60, 2: 40}),
        (100, {1: 1, 2: 1, 3: 1}, {1: 34, 2: 33, 3: 33}),
        (99_99, {1: 300_000_00, 2: 60_000_00}, {1: 8333, 2: 1666}),
    ],
)
def test_an_award_is_shared_to_the_fen(
    total: int, parts: dict[int, int], expected: dict[int, int]
) -> None:
    assert shared(total, parts) == expected
    assert sum(shared(total, parts).values()) == total


def joint_call() -> tuple[bids.Call, str]:
    """A published tender for two units, and the partner's plan."""
    at = clock.moment(bids.PUBLISHED_ON, 10)
    with clock.at(at):
        sealing.keys_enrolled()
        number, plan = trade.drafted_project(), plan_makers.of_another_unit()
        answer(number, ask(number, plan))
        agency = people.actor(people.agency())
        documents.take(agency, project_number=number, step="submit")
        documents.take(people.actor(people.buyer_reviewer()), project_number=number, step="confirm")
        documents.publish(agency, project_number=number)
        publish_policies(Actor.system(Reason.JOURNAL_READER), project_number=number)
        deadline = project_seen(SYSTEM, number).bid_deadline
    assert deadline is not None
    return bids.Call(number, at, deadline), plan


def test_each_unit_signs_its_own_contract_from_its_own_budget() -> None:
    """The whole chain: the price table has a line a unit, the award is split, both sign and pay alone."""
    call, plan = joint_call()
    number, lead, partner = call.number, people.buyer(), people.buyer(2)
    lot = lots.awarded_lots(call=call)[0]
    duty = next(d for d in duty_list(partner) if d.title == "按中标结果起草本单位的合同")
    assert (duty.due_at, duty.rule) == (end_of_day_after(lot.at, 30), "GP-CTR-01")
    drafts = units.drafted_by_each(lot)
    cards = contracts_of_project(SYSTEM, number)
    award = award_seen(SYSTEM, number, 1)
    assert sum(card.amount for card in cards) == award.amount
    assert {card.buyer_id for card in cards} == {lead.organisation, partner.organisation}
    own = contract_seen(partner, drafts[2])
    assert (own.card.plan_number, own.budget) == (plan, 60 * WAN)
    assert [item.name for item in own.terms.items] == [f"台式计算机（{partner.organisation_name}）"]
    with pytest.raises(NotFound):
        contract_seen(partner, drafts[1])
    units.signed_by_each(lot, drafts)
    units.paid_by_each(lot, drafts)
