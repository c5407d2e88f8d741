"""Questions, challenges and complaints about orders and enquiries of the mall."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, RuleBroken, WrongState
from lucai.law.challenges import Outcome, Remedy
from lucai.oversight.complaints import services as overseeing
from lucai.oversight.complaints.schemas import DisposalIn
from lucai.oversight.complaints.selectors import complaint_seen
from lucai.platform.duties.selectors import duty_list
from lucai.stages.archive.packages.dossier import papers_of
from lucai.stages.archive.packages.selectors import dossier_of
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.contracts.selectors import contracts_of_project
from lucai.stages.contract.mall import services as shop
from lucai.stages.contract.mall.schemas import AwardIn, QuestionAnswerIn, QuestionIn
from lucai.stages.contract.mall.selectors import mall_inquiry_seen, mall_order_seen
from lucai.stages.contract.mall.selectors.questions import questions_of
from lucai.stages.trade.challenges import selectors, services
from lucai.stages.trade.challenges.schemas import About, ReportIn
from tests.makers import budget, challenges, complaints, mall, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

NOW = clock.moment(date(2026, 4, 2), 10)
OPENED = NOW + timedelta(hours=24)
LAST = date(2026, 4, 15)
"""Awarded on Friday 2026-04-03, the 6th a holiday: seven workdays later."""
QUESTION = QuestionIn(question="交付时间是否可以提前？")


@pytest.fixture(autouse=True)
def _with_money(db: None) -> Iterator[None]:
    with clock.at(NOW):
        budget.indicator()
        yield


def _buyer() -> Actor:
    return people.actor(people.buyer())


def _loser() -> Actor:
    return people.actor(people.supplier(3))


def _compared() -> tuple[str, str]:
    """An enquiry that the second supplier won, and its order."""
    number = mall.asking()
    mall.quoted(number, {2: "3900.00", 1: "3950.00", 3: "4000.00"})
    with clock.at(OPENED):
        shop.open_quotes(_buyer(), number=number)
        return number, shop.award(_buyer(), number=number, form=AwardIn())


def _raised(number: str, who: Actor | None = None, **changes: Any) -> str:
    form = challenges.content(lots=[], **changes)
    made = services.draft(who or _loser(), project_number=number, form=form)
    services.submit(who or _loser(), number=made)
    return made


def _founded(number: str, who: Actor | None = None) -> str:
    made = _raised(number, who)
    services.answer(_buyer(), number=made, form=challenges.reply(Outcome.RESTART))
    return made


def test_who_quoted_challenges_the_deal_of_an_enquiry_and_the_buyer_answers() -> None:
    inquiry, order = _compared()
    with clock.at(OPENED):
        made = _raised(inquiry)
        sheet = selectors.challenge_seen(people.buyer(), made)
        assert (sheet.subject.noun, sheet.line.about_label) == ("商城询价", "成交结果")
        assert (sheet.buyer_id, sheet.agency_id) == (people.buyer().organisation, 0)
        assert sheet.finance_id == people.finance().organisation
        with pytest.raises(RuleBroken, match="暂停签订合同"):
            shop.release(people.actor(people.buyer_reviewer()), number=order)
        services.answer(_buyer(), number=made, form=challenges.reply())
        shop.release(people.actor(people.buyer_reviewer()), number=order)


def test_the_deal_is_challenged_until_the_seventh_workday_and_not_later() -> None:
    inquiry, _ = _compared()
    with clock.at(OPENED):
        found = selectors.grounds(people.supplier(3), inquiry)
    assert next(one for one in found if one.about == "result").until == LAST
    with clock.at(clock.moment(LAST, 17)):
        assert _raised(inquiry)
    with clock.at(clock.moment(LAST + timedelta(days=1), 9)), pytest.raises(RuleBroken):
        _raised(inquiry, people.actor(people.supplier(1)))


def test_nobody_challenges_who_did_not_quote() -> None:
    inquiry, _ = _compared()
    with clock.at(OPENED), pytest.raises(RuleBroken) as held:
        _raised(inquiry, people.actor(people.supplier(5)))
    assert "GP-QST-02" in {one.rule for one in held.value.verdicts}


def test_a_founded_challenge_takes_the_order_back_and_frees_the_money() -> None:
    free = indicator_seen(people.buyer(), mall.INDICATOR).free
    inquiry, order = _compared()
    with clock.at(OPENED):
        made = _founded(inquiry)
        services.remedy(_buyer(), number=made, form=challenges.mended())
        assert mall_order_seen(people.buyer(), order).state == "withdrawn"
        assert indicator_seen(people.buyer(), mall.INDICATOR).free == free


def test_a_founded_challenge_to_the_process_ends_an_enquiry_without_a_deal() -> None:
    inquiry = mall.asking()
    mall.quoted(inquiry, {2: "3900.00", 1: "3950.00", 3: "4000.00"})
    with clock.at(OPENED):
        shop.open_quotes(_buyer(), number=inquiry)
        made = _raised(inquiry, about=About.PROCESS, known_on=clock.today(), phase="揭示报价")
        with pytest.raises(RuleBroken):
            shop.award(_buyer(), number=inquiry, form=AwardIn())
        services.answer(_buyer(), number=made, form=challenges.reply(Outcome.RESTART))
        services.remedy(_buyer(), number=made, form=challenges.mended())
        assert mall_inquiry_seen(people.buyer(), inquiry).state == "ended"


def test_an_order_from_the_shelf_is_challenged_by_who_offered_it_and_goes_to_finance() -> None:
    order = mall.confirmed()
    other = people.actor(people.supplier(1))
    made = _founded(order, other)
    with pytest.raises(RuleBroken):
        services.remedy(_buyer(), number=made, form=challenges.mended())
    services.report(_buyer(), number=made, form=ReportIn(text="质疑成立，合同已经成立。"))
    form = DisposalIn(remedy=Remedy.RESCIND_RESTART, text="查明情况属实，撤销合同。")
    overseeing.dispose(people.actor(people.finance()), number=made, form=form)
    assert [one.state for one in contracts_of_project(people.buyer(), order)] == ["rescinded"]


def test_a_complaint_about_a_deal_goes_to_the_buyers_own_finance_and_voids_it() -> None:
    inquiry, order = _compared()
    with clock.at(OPENED):
        made = _raised(inquiry)
        services.answer(_buyer(), number=made, form=challenges.reply())
        number = complaints.received(made, _loser())
        overseeing.accept(complaints.finance(), number=number)
        overseeing.serve(complaints.finance(), number=number)
        assert complaint_seen(people.finance(), number).stage_label
        complaints.decide(number, complaints.uphold(Remedy.VOID_RESTART))
        assert mall_order_seen(people.buyer(), order).state == "withdrawn"


def test_disputes_about_an_enquiry_lie_in_the_file_of_its_order() -> None:
    inquiry, order = _compared()
    with clock.at(OPENED):
        made = _raised(inquiry)
        services.answer(_buyer(), number=made, form=challenges.reply())
        shop.release(people.actor(people.buyer_reviewer()), number=order)
        shop.confirm(people.actor(people.supplier(2)), number=order)
        papers = {paper.key: paper for paper in papers_of(dossier_of(SYSTEM, order))}
    names = {piece.name for piece in papers["challenges"].pieces}
    assert {f"{made}-答复.pdf", f"{made}-质疑函.pdf"} <= names


def test_a_question_is_answered_in_three_workdays_to_its_asker_alone() -> None:
    inquiry = mall.asking()
    shop.ask_question(_loser(), number=inquiry, form=QUESTION)
    duty = next(one for one in duty_list(people.buyer()) if "询问" in one.title)
    assert duty.due_at == clock.moment(date(2026, 4, 9))
    found = questions_of(people.supplier(3), inquiry)
    assert questions_of(people.supplier(1), inquiry) == []
    form = QuestionAnswerIn(answer="可以提前交付。")
    other = people.actor(people.supplier(1))
    with pytest.raises(NotFound):
        shop.answer_question(other, number=inquiry, question=found[0].pk, form=form)
    shop.answer_question(_buyer(), number=inquiry, question=found[0].pk, form=form)
    assert questions_of(people.supplier(3), inquiry)[0].answer == form.answer
    with pytest.raises(WrongState):
        shop.answer_question(_buyer(), number=inquiry, question=found[0].pk, form=form)


def test_the_pages_lead_from_order_and_enquiry_to_question_challenge_and_complaint() -> None:
    inquiry, order = _compared()
    with clock.at(OPENED):
        own, desk, finance = (
            browse(people.supplier(3)), browse(people.buyer()), browse(people.finance()),
        )  # fmt: skip
        page = f"/mall/inquiries/{inquiry}/"
        assert "询问、质疑和投诉" in own.get(page).content.decode()
        done = own.post(f"{page}questions/ask/", {"question": QUESTION.question})
        assert done.status_code == 302
        pk = questions_of(people.supplier(3), inquiry)[0].pk
        assert QUESTION.question in desk.get(f"{page}questions/").content.decode()
        posted = desk.post(f"{page}questions/{pk}/", {"answer": "可以提前交付。"})
        assert posted.status_code == 302
        assert "可以提出" in own.get(f"{page}challenges/").content.decode()
        assert own.get(f"{page}challenges/new/").status_code == 200
        assert finance.get(f"{page}complaints/").status_code == 200
        shown = desk.get(f"/mall/orders/{order}/").content.decode()
        assert page in shown
