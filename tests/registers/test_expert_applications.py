"""The way into the expert library, through leave and probation, and out of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    RuleBroken,
    WrongState,
)
from lucai.platform.duties.selectors import duty_list
from lucai.registers.experts import jobs, selectors, services
from lucai.registers.experts.schemas import (
    AcceptIn,
    ObjectionIn,
    RestIn,
    Ruling,
    RulingIn,
    TrainingIn,
    TrainingJudgedIn,
)
from lucai.stages.trade.drawn_experts.drawing import Candidate, eligible
from tests.makers import experts, people
from tests.makers.browsing import browse
from tests.makers.registers import registered_expert

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
FINANCE = people.finance


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


def pool() -> list[str]:
    return [card.number for card in selectors.expert_pool(SYSTEM, specialties=[])]


def test_who_applies_is_judged_by_finance_and_can_then_be_drawn() -> None:
    with pytest.raises(NotFound):
        selectors.application_seen(FINANCE(), experts.drafted(2))
    number = experts.submitted()
    for stranger in (people.expert(2), people.agency(), people.finance("370202")):
        with pytest.raises(NotFound):
            selectors.application_seen(stranger, number)
    duty = next(d for d in duty_list(FINANCE()) if number in d.href)
    assert duty.title == "审核评审专家入库申请"
    assert experts.applicant().name not in duty.heading
    key = services.accept(people.actor(FINANCE()), number=number, form=AcceptIn())
    assert pool() == [key]
    card = selectors.expert_seen(experts.applicant(), key)
    assert {one["uscc"] for one in card.avoids} == {people.uscc(3001)}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"born_on": date(1956, 3, 2)}, "七十周岁"),
        ({"title_level": "middle", "title_since": date(2018, 3, 3)}, "满8年"),
        ({"title_level": "other"}, "职称"),
        ({"bad_on": date(2023, 3, 3)}, "不良信用"),
    ],
)
def test_who_does_not_meet_the_conditions_cannot_hand_in_and_the_next_day_may(
    changes: dict[str, Any], why: str
) -> None:
    number = experts.drafted(**changes)
    with pytest.raises(RuleBroken, match=why):
        services.submit(people.actor(experts.applicant()), number=number)
    lawful = {
        "born_on": date(1956, 3, 3), "title_level": "middle", "title_since": date(2018, 3, 2),
        "bad_on": date(2023, 3, 2),
    }  # fmt: skip
    services.edit_application(
        people.actor(experts.applicant()), number=number, application=experts.content(**lawful)
    )
    services.submit(people.actor(experts.applicant()), number=number)


@pytest.mark.parametrize(
    "changes", [{"specialties": "Z9"}, {"specialties": ""}, {"born_on": date(2026, 3, 3)}]
)
def test_an_application_with_impossible_facts_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        experts.content(**changes)


def test_a_person_applies_once_and_not_from_inside_the_library() -> None:
    experts.drafted()
    with pytest.raises(Conflict):
        experts.drafted()
    registered_expert(3)
    with pytest.raises(Conflict):
        services.begin_application(people.actor(people.expert(3)), application=experts.content())


def test_a_refusal_is_objected_to_and_another_hand_decides() -> None:
    number = experts.refused()
    form = ObjectionIn(objection="证书专业为计算机，与申请的专业一致。")
    services.object_to(people.actor(experts.applicant()), number=number, form=form)
    ruling = RulingIn(outcome=Ruling.ACCEPT, reason="经核对证书，专业一致。")
    with pytest.raises(RuleBroken, match="另一位同事"):
        services.decide(people.actor(FINANCE()), number=number, ruling=ruling)
    services.decide(people.actor(experts.reviewer()), number=number, ruling=ruling)
    assert selectors.application_seen(FINANCE(), number).state == "submitted"


def test_an_expert_on_probation_is_drawn_and_judged_the_day_after_it_ends() -> None:
    until = MONDAY + 10 * DAY
    key = experts.accepted(1, until)
    assert selectors.expert_seen(FINANCE(), key).state == "probation"
    assert pool() == [key]
    with clock.at(clock.moment(until, 9)), pytest.raises(RuleBroken, match="试用期"):
        services.take(people.actor(FINANCE()), key=key, step="confirm")
    with clock.at(clock.moment(until + DAY, 9)):
        duty = next(d for d in duty_list(FINANCE()) if key in d.href)
        assert duty.title == "评定试用期满的评审专家"
        services.take(people.actor(FINANCE()), key=key, step="confirm")
    assert selectors.expert_seen(FINANCE(), key).state == "active"
    with pytest.raises(InvalidInput):
        experts.accepted(2, MONDAY - DAY)


def test_an_expert_on_leave_is_not_drawn_until_the_day_after_its_end() -> None:
    key, until = registered_expert(1), MONDAY + 3 * DAY
    services.rest(people.actor(people.expert(1)), key=key, leave=RestIn(rest_until=until))
    assert pool() == []
    with clock.at(clock.moment(until, 9)):
        assert jobs.end_rests(clock.now()) == 0
    with clock.at(clock.moment(until + DAY, 0)):
        assert jobs.end_rests(clock.now()) == 1
        assert pool() == [key]
        again = RestIn(rest_until=until + 9 * DAY)
        services.rest(people.actor(people.expert(1)), key=key, leave=again)
        services.take(people.actor(people.expert(1)), key=key, step="resume")
        assert pool() == [key]


def test_the_draw_passes_by_experts_who_named_a_party_of_the_project() -> None:
    one = Candidate(1, 1, "甲", "示例学院", "", ("A",), frozenset({people.uscc(3001)}))
    other = Candidate(2, 1, "乙", "示例学院", "", ("A",))
    barred = frozenset({people.uscc(3001)})
    assert eligible([one, other], specialties=[], avoided=barred) == [other]
    assert eligible([one, other], specialties=[], avoided=frozenset()) == [one, other]


def test_the_last_training_that_finance_confirms_counts() -> None:
    key = registered_expert(1)
    me = people.actor(people.expert(1))
    for on in (date(2026, 2, 1), date(2024, 5, 1)):
        form = TrainingIn(name="示例评审业务培训", hours=8, on=on)
        services.note_training(me, training=form)
    card = selectors.expert_seen(FINANCE(), key)
    assert [one.on for one in card.trainings] == ["2026-02-01", "2024-05-01"]
    assert {one.state for one in card.trainings} == {"reported"}
    assert card.trained_on is None
    with pytest.raises(ValidationError, match="理由"):
        TrainingJudgedIn(outcome="refused")
    finance, refused = people.actor(FINANCE()), TrainingJudgedIn(outcome="refused", said="查无记录")
    services.judge_training(finance, key=key, place=1, judged=TrainingJudgedIn(outcome="confirmed"))
    services.judge_training(finance, key=key, place=2, judged=refused)
    for who, error in ((finance, WrongState), (me, NotAllowed)):
        with pytest.raises(error):
            services.judge_training(who, key=key, place=2, judged=refused)
    own = selectors.expert_seen(people.expert(1), key)
    assert (own.trained_on, own.training_due) == (date(2026, 2, 1), date(2028, 2, 1))
    assert own.trainings[1].said == "查无记录"
    for day, due in ((date(2028, 1, 31), False), (date(2028, 2, 1), True)):
        with clock.at(clock.moment(day, 9)):
            assert own.needs_training is due
    assert selectors.untrained(FINANCE(), date(2026, 2, 1)) == []
    assert [one.number for one in selectors.untrained(FINANCE(), date(2026, 2, 2))] == [key]


def test_experts_near_the_age_are_found_before_they_reach_it() -> None:
    key = experts.accepted(1)
    late = timedelta(days=365)
    with clock.at(clock.moment(date(2045, 5, 1), 9)):
        assert selectors.near_the_age(FINANCE(), late - DAY) == []
        assert [one.number for one in selectors.near_the_age(FINANCE(), late)] == [key]


def test_the_pages_work_without_scripts_and_lose_nothing() -> None:
    FINANCE()
    client = browse(experts.applicant())
    assert "/expert-applications/new/" in client.get("/experts/me/").content.decode()
    refused = client.post(
        "/expert-applications/new/", {"title": "高级工程师", "avoids.0.uscc": "1"}
    )
    assert refused.status_code == 422
    assert 'value="高级工程师"' in refused.content.decode()
    number = experts.drafted()
    assert client.post(f"/expert-applications/{number}/steps/submit/").status_code == 302
    office = browse(FINANCE())
    assert number in office.get("/expert-applications/?state=submitted").content.decode()
    office.post(f"/expert-applications/{number}/accept/", {"probation_until": "2026-06-30"})
    assert "试用期，可抽取" in client.get("/experts/me/").content.decode()
    key = selectors.application_seen(FINANCE(), number).expert_number
    client.post(
        "/experts/me/trainings/", {"name": "示例评审培训", "hours": "8", "on": "2026-02-01"}
    )
    assert "示例评审培训" in office.get(f"/experts/{key}/").content.decode()
    assert "还没有经核实的培训记录" in client.get("/experts/me/").content.decode()
    judged = f"/experts/{key}/trainings/1/"
    assert office.post(judged, {"outcome": "refused"}).status_code == 422
    assert office.post(judged, {"outcome": "confirmed"}).status_code == 302
    assert office.get(judged).status_code == 404
    assert "下一次培训请在" in client.get("/experts/me/").content.decode()
    assert client.get(f"/experts/{key}/")["Location"] == "/experts/me/"
