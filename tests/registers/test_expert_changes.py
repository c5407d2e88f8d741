"""What an expert changes in the own entry is reviewed; what keeps the expert out works at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.models import Duty
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.registers.experts import selectors, services
from lucai.registers.experts.models import ExpertChange, ReviewExpert
from lucai.registers.experts.rules import ChangeFacts, another_person_reviews
from lucai.registers.experts.schemas import (
    ExpertIn,
    PhoneIn,
    RefusalIn,
    TitleLevel,
)
from lucai.registers.experts.selectors.changes import (
    change_seen,
    changes_of,
)
from lucai.registers.experts.selectors.pool import Drawable, avoided_by
from tests.makers import experts, people

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
LAST_TO_REVIEW = date(2026, 3, 23)
DAY = timedelta(days=1)
EXPERT, FINANCE = experts.applicant, people.finance
OLD, NEW = people.uscc(4000), people.uscc(4001)
UNIT = {"name": "示例供应商2有限公司", "uscc": people.uscc(3002), "reason": "持有股份"}
SPOUSE = {"name": "示例供应商1有限公司", "uscc": people.uscc(3001), "reason": "配偶任职"}
REFUSAL = RefusalIn.model_validate({"kind": "proof", "reason": "没有附在职证明"})


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


@pytest.fixture
def number() -> str:
    """An expert who works for OLD, avoids a spouse's firm and knows A0201 and C16."""
    key = experts.accepted(1)
    with system_access("test"):
        ReviewExpert.objects.get(number=key).change(employer_uscc=OLD)
    return key


def drawn(*wanted: str) -> list[Drawable]:
    return selectors.expert_pool(SYSTEM, specialties=wanted)


def avoided() -> frozenset[str]:
    """The codes whose procurements the draw keeps the expert out of, employer and all."""
    (one,) = drawn()
    return one.avoided_codes | {one.employer_uscc}


def card() -> selectors.ExpertCard:
    found = selectors.expert_of_person(EXPERT(), EXPERT().person)
    assert found
    return found


def ask(**changes: Any) -> str:
    return experts.asked(EXPERT(), **changes)


def refuse(change: str) -> str:
    return services.refuse_change(people.actor(FINANCE()), number=change, refusal=REFUSAL)


# --- who asks, and who reviews ------------------------------------------------------------------


def test_a_new_employer_is_reviewed_within_its_days_and_stands_only_once_approved(
    number: str,
) -> None:
    change = ask()
    assert card().employer == "示例学院"
    (duty,) = [one for one in duty_list(FINANCE()) if change in one.href]
    assert duty.title == "审核评审专家信息变更"
    assert duty.due_at == clock.moment(LAST_TO_REVIEW) + DAY
    assert EXPERT().name not in duty.heading
    experts.approved(change)
    assert (card().employer, card().employer_uscc) == ("示例新研究院", NEW)
    assert [one["uscc"] for one in card().formers] == [OLD]
    assert [one for one in duty_list(FINANCE()) if change in one.href] == []
    assert number == card().number


def test_an_application_is_reviewed_within_its_days_as_well() -> None:
    application = experts.submitted(2)
    (duty,) = [one for one in duty_list(FINANCE()) if application in one.href]
    assert duty.due_at == clock.moment(LAST_TO_REVIEW) + DAY


@pytest.mark.usefixtures("number")
def test_nobody_else_sees_a_change_and_another_department_only_looks_on() -> None:
    change = ask()
    for stranger in (EXPERT(2), people.agency(), people.buyer(), people.finance("370202")):
        with pytest.raises(NotFound):
            change_seen(stranger, change)
    province = people.finance("370000", "province")
    assert change_seen(province, change).offers == ()
    with pytest.raises(NotAllowed, match="其他财政部门"):
        services.approve_change(people.actor(province), number=change)


def test_nobody_reviews_the_own_change() -> None:
    at = clock.now()
    own = another_person_reviews(ChangeFacts(asked_by=7, acting=7), at)
    assert (own.holds, own.blocks) == (False, True)
    assert another_person_reviews(ChangeFacts(asked_by=7, acting=8), at).holds


@pytest.mark.usefixtures("number")
def test_the_to_do_is_nobodys_who_asked_and_the_law_stops_him() -> None:
    change = ask()
    with system_access("test"):
        duty = Duty.objects.get(object_key=change)
        assert duty.barred == EXPERT().person
        ExpertChange.objects.get(number=change).change(person_id=FINANCE().person)
    with pytest.raises(RuleBroken, match="另一位同事"):
        services.approve_change(people.actor(FINANCE()), number=change)


