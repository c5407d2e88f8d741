"""The agencies' directory: entered by themselves, checked for completeness, used in the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.registers.agencies import drawing, selectors, services
from lucai.registers.agencies.models import ProcurementAgency
from lucai.registers.agencies.schemas import (
    AnswerIn,
    ObjectionIn,
    Ruling,
    RulingIn,
    SaidIn,
    UpdateIn,
)
from lucai.stages.trade.commissions import services as commissions
from lucai.stages.trade.commissions.selectors import commission_seen
from tests.makers import agencies, exclusions, people, plan, trade
from tests.makers.browsing import browse
from tests.makers.crawling import counted

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
PLACE_WHY = SaidIn(reason="本机构决定不再从事代理业务，档案已移交采购人")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


def finance() -> Actor:
    return people.actor(agencies.province())


def test_a_draft_is_the_agencys_alone() -> None:
    number = agencies.drafted()
    assert selectors.agency_seen(agencies.newcomer().viewer, number).card.state == "draft"
    for other in (agencies.province(), people.finance(), people.agency(2), PUBLIC):
        with pytest.raises(NotFound):
            selectors.agency_seen(other, number)


def test_an_entry_is_nobodys_but_its_agencys_and_finances_until_it_is_checked() -> None:
    number = agencies.submitted()
    for stranger in (PUBLIC, people.agency(2), people.buyer()):
        with pytest.raises(NotFound):
            selectors.agency_seen(stranger, number)
    duty = next(d for d in duty_list(agencies.province()) if number in d.href)
    assert duty.title == "核对代理机构名录登记"
    services.take(finance(), number=number, step="enlist")
    seen = selectors.agency_seen(PUBLIC, number)
    assert seen.card.state_label == "在册"
    assert seen.staff == ()  # the public counts people and does not name them
    assert len(selectors.agency_seen(people.finance(), number).staff) == 5


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"members": 4}, "专职从业人员4名"),
        ({"committed": False}, "承诺"),
        ({"evaluates_at_home": True}, "没有登记场所"),
        ({"evaluates_at_home": True, "rooms": [agencies.room(recorded=False)]}, "录音录像"),
    ],
)
def test_an_entry_that_lacks_what_the_law_asks_is_not_handed_in(
    changes: dict[str, Any], why: str
) -> None:
    number = agencies.drafted(**changes)
    with pytest.raises(RuleBroken, match=why):
        services.take(agencies.newcomer(), number=number, step="submit")
    services.edit_entry(agencies.newcomer(), number=number, entry=agencies.entry())
    services.take(agencies.newcomer(), number=number, step="submit")


def test_an_agency_has_one_entry_and_no_other_agency_writes_it() -> None:
    number = agencies.drafted()
    with pytest.raises(Conflict):
        services.begin_entry(agencies.newcomer(), entry=agencies.entry())
    with pytest.raises(NotFound):
        services.edit_entry(people.actor(people.agency()), number=number, entry=agencies.entry())
    with pytest.raises(ValidationError, match="没有这项授权"):
        agencies.entry(staff=[{**people.staff_member(1), "rights": ["sign_for_the_buyer"]}])


def test_what_is_sent_back_may_be_completed_or_objected_to_and_another_hand_decides() -> None:
    number = agencies.sent_back()
    objection = ObjectionIn(objection="登记的地址与营业执照一致，没有缺少门牌。")
    services.object_to(agencies.newcomer(), number=number, form=objection)
    ruling = RulingIn(outcome=Ruling.ACCEPT, reason="经核对营业执照，地址完整。")
    with pytest.raises(RuleBroken, match="另一位同事"):
        services.decide(finance(), number=number, ruling=ruling)
    services.decide(people.actor(agencies.province_second()), number=number, ruling=ruling)
    assert selectors.agency_seen(agencies.province(), number).card.state == "submitted"


def test_an_objection_that_fails_leaves_the_entry_to_be_completed() -> None:
    number = agencies.sent_back()
    objection = ObjectionIn(objection="登记的地址与营业执照一致，没有缺少门牌。")
    services.object_to(agencies.newcomer(), number=number, form=objection)
    ruling = RulingIn(outcome=Ruling.REJECT, reason="营业执照上的门牌与登记不同。")
    services.decide(people.actor(agencies.province_second()), number=number, ruling=ruling)
    services.take(agencies.newcomer(), number=number, step="submit")


@pytest.mark.parametrize(("on", "late"), [(date(2026, 3, 16), False), (date(2026, 3, 17), True)])
def test_a_change_is_taken_at_once_and_marked_when_it_comes_late(on: date, *, late: bool) -> None:
    number = agencies.listed()
    content = agencies.entry(address="示例路 88 号").model_dump()
    with clock.at(clock.moment(on, 9)):
        update = UpdateIn.model_validate({**content, "changed_on": MONDAY})
        assert services.update_entry(agencies.newcomer(), number=number, update=update) is not late
        [line] = selectors.changes_of(PUBLIC, number)
    assert (line.late, line.labels, line.values) == (late, ("办公场所地址",), ())
    [inside] = selectors.changes_of(people.finance(), number)
    assert inside.values == (("办公场所地址", "示例路 12 号", "示例路 88 号"),)
    assert selectors.agency_seen(PUBLIC, number).card.address == "示例路 88 号"


def test_an_update_that_changes_nothing_is_refused() -> None:
    number = agencies.listed()
    same = UpdateIn.model_validate({**agencies.entry().model_dump(), "changed_on": MONDAY})
    with pytest.raises(InvalidInput, match="没有改动"):
        services.update_entry(agencies.newcomer(), number=number, update=same)


def test_a_county_sees_the_directory_and_does_not_decide_in_it() -> None:
    number = agencies.submitted()
    with pytest.raises(NotAllowed):
        services.take(people.actor(people.finance()), number=number, step="enlist")


def test_an_agency_with_work_at_hand_cannot_leave_and_one_without_can() -> None:
    trade.proposed_project(1)
    [mine] = [c for c in selectors.agency_page(PUBLIC).items if c.name == "示例代理机构1"]
    with pytest.raises(RuleBroken, match="在办的委托"):
        services.leave(people.actor(people.agency()), number=mine.number, said=PLACE_WHY)
    number = agencies.listed()
    services.leave(agencies.newcomer(), number=number, said=PLACE_WHY)
    seen = selectors.agency_seen(PUBLIC, number)
    assert (seen.card.state, seen.removed_on) == ("removed", MONDAY)
    assert number not in {one.number for one in selectors.agency_page(PUBLIC).items}


def test_who_is_not_in_the_directory_or_too_small_is_not_entrusted_and_the_answer_is_kept() -> None:
    filed, buyer = plan.filed_plan(), people.actor(people.buyer())
    stranger = trade.commission_content(people.unlisted_agency())
    with pytest.raises(InvalidInput, match="没有在代理机构名录登记"):
        commissions.entrust(buyer, plan_number=filed, commission=stranger)
    people.agency()
    entries = ProcurementAgency.objects.seen_by(SYSTEM).filter(name="示例代理机构1")
    entries.update(staff_count=4)
    with pytest.raises(InvalidInput, match="4名"):
        commissions.entrust(buyer, plan_number=filed, commission=trade.commission_content())
    assert selectors.choosable(people.buyer()) == []
    [mine] = [c for c in selectors.agency_page(PUBLIC).items if c.name == "示例代理机构1"]
    assert "4名" in selectors.agency_seen(PUBLIC, mine.number).short
    entries.update(staff_count=5)
    assert selectors.agency_seen(PUBLIC, mine.number).short == ""
    number = commissions.entrust(buyer, plan_number=filed, commission=trade.commission_content())
    kept = commission_seen(people.buyer(), number).listing
    assert (kept["state"], kept["staff"], kept["at"]) == ("listed", 5, clock.now())
    entries.update(state="removed")
    with pytest.raises(RuleBroken, match="名录"):
        commissions.take(people.actor(people.agency()), project_number=number, step="accept")


def test_a_barred_agency_stays_in_the_directory_and_is_not_offered() -> None:
    people.agency()
    people.agency(2)
    exclusions.banned_agency(2, MONDAY)
    assert [one.name for one in selectors.choosable(people.buyer())] == ["示例代理机构1"]
    assert len(selectors.agency_page(PUBLIC).items) == 2


def test_the_directory_is_found_by_name_code_and_region_in_few_queries() -> None:
    agencies.listed()
    people.agency(2)
    found = selectors.agency_page(PUBLIC, words="新机构")
    assert [one.name for one in found.items] == ["示例新机构1"]
    assert len(selectors.agency_page(PUBLIC, words=people.uscc(2002)).items) == 1
    assert len(selectors.agency_page(PUBLIC, served="370100").items) == 2
    assert [c.name for c in selectors.agency_page(PUBLIC, served="370200").items] == [
        "示例代理机构2"
    ]
    page, queries = counted(browse(people.buyer()), "/agencies/")
    assert page.status_code == 200
    assert queries < 15


def test_a_draw_of_inspections_can_be_repeated_and_a_changed_one_is_found_out() -> None:
    for n in range(1, 6):
        people.agency(n)
    number, made = agencies.drawn(places=2)
    record, order = selectors.record_of(PUBLIC, number)
    assert len(made) == 2
    assert all(claim.holds for claim in drawing.claims_of(record, order))
    steered = replace(record, calls=record.calls[::-1])
    for claims in (drawing.claims_of(steered, order), drawing.claims_of(record, [])):
        assert not all(claim.holds for claim in claims)
    with pytest.raises(WrongState):
        services.draw(people.actor(people.finance()), number=number)


def test_a_draw_of_more_than_there_are_is_not_held() -> None:
    people.agency()
    number = agencies.planned(places=2)
    with pytest.raises(RuleBroken, match="可抽取 1 家"):
        services.draw(people.actor(people.finance()), number=number)


def test_a_result_is_public_after_the_agency_was_heard_or_let_its_time_pass() -> None:
    number, late = agencies.directed(), agencies.directed()
    agencies.reported(number)
    agencies.reported(late)
    with pytest.raises(RuleBroken, match="说明"):
        services.publish(people.actor(people.finance()), number=number)
    duty = next(d for d in duty_list(people.agency()) if number in d.href)
    assert duty.title == "对检查情况作出说明"
    said = AnswerIn(answer="设备当日更换，已补录情况说明。")
    services.answer(people.actor(people.agency()), number=number, form=said)
    services.publish(people.actor(people.finance()), number=number)
    assert [one.number for one in selectors.inspection_page(PUBLIC).items] == [number]
    for day, public in ((MONDAY + timedelta(days=5), False), (MONDAY + timedelta(days=6), True)):
        with clock.at(clock.moment(day, 9)):
            if not public:
                with pytest.raises(RuleBroken):
                    services.publish(people.actor(people.finance()), number=late)
                continue
            services.publish(people.actor(people.finance()), number=late)
    assert len(selectors.inspection_page(PUBLIC).items) == 2


def test_pages_of_the_directory_work_without_scripts() -> None:
    viewer = people.unlisted_agency()
    agencies.province()
    client = browse(viewer)
    assert client.get("/agencies/me/")["Location"] == "/agencies/new/"
    typed = {"address": "示例路 1 号", "phone": "x", "staff.0.name": "示例甲"}
    refused = client.post("/agencies/new/", typed)
    assert refused.status_code == 422
    assert 'value="示例甲"' in refused.content.decode()
    added = client.post("/agencies/new/", {**typed, "add": "staff"}).content.decode()
    assert 'name="staff.1.name"' in added
    number = agencies.drafted()
    assert "填写并提交名录登记" in client.get("/duties/").content.decode()
    assert client.get("/agencies/me/")["Location"] == f"/agencies/{number}/"
    assert 'name="staff.4.name"' in client.get(f"/agencies/{number}/edit/").content.decode()
    client.post(f"/agencies/{number}/steps/submit/")
    office = browse(agencies.province())
    assert number in office.get("/agencies/desk/").content.decode()
    office.post(f"/agencies/{number}/return/", {"reason": "缺少成立日期"})
    assert "缺少成立日期" in client.get(f"/agencies/{number}/").content.decode()


def test_a_central_agency_needs_no_entry_of_its_own_size_and_may_be_entrusted() -> None:
    people.agency()
    entries = ProcurementAgency.objects.seen_by(SYSTEM).filter(name="示例代理机构1")
    entries.update(staff_count=0, centralised=True)
    assert [one.name for one in selectors.choosable(people.buyer())] == ["示例代理机构1"]
    number = trade.proposed_project(1)
    assert commission_seen(people.buyer(), number).listing["staff"] == 0
