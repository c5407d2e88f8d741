"""Questions about a framework."""

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotAllowed, NotFound, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.frameworks import services
from lucai.stages.trade.frameworks.schemas import AnswerIn, EnquiryIn
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_list
from tests.makers import frameworks, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

QUESTION = EnquiryIn(question="每箱是否可以按十包供货？")


def _asked(number: str, n: int = 1) -> int:
    supplier = people.supplier(n)
    services.ask(people.actor(supplier), number=number, form=QUESTION)
    return enquiry_list(supplier, number)[-1].pk


def test_a_question_is_answered_to_its_asker_alone_and_nobody_learns_who_asked() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(frameworks.ANNOUNCED, 11)):
        pk = _asked(number)
        centre = people.actor(frameworks.centre())
        assert enquiry_list(people.supplier(2), number) == []
        page = browse(frameworks.centre()).get(f"/frameworks/{number}/enquiries/")
        assert QUESTION.question in page.content.decode()
        assert people.supplier(1).organisation_name not in page.content.decode()
        assert any("答复供应商的询问" in one.title for one in duty_list(centre.viewer))
        services.answer(
            centre, number=number, enquiry=pk, form=AnswerIn(answer="可以，每箱总量不变。")
        )
        assert enquiry_list(people.supplier(1), number)[0].answer.startswith("可以")
        with pytest.raises(WrongState):
            services.answer(centre, number=number, enquiry=pk, form=AnswerIn(answer="再答一次"))


def test_the_days_to_answer_a_question_are_three_workdays() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(frameworks.ANNOUNCED, 11)):
        _asked(number)
        duty = next(d for d in duty_list(frameworks.centre()) if "询问" in d.title)
    # Thursday 2026-03-05: the third workday after it is Tuesday the 10th.
    assert duty.due_at is not None
    assert duty.due_at.astimezone(clock.BEIJING).date().isoformat() == "2026-03-11"


def test_a_question_is_answered_by_its_organiser_only() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(frameworks.ANNOUNCED, 11)):
        pk = _asked(number)
        form = AnswerIn(answer="由别人答复")
        for other in (people.agency(2), people.buyer()):
            with pytest.raises((NotFound, NotAllowed)):
                services.answer(people.actor(other), number=number, enquiry=pk, form=form)


def test_nobody_asks_about_a_framework_that_is_not_announced() -> None:
    number = frameworks.approved()
    with pytest.raises(NotFound):
        services.ask(people.actor(people.supplier(1)), number=number, form=QUESTION)


def test_the_pages_ask_and_answer() -> None:
    number = frameworks.calling()
    page = f"/frameworks/{number}/"
    with clock.at(clock.moment(frameworks.ANNOUNCED, 11)):
        own, desk = browse(people.supplier(1)), browse(frameworks.centre())
        assert own.post(f"{page}enquiries/ask/", {"question": "短"}).status_code == 422
        done = own.post(f"{page}enquiries/ask/", {"question": QUESTION.question})
        assert done.status_code == 302
        pk = enquiry_list(people.supplier(1), number)[0].pk
        assert browse(people.supplier(2)).get(f"{page}enquiries/").status_code == 200
        assert desk.get(f"{page}enquiries/{pk}/").status_code == 200
        assert desk.post(f"{page}enquiries/{pk}/", {"answer": "可以。每箱不变"}).status_code == 302