@pytest.mark.usefixtures("number")
def test_one_change_at_a_time() -> None:
    first = ask()
    with pytest.raises(Conflict, match="正在审核"):
        ask(avoids=[SPOUSE, UNIT])
    services.withdraw_change(people.actor(EXPERT()), number=first)
    assert ask(avoids=[SPOUSE, UNIT]) != first


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grounds": "没有变化，只是看看"}, "grounds"),
        ({"employer": "示例新研究院", "employer_uscc": ""}, "employer_uscc"),
        ({"region": "371728"}, "region"),
    ],
)
def test_a_change_that_changes_nothing_or_cannot_be_avoided_or_kept_is_refused(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(**changes)
    assert set(refused.value.fields) == {field}


@pytest.mark.usefixtures("number")
def test_a_unit_that_is_only_called_otherwise_keeps_its_code_and_leaves_no_employer_behind() -> (
    None
):
    experts.approved(ask(employer="示例职业学院"))
    assert (card().employer, card().employer_uscc, card().formers) == ("示例职业学院", OLD, ())


@pytest.mark.usefixtures("number")
def test_employer_and_title_are_proven_by_a_file_and_a_specialty_in_words() -> None:
    me = people.actor(EXPERT())
    for changes in (experts.NEW_EMPLOYER, {"title": "教授级高级工程师"}):
        form = experts.change_of(EXPERT(), **changes)
        with pytest.raises(InvalidInput, match="请上传"):
            services.ask_change(me, form=form)
    form = experts.change_of(EXPERT(), specialties="A0201, C16, C2104")
    assert services.ask_change(me, form=form)


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(("since", "holds"), [("2018-03-02", True), ("2018-03-03", False)])
def test_a_new_title_suffices_as_for_an_application(since: str, *, holds: bool) -> None:
    changes = {"title": "工程师", "title_level": "middle", "title_since": since}
    if not holds:
        with pytest.raises(RuleBroken, match="满8年"):
            ask(**changes)
        return
    experts.approved(ask(**changes))
    assert (card().title, card().title_level) == ("工程师", TitleLevel.MIDDLE)


# --- what works when ----------------------------------------------------------------------------


@pytest.mark.usefixtures("number")
def test_a_new_employer_is_avoided_from_asking_and_the_old_one_still_is() -> None:
    assert OLD in avoided()
    change = ask()
    assert {OLD, NEW} <= avoided()
    assert {OLD, NEW} <= avoided_by(SYSTEM, EXPERT().person or 0)
    experts.approved(change)
    assert {OLD, NEW} <= avoided()
    assert card().declared == ()


@pytest.mark.usefixtures("number")
def test_a_unit_to_avoid_works_from_asking_and_one_taken_out_until_approval() -> None:
    change = ask(avoids=[UNIT])
    assert {SPOUSE["uscc"], UNIT["uscc"]} <= avoided()
    experts.approved(change)
    assert UNIT["uscc"] in avoided()
    assert SPOUSE["uscc"] not in avoided()


@pytest.mark.usefixtures("number")
def test_a_new_specialty_is_offered_from_the_day_of_approval() -> None:
    change = ask(specialties="A0201, C16, C2104")
    with clock.at(clock.moment(MONDAY + DAY, 10)):
        assert drawn("C2104") == []
        experts.approved(change)
        assert [one.person_id for one in drawn("C2104")] == [EXPERT().person]


@pytest.mark.usefixtures("number")
def test_a_specialty_that_is_given_up_counts_no_longer_and_needs_nobodys_consent() -> None:
    assert ask(specialties="A0201") == ""
    assert drawn("C16") == []
    assert len(drawn("A0201")) == 1
    assert changes_of(EXPERT(), card().number) == []
    with system_access("test"):
        assert JournalEntry.objects.filter(event="expertLibrary.reviewExpert.give_up").exists()


@pytest.mark.usefixtures("number")
def test_who_exchanges_all_specialties_is_drawn_for_none_until_approval() -> None:
    change = ask(specialties="C2104")
    assert drawn() == drawn("A0201") == drawn("C2104") == []
    experts.approved(change)
    assert len(drawn("C2104")) == len(drawn()) == 1


@pytest.mark.usefixtures("number")
def test_a_change_taken_back_leaves_the_entry_and_its_units_go() -> None:
    change = ask()
    with pytest.raises(NotAllowed):
        services.withdraw_change(people.actor(FINANCE()), number=change)
    services.withdraw_change(people.actor(EXPERT()), number=change)
    assert NEW not in avoided()
    assert card().employer == "示例学院"
    with pytest.raises(WrongState):
        services.approve_change(people.actor(FINANCE()), number=change)


def test_a_move_hands_the_expert_over_on_approval(number: str) -> None:
    people.finance("370202")
    change = ask(region="370202")
    assert not selectors.expert_pool(SYSTEM, specialties=(), region="370202")
    experts.approved(change)
    assert selectors.expert_pool(SYSTEM, specialties=(), region="370202")
    assert selectors.expert_seen(people.finance("370202"), number).region == "370202"
    with pytest.raises(NotFound):
        selectors.expert_seen(FINANCE(), number)


def test_a_phone_counts_at_once(number: str) -> None:
    services.keep_phone(people.actor(EXPERT()), form=PhoneIn(phone="138 0000 0000"))
    assert selectors.expert_seen(FINANCE(), number).phone == "138 0000 0000"
    with system_access("test"):
        entry = JournalEntry.objects.get(event="expertLibrary.reviewExpert.reach")
    assert "138" not in str(entry.body)


def test_an_entry_corrected_meanwhile_is_not_written_over(number: str) -> None:
    change = ask()
    entry = ExpertIn(
        name=card().name, employer="示例理工大学", employer_uscc=people.uscc(4002),
        specialties=["A0201"], region=people.REGION,
    )  # fmt: skip
    services.edit_expert(people.actor(FINANCE()), number=number, entry=entry)
    with pytest.raises(Conflict, match="另行改动"):
        services.approve_change(people.actor(FINANCE()), number=change)
    refuse(change)
    assert card().employer == "示例理工大学"


def test_who_leaves_has_nothing_under_review(number: str) -> None:
    change = ask()
    services.take(people.actor(EXPERT()), key=number, step="leave", reason="健康原因")
    assert change_seen(EXPERT(), change).state == "withdrawn"
    with pytest.raises(WrongState, match="重新申请入库"):
        services.ask_change(people.actor(EXPERT()), form=experts.change_of(EXPERT(), avoids=[]))
