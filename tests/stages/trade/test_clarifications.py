"""Enquiries nobody can trace, and clarifications that leave the time the law asks for."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.notices import check_notice
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.messages.selectors import message_page
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.schemas import AnswerIn, ClarificationIn, EnquiryIn
from lucai.stages.trade.documents.selectors import document_card
from lucai.stages.trade.documents.selectors.clarifications import (
    clarification_list,
    clarification_seen,
    enquiry_list,
)
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import people, trade
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
PUBLISHED = clock.moment(date(2026, 6, 1), 10)
DEADLINE = clock.moment(date(2026, 6, 22), 9, 30)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(PUBLISHED):
        yield


def agency() -> Actor:
    return people.actor(people.agency())


def content(**changes: object) -> ClarificationIn:
    return ClarificationIn(**{"text": "内存总容量不低于 16GB，条数不限。", **changes})


def published(number: str, **changes: object) -> int:
    place = services.clarify(agency(), project_number=number, content=content(**changes))
    services.publish_clarification(agency(), project_number=number, number=place)
    return place


def ask(number: str, supplier: int = 1) -> None:
    services.ask(
        people.actor(people.supplier(supplier)),
        project_number=number,
        enquiry=EnquiryIn(question="内存是否可以采用两条 8GB？"),
    )


def test_fifteen_days_before_the_deadline_stays_where_it_is() -> None:
    number = trade.published_project(1)
    with clock.at(clock.moment(date(2026, 6, 7), 17)):
        place = published(number, affects_bids=True)
    assert clarification_seen(people.agency(), number, place).new_deadline is None
    assert document_card(people.agency(), number).bid_deadline == DEADLINE


def test_one_day_later_the_deadline_moves_by_itself() -> None:
    number = trade.published_project(1)
    with clock.at(clock.moment(date(2026, 6, 8), 9)):
        published(number, affects_bids=True)
    moved = clock.moment(date(2026, 6, 23), 9, 30)
    assert document_card(people.public(), number).bid_deadline == moved
    assert project_seen(people.public(), number).bid_deadline == moved
    assert document_card(people.agency(), number).edition == 2


def test_what_does_not_affect_bids_leaves_the_deadline_alone() -> None:
    number = trade.published_project(1)
    with clock.at(DEADLINE - timedelta(days=1)):
        published(number, affects_bids=False)
    assert project_seen(people.public(), number).bid_deadline == DEADLINE


def test_a_draft_that_waits_too_long_is_not_published() -> None:
    number = trade.published_project(1)
    with clock.at(clock.moment(date(2026, 6, 7), 17)):
        place = services.clarify(
            agency(), project_number=number, content=content(affects_bids=True)
        )
    with clock.at(clock.moment(date(2026, 6, 8), 9)):
        with pytest.raises(RuleBroken) as refused:
            services.publish_clarification(agency(), project_number=number, number=place)
        assert {v.rule for v in refused.value.verdicts} == {"GP-TEN-05"}
        services.edit_clarification(
            agency(), project_number=number, number=place, content=content(affects_bids=True)
        )
        services.publish_clarification(agency(), project_number=number, number=place)
    assert project_seen(people.public(), number).bid_deadline > DEADLINE


@pytest.mark.parametrize("change", ["changes_object", "changes_qualification"])
def test_object_and_qualification_cannot_be_clarified_away(change: str) -> None:
    number = trade.published_project(1)
    place = services.clarify(agency(), project_number=number, content=content(**{change: True}))
    with pytest.raises(RuleBroken) as refused:
        services.publish_clarification(agency(), project_number=number, number=place)
    assert {v.rule for v in refused.value.verdicts} == {"GP-CLA-01"}


def test_a_deadline_only_moves_later() -> None:
    number = trade.published_project(1)
    with pytest.raises(InvalidInput):
        services.clarify(
            agency(),
            project_number=number,
            content=content(affects_bids=True, new_deadline=DEADLINE - timedelta(hours=1)),
        )


def test_the_amendment_notice_is_complete_and_public() -> None:
    number = trade.published_project(1)
    published(number, question="内存条数", affects_bids=True)
    entry = project_timeline(people.public(), number)[0]
    assert entry.event == "trade.clarification.publish"
    assert check_notice("amendment", entry.body["notice"]["fields"]) == []
    assert entry.body["ocds"]["tender"]["amendments"][0]["id"] == "1"


def test_holders_of_the_document_are_told(pump: object) -> None:
    number = trade.published_project(1)
    obtain_document(people.actor(people.supplier(1)), project_number=number)
    published(number)
    pump()  # type: ignore[operator]
    told = [message.title for message in message_page(people.supplier(1))[0]]
    assert any("更正" in title for title in told)
    assert message_page(people.supplier(2))[0] == []


def test_a_draft_is_for_its_parties() -> None:
    number = trade.published_project(1)
    place = services.clarify(agency(), project_number=number, content=content())
    with pytest.raises(NotFound):
        clarification_seen(people.supplier(), number, place)
    services.publish_clarification(agency(), project_number=number, number=place)
    assert [c.number for c in clarification_list(people.supplier(), number)] == [place]


def test_an_enquiry_is_read_without_its_author() -> None:
    number = trade.published_project(1)
    ask(number)
    for viewer in (people.agency(), people.buyer(), people.finance()):
        (line,) = enquiry_list(viewer, number)
        assert (line.question, line.mine) == ("内存是否可以采用两条 8GB？", False)
        assert "示例供应商1" not in repr(line)
    assert enquiry_list(people.supplier(1), number)[0].mine
    assert enquiry_list(people.supplier(2), number) == []


def test_no_journal_betrays_who_asked() -> None:
    number = trade.published_project(1)
    ask(number)
    for viewer in (people.agency(), people.buyer(), people.finance(), people.supplier(2)):
        assert "提出询问" not in {line.label for line in project_timeline(viewer, number)}


def test_a_clarification_answers_the_questions_it_names() -> None:
    number = trade.published_project(1)
    ask(number)
    ask(number, supplier=2)
    first = enquiry_list(people.agency(), number)[0]
    place = published(number, enquiries=[first.pk, 999])
    answers = [line.answered_in for line in enquiry_list(people.agency(), number)]
    assert answers == [place, None]


def titles(number: str) -> list[str]:
    return [line.title for line in duty_list(people.agency()) if line.project_number == number]


def test_a_question_is_a_duty_with_the_days_of_the_law_until_it_is_answered() -> None:
    number = trade.published_project(1)
    ask(number)
    (duty,) = [d for d in duty_list(people.agency()) if d.title == "答复供应商的询问"]
    # Asked on Monday the 1st: three working days end with Thursday.
    assert duty.due_at == clock.moment(date(2026, 6, 5))
    published(number, enquiries=[enquiry_list(people.agency(), number)[0].pk])
    assert "答复供应商的询问" not in titles(number)


def test_an_answer_of_its_own_is_read_by_the_asker_and_the_parties() -> None:
    number = trade.published_project(1)
    ask(number)
    ask(number, supplier=2)
    first, second = enquiry_list(people.agency(), number)
    reply = AnswerIn(answer="投标文件提交截止后统一开启。")
    with clock.at(DEADLINE):
        services.answer(agency(), project_number=number, enquiry=first.pk, content=reply)
    assert enquiry_list(people.supplier(1), number)[0].answer == reply.answer
    assert enquiry_list(people.supplier(2), number)[0].open
    with pytest.raises(WrongState):
        services.answer(agency(), project_number=number, enquiry=first.pk, content=reply)
    with pytest.raises(NotAllowed):
        services.answer(
            people.actor(people.buyer()), project_number=number, enquiry=second.pk, content=reply
        )


def test_the_page_of_questions_leads_to_the_answer() -> None:
    number = trade.published_project(1)
    ask(number)
    client = browse(people.agency())
    pk = enquiry_list(people.agency(), number)[0].pk
    way = f"/rooms/{number}/clarifications/enquiries/{pk}/"
    assert f"enquiries/{pk}/" in client.get(f"/rooms/{number}/clarifications/").content.decode()
    assert client.post(way, {"answer": "短"}).status_code == 422
    assert client.post(way, {"answer": "可以，容量合计即可。"}).status_code == 302
    assert (
        "可以，容量合计即可。"
        in browse(people.supplier(1)).get(f"/rooms/{number}/clarifications/").content.decode()
    )


def test_after_the_deadline_one_may_still_ask_and_is_answered_but_nobody_clarifies() -> None:
    number = trade.published_project(1)
    with clock.at(DEADLINE):
        ask(number)
        asked = enquiry_list(people.agency(), number)[-1]
        reply = AnswerIn(answer="开标记录可以在项目页面查看。")
        services.answer(agency(), project_number=number, enquiry=asked.pk, content=reply)
        with pytest.raises(WrongState):
            services.clarify(agency(), project_number=number, content=content())


def test_only_suppliers_ask() -> None:
    number = trade.published_project(1)
    with pytest.raises(NotAllowed):
        services.ask(agency(), project_number=number, enquiry=EnquiryIn(question="可以投标吗？？"))
