"""Who left the library may apply again, where the law's conditions are met (198号 第六、十一条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.registers.experts import selectors, services
from lucai.registers.experts.rules import CRIME, ApplicationFacts, may_come_back
from lucai.registers.experts.schemas import (
    AcceptIn,
    DecisionRulingIn,
    DismissIn,
    Outcome,
    TrainingIn,
)
from tests.makers import experts, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
EXPERT, FINANCE = experts.applicant, people.finance
REVOKED = DecisionRulingIn(outcome=Outcome.REVOKE, reason="记录已经撤销")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


def pool() -> list[str]:
    return [one.number for one in selectors.expert_pool(SYSTEM, specialties=[])]


def leave(key: str) -> None:
    services.take(people.actor(EXPERT()), key=key, step="leave", reason="工作太忙，不再参加评审")


def apply_again(**changes: object) -> str:
    return experts.submitted(1, **changes)


def accept(number: str, **form: object) -> str:
    finance = people.actor(FINANCE())
    return services.accept(finance, number=number, form=AcceptIn.model_validate(form))


def test_who_left_by_own_wish_comes_back_into_the_same_entry_with_its_history() -> None:
    key = experts.accepted(1)
    training = TrainingIn(name="示例评审业务培训", hours=8, on=date(2026, 2, 1))
    services.note_training(people.actor(EXPERT()), training=training)
    leave(key)
    assert pool() == []
    number = apply_again(employer="示例大学", employer_uscc=people.uscc(77), specialties="C2104")
    assert pool() == []
    assert accept(number) == key
    card = selectors.expert_seen(FINANCE(), key)
    assert (card.state, card.employer, card.left_reason) == ("active", "示例大学", "")
    assert len(card.trainings) == 1
    assert card.gone == (("2026-03-02", "本人申请退出", "工作太忙，不再参加评审", ""),)
    assert [one.number for one in selectors.expert_pool(SYSTEM, specialties=["C2104"])] == [key]
    with pytest.raises(Conflict):
        experts.drafted(1)


def test_who_comes_back_may_be_tried_out() -> None:
    key = experts.accepted(1)
    leave(key)
    accept(apply_again(), probation_until=MONDAY + 30 * DAY)
    assert selectors.expert_seen(FINANCE(), key).state == "probation"


def test_who_no_longer_met_the_conditions_comes_back_when_meeting_them() -> None:
    key = experts.accepted(1)
    experts.dismissed(EXPERT(), key)
    assert accept(apply_again()) == key
    assert selectors.expert_seen(FINANCE(), key).gone[0][1] == "不再符合评审专家条件"


@pytest.mark.parametrize("ground", ["record", "crime"])
def test_a_bad_record_keeps_out_for_three_years_from_its_day_whatever_the_application_says(
    ground: str,
) -> None:
    key = experts.accepted(1)
    experts.dismissed(EXPERT(), key, ground=ground, record_on="2026-02-10")
    assert selectors.expert_seen(EXPERT(), key).returns_from == date(2029, 2, 10)
    number = experts.drafted(1)
    me = people.actor(EXPERT())
    day_before = clock.moment(date(2029, 2, 9), 10)
    with clock.at(day_before), pytest.raises(RuleBroken, match="不良信用"):
        services.submit(me, number=number)
    with clock.at(clock.moment(date(2029, 2, 10), 10)):
        assert selectors.expert_seen(EXPERT(), key).returns_from is None
        services.submit(me, number=number)
        assert accept(number) == key


def test_whoever_reviews_is_told_of_a_punishment() -> None:
    told = may_come_back(ApplicationFacts(left_ground=CRIME), clock.now())
    assert (told.holds, told.blocks) == (False, False)
    assert "刑事处罚" in told.message
    assert may_come_back(ApplicationFacts(), clock.now()).holds


def test_a_dismissal_names_its_case_of_the_law_and_the_day_of_a_record() -> None:
    key = experts.accepted(1)
    with pytest.raises(InvalidInput, match="解聘情形"):
        services.take(people.actor(FINANCE()), key=key, step="dismiss", reason="有不良记录")
    with pytest.raises(NotFound):
        services.take(people.actor(people.finance("370202")), key=key, step="dismiss")
    with pytest.raises(NotAllowed):
        services.take(people.actor(EXPERT()), key=key, step="dismiss")
    for record_on in ("", "2026-03-03"):
        with pytest.raises(ValidationError, match="请填写记录或者处罚的日期"):
            DismissIn.model_validate(
                {"ground": "record", "reason": "泄露评审情况", "record_on": record_on}
            )
    form = {"ground": "record", "reason": "泄露评审情况", "record_on": "2026-03-02"}
    assert browse(FINANCE()).post(f"/experts/{key}/dismiss/", form).status_code == 302
    own = browse(EXPERT()).get("/experts/me/").content.decode()
    assert "2029" in own
    assert "泄露评审情况" in own


def test_a_dismissal_that_was_wrong_leaves_no_record() -> None:
    key = experts.accepted(1)
    wrong = experts.dismissed(EXPERT(), key, ground="record", record_on="2026-02-10")
    experts.objected(wrong, EXPERT())
    reviewer = people.actor(experts.reviewer())
    services.rule_on(reviewer, number=wrong, ruling=REVOKED)
    card = selectors.expert_seen(EXPERT(), key)
    assert (pool(), card.exits, card.returns_from) == ([key], (), None)


def test_who_left_finds_the_way_back_on_the_own_page() -> None:
    key = experts.accepted(1)
    leave(key)
    mine = browse(EXPERT())
    assert "重新申请入库" in mine.get("/experts/me/").content.decode()
    assert mine.get("/expert-applications/new/").status_code == 200
    number = experts.drafted(1)
    assert number in mine.get("/experts/me/").content.decode()
