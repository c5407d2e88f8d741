"""Challenges to a framework: who may, until when, what is held back, how it is answered and mended."""

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.law.challenges import Outcome
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.challenges import selectors, services
from lucai.stages.trade.challenges.jobs import watch_replies
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.frameworks import services as frameworks_services
from lucai.stages.trade.frameworks.schemas import CorrectionIn, ReasonIn
from lucai.stages.trade.frameworks.selectors import framework_seen, member_seen
from tests.makers import challenges, frameworks, people
from tests.makers import framework_disputes as disputes
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

ANNOUNCED = clock.moment(frameworks.ANNOUNCED, 11)
LAST_FOR_DOCUMENTS = date(2026, 3, 23)
"""Announced on Thursday 2026-03-05, public for five workdays to the 12th, seven workdays more."""
LAST_FOR_RESULT = date(2026, 4, 16)
"""Announced on Monday 2026-03-30, public to April 7th (清明 lies between), seven workdays more."""


def _broken(error: RuleBroken) -> set[str]:
    return {verdict.rule for verdict in error.verdicts}


def test_any_supplier_challenges_the_documents_until_the_seventh_workday_after_their_notice() -> (
    None
):
    number = frameworks.calling()
    with clock.at(clock.moment(LAST_FOR_DOCUMENTS, 17)):
        made = disputes.about_documents(number, people.actor(people.supplier(9)))
    sheet = selectors.challenge_seen(frameworks.centre(), made)
    assert sheet.window_until == LAST_FOR_DOCUMENTS
    assert (sheet.agency_name, sheet.buyer_id) == (frameworks.centre().organisation_name, 0)


def test_a_challenge_to_the_documents_is_too_late_a_day_later() -> None:
    number = frameworks.calling()
    late = clock.moment(LAST_FOR_DOCUMENTS + timedelta(days=1), 9)
    with clock.at(late), pytest.raises(RuleBroken, match="2026-03-23") as held:
        disputes.about_documents(number)
    assert _broken(held.value) == {"GP-QST-02"}


def test_a_result_is_challenged_until_the_seventh_workday_after_its_notice_and_not_later() -> None:
    number = frameworks.decided()
    with clock.at(clock.moment(LAST_FOR_RESULT, 17)):
        disputes.raised(number)
    late = clock.moment(LAST_FOR_RESULT + timedelta(days=1), 9)
    with clock.at(late), pytest.raises(RuleBroken) as held:
        disputes.raised(number, disputes.loser(1))
    assert _broken(held.value) == {"GP-QST-02"}


def test_only_who_responded_challenges_process_and_result() -> None:
    number = frameworks.decided()
    stranger = people.actor(people.supplier(9))
    process = {"about": About.PROCESS, "phase": "评审", "known_on": frameworks.DECIDED}
    with clock.at(disputes.RESULT_ON):
        for changes in ({}, process):
            with pytest.raises(RuleBroken, match="响应、申请加入这一包") as held:
                disputes.raised(number, stranger, **changes)
            assert _broken(held.value) == {"GP-QST-02"}
        assert disputes.raised(number, **process)
        open_ = {one.about: one.open for one in selectors.grounds(people.supplier(5), number)}
        assert open_ == {"document": False, "process": True, "result": True}


def test_a_result_that_is_not_announced_cannot_be_challenged_yet() -> None:
    number = frameworks.opened(suppliers=2)
    with clock.at(frameworks.DEADLINE), pytest.raises(RuleBroken, match="还没有公告"):
        disputes.raised(number, disputes.loser(1))


def test_a_package_that_the_framework_does_not_have_is_refused() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON), pytest.raises(InvalidInput, match="没有包 7"):
        disputes.raised(number, lots=[7])


