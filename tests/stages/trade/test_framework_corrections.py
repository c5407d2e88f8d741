"""Corrections of a framework's documents: words, the deadline that follows, who is told."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.downloads.selectors import download_list
from lucai.stages.trade.frameworks import services
from lucai.stages.trade.frameworks.numbering import round_number
from lucai.stages.trade.frameworks.schemas import CorrectionIn, EnquiryIn
from lucai.stages.trade.frameworks.selectors import call_seen, framework_seen, responses_seen
from lucai.stages.trade.groups.selectors import group_seen
from lucai.stages.trade.rounds.selectors import round_card
from tests.makers import frameworks, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

TEXT = "付款期限由十个工作日改为五个工作日。"
CORRECTION = CorrectionIn(text=TEXT, affects_bids=True)
BEFORE = frameworks.DEADLINE - timedelta(days=15)
"""The last day on which a correction leaves the fifteen days of the law."""
LATE = BEFORE + timedelta(days=1)


def _correct(number: str, at: datetime, **changes: object) -> None:
    with clock.at(at):
        form = CORRECTION.model_copy(update=changes)
        services.correct(people.actor(frameworks.centre()), number=number, form=form)


def _closes(number: str) -> datetime:
    return call_seen(people.public(), number, 1).response_deadline


def test_a_correction_on_the_fifteenth_day_before_leaves_the_deadline_and_tells_who_responded() -> (
    None
):
    number = frameworks.responded(suppliers=2)
    _correct(number, BEFORE)
    assert framework_seen(people.public(), number).corrections[0].text == TEXT
    assert _closes(number) == frameworks.DEADLINE
    with system_access("test"):
        told = JournalEntry.objects.filter(event="trade.frameworkResponse.corrected")
        assert {tuple(one.audience) for one in told} == {
            (people.supplier(n).organisation,) for n in (1, 2)
        }
        public = JournalEntry.objects.get(event="trade.frameworkAgreement.correct")
        assert public.public
        assert public.body["notice"]["kind"] == "amendment"


def test_a_day_later_the_deadline_moves_by_a_day_and_everything_follows() -> None:
    number = frameworks.responded(suppliers=2)
    _correct(number, LATE)
    later = frameworks.DEADLINE + timedelta(days=1)
    assert _closes(number) == later
    sealed = round_card(people.public(), round_number(number, 1), 1)
    assert sealed is not None
    assert sealed.deadline == later
    group = group_seen(frameworks.centre(), f"{number}-Z1")
    assert group is not None
    assert group.review_at == later
    with clock.at(LATE):
        duties = duty_list(frameworks.centre())
    assert [one.opens_at for one in duties if one.title == "开启响应文件"] == [later]
    with system_access("test"):
        body = JournalEntry.objects.get(event="trade.frameworkAgreement.correct").body
    assert body["ocds"]["tender"]["tenderPeriod"]["endDate"]
    assert "2026-03-27" in str(body["notice"])


def test_envelopes_sealed_before_and_after_a_postponement_open_together_and_not_earlier() -> None:
    number = frameworks.responded(suppliers=2)
    _correct(number, LATE)
    later = frameworks.DEADLINE + timedelta(days=1)
    centre = people.actor(frameworks.centre())
    with clock.at(frameworks.DEADLINE + timedelta(hours=1)):
        frameworks.hand_in(number, 3, price="95.00")
        with pytest.raises(RuleBroken) as early:
            services.open_responses(centre, number=number, round_=1)
        assert "GP-TEN-09" in {one.rule for one in early.value.verdicts}
    with clock.at(later):
        assert services.open_responses(centre, number=number, round_=1) == 3
        assert len(responses_seen(frameworks.centre(), number, 1)) == 3


def test_what_does_not_affect_responses_moves_nothing() -> None:
    number = frameworks.calling()
    _correct(number, LATE, affects_bids=False)
    assert _closes(number) == frameworks.DEADLINE


def test_a_deadline_that_is_typed_may_be_later_but_neither_early_nor_beyond_the_term() -> None:
    number = frameworks.calling()
    with pytest.raises(InvalidInput):
        _correct(number, LATE, new_deadline=frameworks.DEADLINE)
    with pytest.raises(RuleBroken) as short:
        _correct(number, LATE + timedelta(days=5), new_deadline=frameworks.DEADLINE + timedelta(1))
    assert {one.rule for one in short.value.verdicts} == {"GP-TEN-05"}
    with pytest.raises(RuleBroken) as over:
        _correct(number, LATE, new_deadline=clock.moment(frameworks.ENDS, 9))
    assert {one.rule for one in over.value.verdicts} == {"GP-FRA-08"}
    _correct(number, LATE, new_deadline=frameworks.DEADLINE + timedelta(days=7))
    assert _closes(number) == frameworks.DEADLINE + timedelta(days=7)


def test_replaced_words_stand_in_the_documents_with_what_went_and_came() -> None:
    number = frameworks.calling()
    payment = "验收合格、收到发票后五个工作日内支付"
    _correct(number, BEFORE, texts={"term:payment": payment, "package:1": "80 克，每箱 5 包"})
    sheet = framework_seen(people.public(), number)
    assert sheet.terms["payment"] == payment
    assert sheet.packages[0].requirement == "80 克，每箱 5 包"
    found = {one.place: one for one in sheet.corrections[0].changes}
    assert found["term:payment"].before.endswith("十个工作日内支付")
    page = browse(people.supplier(1)).get(f"/frameworks/{number}/").content.decode()
    assert "<ins>" in page
    assert "<del>" in page


def test_no_word_is_left_empty_and_qualification_stays() -> None:
    number = frameworks.calling()
    with pytest.raises(InvalidInput):
        _correct(number, BEFORE, texts={"term:payment": " "})
    _correct(number, BEFORE, texts={"term:qualification": "另有要求"})
    assert framework_seen(people.public(), number).terms["qualification"] != "另有要求"


def test_once_somebody_is_admitted_the_words_stay() -> None:
    number = frameworks.open_running()
    payment = framework_seen(people.public(), number).terms["payment"]
    centre, first = people.actor(frameworks.centre()), people.actor(people.supplier(1))
    services.apply(first, number=number, form=frameworks.application())
    services.admit(centre, number=number, place=1)
    form = CorrectionIn(text=TEXT, texts={"term:payment": "预付全部货款"})
    services.correct(centre, number=number, form=form)
    sheet = framework_seen(people.public(), number)
    assert sheet.corrections
    assert sheet.terms["payment"] == payment


def test_who_obtained_the_documents_or_asked_about_them_is_told_and_stays_secret() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(frameworks.ANNOUNCED, 11)):
        services.obtain(people.actor(people.supplier(1)), number=number)
        with pytest.raises(WrongState):
            services.obtain(people.actor(people.supplier(1)), number=number)
        question = EnquiryIn(question="每箱是否可以按十包供货？")
        services.ask(people.actor(people.supplier(2)), number=number, form=question)
        with pytest.raises(NotAllowed):
            services.obtain(people.actor(people.buyer()), number=number)
    _correct(number, LATE)
    with system_access("test"):
        told = JournalEntry.objects.get(event="trade.frameworkAgreement.correct").audience
    assert set(told) == {people.supplier(n).organisation for n in (1, 2)}
    with clock.at(frameworks.DEADLINE + timedelta(hours=1)):
        assert download_list(frameworks.centre(), number) == []
    with clock.at(frameworks.DEADLINE + timedelta(days=1)):
        assert len(download_list(frameworks.centre(), number)) == 1


def test_nothing_is_corrected_from_the_deadline_on_and_an_open_framework_always_is() -> None:
    number = frameworks.calling()
    with pytest.raises(WrongState):
        _correct(number, frameworks.DEADLINE)
    joined = frameworks.open_running()
    services.correct(people.actor(frameworks.centre()), number=joined, form=CORRECTION)
    assert framework_seen(people.public(), joined).corrections


def test_the_pages_obtain_and_correct() -> None:
    number = frameworks.calling()
    page = f"/frameworks/{number}/"
    with clock.at(LATE):
        own, desk = browse(people.supplier(1)), browse(frameworks.centre())
        assert own.post(f"{page}obtain/").status_code == 302
        assert "登记获取了征集文件" in own.get(page).content.decode()
        asked = desk.get(f"{page}correct/").content.decode()
        assert "2026-03-27" in asked
        assert "texts.term:payment" in asked
        assert browse(people.agency(2)).get(f"{page}correct/").status_code == 404
        refused = desk.post(f"{page}correct/", {"text": "短"})
        assert refused.status_code == 422
        done = desk.post(f"{page}correct/", {"text": TEXT, "affects_bids": "on"})
        assert done.status_code == 302
        shown = own.get(page).content.decode()
    assert TEXT in shown
    assert "顺延至" in shown


def test_whoever_signs_a_correction_reads_the_words_that_change_and_no_others() -> None:
    number = frameworks.calling()
    from_form = {
        "text": TEXT,
        "texts.term:payment": "五日内支付",
        "texts.package:1": "70 克，每箱 5 包",
    }
    with clock.at(LATE), override_settings(LUCAI_SIGNED_ACTS=True):
        page = browse(frameworks.centre()).post(f"/frameworks/{number}/correct/", from_form)
    shown = page.content.decode()
    assert "更正后：资金支付方式、时间和条件" in shown
    assert "五日内支付" in shown
    assert "需求标准" not in shown
