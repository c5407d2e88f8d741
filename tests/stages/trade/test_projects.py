"""Projects: opened from filed plans, seen by the right people, moved on by other modules."""

from collections.abc import Iterator
from datetime import date

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Side, Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.notices import check_notice
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.plan.intentions.selectors import intention_sheet
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.projects import rooms, services
from lucai.stages.trade.projects.selectors import (
    project_page,
    project_seen,
    projects_seen,
    room,
)
from tests.makers import people, plan, trade
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system(Reason.CONSEQUENCE)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 6, 1), 10)):
        yield


def test_a_project_carries_the_lots_and_things_of_its_plan() -> None:
    number = trade.proposed_project(lots=2)
    card = project_seen(people.buyer(), number)
    plan = plan_seen(people.buyer(), card.plan_number)
    assert [lot.budget for lot in card.lots] == [package.amount for package in plan.packages]
    assert card.budget == plan.card.amount
    assert card.lot(1).items[0].quantity == plan.packages[0].items[0].quantity
    assert plan.card.project_number == number


def test_numbers_count_up_within_region_and_year() -> None:
    first, second = trade.proposed_project(1), trade.proposed_project(1)
    assert first == "SDGP370102000202600001"
    assert second == "SDGP370102000202600002"


def test_a_project_keeps_the_process_that_its_intention_opened() -> None:
    card = project_seen(people.buyer(), trade.proposed_project(1))
    assert card.intention_code
    assert card.ocid == f"ocds-lucai1-{card.intention_code}"


def test_a_project_exempt_from_an_intention_opens_its_own_process() -> None:
    number = trade.proposed_project(1, intention_exempt_reason="不可预见的紧急采购")
    assert project_seen(people.buyer(), number).ocid == f"ocds-lucai1-{number}"


@pytest.mark.parametrize("who", ["other buyer", "other agency", "other finance", "administrator"])
def test_a_stranger_never_sees_a_project(who: str) -> None:
    number = trade.published_project(1)
    with pytest.raises(NotFound):
        project_seen(people.everyone()[who], number)


@pytest.mark.parametrize("who", ["supplier", "expert", "public"])
def test_the_outside_sees_a_project_only_once_it_is_announced(who: str) -> None:
    viewer = people.everyone()[who]
    number = trade.confirmed_project(1)
    with pytest.raises(NotFound):
        project_seen(viewer, number)
    assert project_page(viewer).items == []
    trade.documents.publish(people.actor(people.agency()), project_number=number)
    assert project_seen(viewer, number).state == "announced"
    assert project_seen(people.public(), number).bid_deadline == trade.deadline_from_today()


def test_a_project_moves_on_once_however_many_lots_cause_it() -> None:
    number = trade.published_project(2)
    services.advance(SYSTEM, number=number, step="open")
    services.advance(SYSTEM, number=number, step="open")
    card = project_seen(people.agency(), number)
    assert (card.state, card.opened_at) == ("opened", clock.now())
    with pytest.raises(WrongState):
        services.advance(SYSTEM, number=number, step="award")


def test_a_failed_lot_is_announced_and_the_others_go_on() -> None:
    number = trade.published_project(2)
    reason = "投标人不足三家"
    services.fail_lot(SYSTEM, number=number, lot_number=1, reason=reason)
    card = project_seen(people.public(), number)
    assert [lot.state for lot in card.lots] == ["failed", "active"]
    assert card.state == "announced"
    notice = project_timeline(people.public(), number)[0].body["notice"]
    assert check_notice("termination", notice["fields"]) == []
    assert notice["fields"]["reason"] == reason
    assert notice["title"] == f"{card.title}（包 1）终止公告"
    assert notice["fields"]["projectName"] == card.title
    with pytest.raises(WrongState):
        services.fail_lot(SYSTEM, number=number, lot_number=1, reason=reason)


def test_the_last_failed_lot_ends_the_project_and_gives_the_money_back() -> None:
    number = trade.published_project(2)
    plan = project_seen(people.buyer(), number).plan_number
    assert sum(p.held for p in plan_seen(people.buyer(), plan).packages) == 600 * trade.WAN
    for lot in (1, 2):
        services.fail_lot(SYSTEM, number=number, lot_number=lot, reason="投标人不足三家")
    card = project_seen(people.buyer(), number)
    assert (card.state, card.ended_reason) == ("ended", "投标人不足三家")
    assert sum(p.held for p in plan_seen(people.buyer(), plan).packages) == 0
    assert [s.state for s in rooms.spine(card.state)][:3] == ["done", "done", "stopped"]