def test_a_challenge_to_the_result_holds_back_signing_and_orders_until_it_is_answered() -> None:
    number = frameworks.decided()
    member = people.actor(people.supplier(1))
    with clock.at(disputes.RESULT_ON):
        made = disputes.raised(number)
        with pytest.raises(RuleBroken, match="暂停签订合同") as held:
            frameworks_services.sign_as_supplier(member, number=number, place=1)
        assert _broken(held.value) == {"GP-CTR-08"}
        offers = member_seen(member.viewer, number, 1).offers
        assert not next(one for one in offers if one.step.name == "sign_supplier").open
        assert framework_seen(frameworks.centre(), number).suspensions
        assert framework_seen(people.supplier(2), number).suspensions == ()
        services.answer(disputes.centre(), number=made, form=challenges.reply())
        frameworks_services.sign_as_supplier(member, number=number, place=1)


def test_an_answer_is_owed_within_seven_workdays_by_who_called_and_served_on_the_admitted() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        made = disputes.raised(number)
        owed = next(d for d in duty_list(frameworks.centre()) if "答复供应商的质疑" in d.title)
        assert owed.due_at is not None
        # 2026-03-30 is a Monday; April 6th is 清明, so the seventh workday is the 9th.
        assert owed.due_at.astimezone(clock.BEIJING).date() == date(2026, 4, 10)
        services.answer(disputes.centre(), number=made, form=challenges.reply())
    served = {
        one.organisation_name for one in selectors.challenge_seen(frameworks.centre(), made).served
    }
    assert served == {people.supplier(n).organisation_name for n in range(1, 6)}
    [copy] = selectors.replies_for(people.supplier(1))
    assert copy.outcome_label.startswith("质疑不成立")


def test_nobody_else_sees_a_challenge_to_a_framework() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        made = disputes.raised(number)
    for other in (people.supplier(1), people.agency(2), people.buyer(), people.expert(1)):
        with pytest.raises(NotFound):
            selectors.challenge_seen(other, made)


def test_silence_is_told_to_the_parties_that_there_are() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        made = disputes.raised(number)
    with clock.at(clock.moment(date(2026, 4, 10), 0)):
        assert watch_replies(clock.now()) == 1
        assert selectors.challenge_seen(disputes.loser().viewer, made).line.late


def test_founded_documents_are_corrected_before_the_remedy_counts() -> None:
    number = frameworks.calling()
    with clock.at(ANNOUNCED):
        made = disputes.about_documents(number)
        services.answer(disputes.centre(), number=made, form=challenges.reply(Outcome.AMEND))
        with pytest.raises(WrongState, match="更正公告"):
            services.remedy(disputes.centre(), number=made, form=challenges.mended())
        correction = CorrectionIn(text="白度由不低于 95 改为不低于 90。")
        frameworks_services.correct(disputes.centre(), number=number, form=correction)
        services.remedy(disputes.centre(), number=made, form=challenges.mended())
    assert selectors.challenge_seen(frameworks.centre(), made).line.state == "remedied"


def test_founded_documents_are_corrected_late_with_a_deadline_put_off() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(date(2026, 3, 12), 9)):
        made = disputes.about_documents(number)
        services.answer(disputes.centre(), number=made, form=challenges.reply(Outcome.AMEND))
        correction = CorrectionIn(text="白度由不低于 95 改为不低于 90。", affects_bids=True)
        frameworks_services.correct(disputes.centre(), number=number, form=correction)
        services.remedy(disputes.centre(), number=made, form=challenges.mended())
    assert framework_seen(people.public(), number).corrections[0].until is not None


def test_from_the_deadline_on_founded_documents_mean_calling_anew() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(date(2026, 3, 12), 9)):
        made = disputes.about_documents(number)
    with clock.at(frameworks.DEADLINE):
        with pytest.raises(RuleBroken) as held:
            services.answer(disputes.centre(), number=made, form=challenges.reply(Outcome.AMEND))
        assert "GP-QST-06" in _broken(held.value)
        services.answer(disputes.centre(), number=made, form=challenges.reply(Outcome.RESTART))
        services.remedy(disputes.centre(), number=made, form=challenges.mended())
    assert framework_seen(people.public(), number).card.state == "ended"


