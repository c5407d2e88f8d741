"""Questions about a framework, and corrections of its documents."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks import services
from lucai.stages.trade.frameworks.schemas import AnswerIn, CorrectionIn, EnquiryIn
from lucai.stages.trade.frameworks.selectors import framework_seen
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_list
from tests.makers import frameworks, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

QUESTION = EnquiryIn(question="每箱是否可以按十包供货？")
CORRECTION = CorrectionIn(text="付款期限由十个工作日改为五个工作日。")
BEFORE = frameworks.DEADLINE - timedelta(days=15)
"""The last day on which a correction leaves the fifteen days of the law."""


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


def test_documents_are_corrected_in_public_up_to_the_fifteenth_day_before_the_deadline() -> None:
    number = frameworks.responded(suppliers=2)
    centre = people.actor(frameworks.centre())
    with clock.at(BEFORE):
        services.correct(centre, number=number, form=CORRECTION)
        assert framework_seen(people.public(), number).corrections[0].text == CORRECTION.text
    with system_access("test"):
        told = JournalEntry.objects.filter(event="trade.frameworkResponse.corrected")
        assert {tuple(one.audience) for one in told} == {
            (people.supplier(n).organisation,) for n in (1, 2)
        }
        public = JournalEntry.objects.get(event="trade.frameworkAgreement.correct")
        assert public.public
        assert public.body["notice"]["kind"] == "amendment"


def test_documents_are_not_corrected_a_day_later() -> None:
    number = frameworks.calling()
    centre = people.actor(frameworks.centre())
    with clock.at(BEFORE + timedelta(days=1)), pytest.raises(RuleBroken, match="重新征集") as held:
        services.correct(centre, number=number, form=CORRECTION)
    assert {one.rule for one in held.value.verdicts} == {"GP-TEN-05"}


def test_nothing_is_corrected_after_the_opening_and_an_open_framework_always_is() -> None:
    centre = people.actor(frameworks.centre())
    opened = frameworks.opened(suppliers=2)
    with clock.at(frameworks.DEADLINE), pytest.raises(WrongState):
        services.correct(centre, number=opened, form=CORRECTION)
    joined = frameworks.open_running()
    services.correct(centre, number=joined, form=CORRECTION)
    assert framework_seen(people.public(), joined).corrections


def test_the_pages_ask_answer_and_correct() -> None:
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
        assert desk.get(f"{page}correct/").status_code == 200
        assert browse(people.agency(2)).get(f"{page}correct/").status_code == 404
        assert desk.post(f"{page}correct/", {"text": CORRECTION.text}).status_code == 302
        assert CORRECTION.text in own.get(page).content.decode()