def test_what_a_failed_lot_held_comes_back_at_once_and_the_rest_when_the_project_is_complete() -> (
    None
):
    number = trade.published_project(2)
    services.fail_lot(SYSTEM, number=number, lot_number=2, reason="投标人不足三家")
    for step in ("open", "evaluate", "report", "decide", "award", "contract", "perform"):
        services.advance(SYSTEM, number=number, step=step)
    plan = project_seen(people.buyer(), number).plan_number
    assert sum(p.held for p in plan_seen(people.buyer(), plan).packages) == 300 * trade.WAN
    services.advance(SYSTEM, number=number, step="complete")
    sheet = plan_seen(people.buyer(), plan)
    assert (sum(p.held for p in sheet.packages), sheet.card.state) == (0, "ended")


def test_a_project_is_complete_with_its_last_living_lot() -> None:
    number = trade.published_project(3)
    services.fail_lot(SYSTEM, number=number, lot_number=3, reason="投标人不足三家")
    for step in ("open", "evaluate", "report", "decide", "award", "contract", "perform"):
        services.advance(SYSTEM, number=number, step=step)
    services.mark_lot(SYSTEM, number=number, lot_number=1, state="completed")
    services.complete_when_done(SYSTEM, number=number)
    assert project_seen(people.agency(), number).state == "performing"
    services.mark_lot(SYSTEM, number=number, lot_number=2, state="completed")
    services.complete_when_done(SYSTEM, number=number)
    assert project_seen(people.agency(), number).state == "completed"


@pytest.mark.parametrize("state", rooms.ORDER)
def test_every_state_has_one_stage_under_way_until_the_archive(state: str) -> None:
    marks = [stage.state for stage in rooms.spine(state)]
    assert len(marks) == 8
    assert marks.count("now") == (0 if state == "archived" else 1)


def test_a_section_is_there_for_its_sides_from_its_state_on() -> None:
    section = rooms.Section(
        key="sample", label="示例栏目", href="/rooms/{number}/sample/",
        sides=frozenset({Side.AGENCY}), since="announced",
    )  # fmt: skip
    rooms.register_section(section)
    try:
        keys = {
            (who, state): "sample" in {t.key for t in rooms.tabs(viewer, "N", state, "")}
            for who, viewer in (("agency", people.agency()), ("buyer", people.buyer()))
            for state in ("preparing", "announced", "ended")
        }
    finally:
        rooms._sections.pop("sample")
    assert [key for key, shown in keys.items() if shown] == [
        ("agency", "announced"),
        ("agency", "ended"),
    ]


def test_the_room_folds_repeated_saving_into_one_line() -> None:
    number = trade.drafted_project(2)
    lines = [event.what for event in room(people.agency(), number).timeline]
    assert sum("保存" in line for line in lines) == 1


def test_the_room_puts_the_next_step_first() -> None:
    number = trade.confirmed_project(1)
    found = room(people.agency(), number)
    assert found.duties[0].verb == "发布招标公告"
    page = browse(people.agency()).get(f"/rooms/{number}/").content.decode()
    assert page.index("发布招标公告") < page.index("采购流程")


@pytest.mark.parametrize("who", ["buyer", "agency", "supplier", "expert", "finance"])
def test_everybody_concerned_can_open_room_and_list(who: str) -> None:
    number = trade.published_project(1)
    client = browse(people.everyone()[who])
    assert client.get(f"/rooms/{number}/").status_code == 200
    assert number in client.get("/rooms/").content.decode()


def test_the_list_answers_to_words_and_state() -> None:
    first, second = trade.published_project(1), trade.proposed_project(1)
    viewer: Viewer = people.agency()
    assert [row.number for row in project_page(viewer, words=first).items] == [first]
    assert [row.number for row in project_page(viewer, state="commissioned").items] == [second]
    assert set(projects_seen(viewer, [first, "none"])) == {first}


def test_the_list_costs_the_same_for_one_row_as_for_many(
    django_assert_max_num_queries: object,
) -> None:
    for _ in range(3):
        trade.proposed_project(1)
    client = browse(people.agency())
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get("/rooms/")


def test_those_inside_see_whose_turn_it_is_and_nobody_else_does() -> None:
    number = trade.confirmed_project(1)
    found = room(people.buyer(), number)
    assert [line.title for line in found.awaited] == ["发布招标公告和招标文件"]
    assert found.name_of(found.awaited[0].organisation) == "示例代理机构1"
    assert room(people.agency(), number).awaited == ()
    trade.documents.publish(people.actor(people.agency()), project_number=number)
    assert room(people.supplier(), number).awaited == ()


def test_an_intention_leads_to_the_project_that_came_of_it() -> None:
    number = trade.published_project(1)
    code = project_seen(people.buyer(), number).intention_code
    page = browse(people.buyer()).get(f"/intentions/{code}/").content.decode()
    assert f'href="/rooms/{number}/"' in page
    assert intention_sheet(people.buyer(2), plan.published_intention()).onward == ()


def test_an_intention_does_not_betray_a_project_that_is_not_announced() -> None:
    number = trade.proposed_project(1)
    code = project_seen(people.buyer(), number).intention_code
    assert intention_sheet(people.supplier(), code).onward == ()