def test_a_founded_challenge_strikes_the_admitted_off_and_the_result_is_announced_anew() -> None:
    number = frameworks.decided(frameworks.plan(most_admitted="2"))
    with clock.at(disputes.RESULT_ON):
        made = disputes.answered(number, Outcome.NEXT)
        assert selectors.struck_choices(frameworks.centre(), made)[0][0] == "1"
        with pytest.raises(InvalidInput, match="撤销入围"):
            services.remedy(disputes.centre(), number=made, form=challenges.mended())
        services.remedy(disputes.centre(), number=made, form=challenges.mended(struck=[1]))
    states = [m.state for m in framework_seen(people.public(), number).members]
    assert states == ["voided", "awaiting", "awaiting"]


def test_a_changed_result_is_reported_to_finance() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        made = disputes.answered(number, Outcome.NEXT)
        form = challenges.mended(struck=[1], report="")
        with pytest.raises(RuleBroken, match="报告财政部门"):
            services.remedy(disputes.centre(), number=made, form=form)


def test_with_two_good_responses_another_admission_is_no_way() -> None:
    number = frameworks.decided(suppliers=2)
    with clock.at(disputes.RESULT_ON):
        with pytest.raises(RuleBroken, match="按现在的阶段只能选择") as held:
            disputes.answered(number, Outcome.NEXT, who=disputes.loser(2))
        assert _broken(held.value) == {"GP-QST-06"}


def test_a_refused_application_is_challenged_and_reviewed_again() -> None:
    number = frameworks.open_running()
    own = people.actor(people.supplier(1))
    with clock.at(disputes.RESULT_ON):
        place = frameworks_services.apply(own, number=number, form=frameworks.application())
        refused = ReasonIn(reason="产品不符合需求标准")
        frameworks_services.refuse(disputes.centre(), number=number, place=place, form=refused)
        made = disputes.raised(number, own, lots=[])
        services.answer(disputes.centre(), number=made, form=challenges.reply(Outcome.NEXT))
        services.remedy(disputes.centre(), number=made, form=challenges.mended())
        frameworks_services.admit(disputes.centre(), number=number, place=place)
    assert [m.state for m in framework_seen(people.public(), number).members] == ["active"]


def test_a_buyer_that_called_answers_itself() -> None:
    own = frameworks.plan(ground="attestation", object_kind="services")
    number = frameworks.calling(own, by=people.buyer())
    with clock.at(ANNOUNCED):
        made = disputes.about_documents(number)
        sheet = selectors.challenge_seen(people.buyer(), made)
        assert (sheet.buyer_name, sheet.agency_id) == (people.buyer().organisation_name, 0)
        services.answer(people.actor(people.buyer()), number=made, form=challenges.reply())
    assert selectors.challenge_seen(people.buyer(), made).line.state == "answered"


def test_the_pages_draft_answer_and_mend() -> None:
    number = frameworks.decided(frameworks.plan(most_admitted="2"))
    page = f"/frameworks/{number}/"
    with clock.at(disputes.RESULT_ON):
        own, desk = browse(people.supplier(5)), browse(frameworks.centre())
        board = own.get(f"{page}challenges/").content.decode()
        assert "对入围结果提出质疑" in board
        assert f"/rooms/{number}" not in board
        assert "入围结果" in own.get(f"{page}challenges/new/?about=result").content.decode()
        made = disputes.answered(number, Outcome.NEXT)
        for browser in (own, desk):
            shown = browser.get(f"/challenges/{made}/").content.decode()
            assert f"{page}challenges/" in shown
            assert f"/rooms/{number}" not in shown
        assert "另行确定入围供应商" in shown
        assert 'name="struck"' in desk.get(f"/challenges/{made}/remedy/").content.decode()
        assert desk.get(f"/challenges/{made}/letter.pdf").status_code == 200
        assert desk.get(f"/challenges/{made}/reply.pdf").status_code == 200
        assert made in desk.get(f"{page}challenges/").content.decode()
        assert browse(people.expert(1)).get(f"{page}challenges/").status_code in {302, 403, 404}
        assert desk.get("/frameworks/KJXY0000000000000/challenges/").status_code == 404


def test_finance_finds_an_answer_that_is_overdue_and_is_led_to_the_framework() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        disputes.raised(number)
    with clock.at(clock.moment(date(2026, 4, 11), 9)):
        late = [one for one in overdue_page(people.finance()).items if "答复" in one.title]
    assert [one.href for one in late] == [f"/frameworks/{number}/"]
