"""Complaints about a framework: who decides, what a pause stops, what a decision does to admissions."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.law.challenges import Outcome, Remedy
from lucai.oversight.complaints import selectors, services
from lucai.oversight.complaints.notices import decision_fields
from lucai.oversight.complaints.schemas import FulfilmentIn
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.challenges import services as challenging
from lucai.stages.trade.frameworks import services as frameworks_services
from lucai.stages.trade.frameworks.schemas import ReasonIn
from lucai.stages.trade.frameworks.selectors import application_seen, framework_seen
from tests.makers import challenges, complaints, frameworks, people
from tests.makers import framework_disputes as disputes
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


def _examining(*, most: str | None = None, outcome: Outcome = Outcome.UNFOUNDED) -> tuple[str, str]:
    plan = frameworks.plan(most_admitted=most) if most else None
    number = frameworks.decided(plan)
    with clock.at(disputes.RESULT_ON):
        challenge = disputes.answered(number, outcome)
        return number, disputes.complained(challenge)


def _decide(complaint: str, remedy: Remedy, **changes: object) -> None:
    complaints.decide(complaint, complaints.uphold(remedy, **changes))


def test_a_complaint_is_made_until_the_fifteenth_workday_after_the_time_to_answer() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        challenge = disputes.answered(number)
    last = selectors.own_challenge(disputes.loser().viewer, challenge).complain_until
    assert last is not None
    with clock.at(clock.moment(last, 17)):
        made = complaints.received(challenge, disputes.loser())
        assert selectors.complaint_seen(people.finance(), made).line.state == "received"


def test_a_complaint_is_too_late_a_day_after_that() -> None:
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        challenge = disputes.answered(number)
    last = selectors.own_challenge(disputes.loser().viewer, challenge).complain_until
    assert last is not None
    with clock.at(clock.moment(last + timedelta(days=1), 9)), pytest.raises(RuleBroken) as held:
        complaints.received(challenge, disputes.loser())
    assert "GP-CMP-01" in {one.rule for one in held.value.verdicts}


def test_the_organiser_is_the_respondent_and_the_admitted_are_told() -> None:
    _, made = _examining()
    sheet = selectors.complaint_seen(people.finance(), made)
    told = {one.organisation_name: one.related for one in sheet.statements}
    assert told == {frameworks.centre().organisation_name: False} | {
        people.supplier(n).organisation_name: True for n in range(1, 5)
    }
    assert sheet.stage_label == "已确定入围供应商，尚未签订框架协议"
    assert decision_fields(sheet)["respondent"] == frameworks.centre().organisation_name


def test_nobody_else_sees_a_complaint_about_a_framework() -> None:
    _, made = _examining()
    for other in (people.supplier(9), people.agency(2), people.buyer(), people.public()):
        with pytest.raises(NotFound):
            selectors.complaint_seen(other, made)


def test_a_pause_stops_the_framework_and_resuming_lets_it_go_on() -> None:
    number, made = _examining()
    member = people.actor(people.supplier(1))
    with clock.at(disputes.RESULT_ON):
        complaints.paused(made)
        with pytest.raises(RuleBroken, match="暂停采购活动") as held:
            frameworks_services.sign_as_supplier(member, number=number, place=1)
        assert {one.rule for one in held.value.verdicts} == {"GP-CMP-07"}
        services.resume(complaints.finance(), number=made)
        frameworks.signed(number)
        complaints.paused(made)
        with pytest.raises(RuleBroken, match="暂停采购活动"):
            frameworks_services.run(disputes.centre(), number=number)
        services.resume(complaints.finance(), number=made)
        frameworks_services.run(disputes.centre(), number=number)
    assert framework_seen(people.public(), number).card.state == "running"


def test_a_decision_strikes_off_whom_it_names_and_the_next_is_admitted_at_once() -> None:
    number, made = _examining(most="2")
    with clock.at(disputes.RESULT_ON):
        with pytest.raises(InvalidInput, match="撤销入围"):
            _decide(made, Remedy.VOID_NEXT)
        with pytest.raises(InvalidInput, match="撤销入围"):
            _decide(made, Remedy.VOID_NEXT, struck=[9])
        _decide(made, Remedy.VOID_NEXT, struck=[1])
        sheet = selectors.complaint_seen(people.finance(), made)
    assert [m.state for m in framework_seen(people.public(), number).members] == [
        "voided", "awaiting", "awaiting",
    ]  # fmt: skip
    assert sheet.remedy_label == "认定入围结果无效，由征集人依法另行确定入围供应商"


def test_with_too_few_left_the_whole_result_is_void_and_the_framework_ends() -> None:
    number = frameworks.decided(suppliers=2)
    own = disputes.loser(2)
    with clock.at(disputes.RESULT_ON):
        made = disputes.complained(disputes.answered(number, who=own), own)
        with pytest.raises(RuleBroken) as held:
            _decide(made, Remedy.VOID_NEXT, struck=[1])
        assert {one.rule for one in held.value.verdicts} == {"GP-CMP-10"}
        _decide(made, Remedy.VOID_RESTART)
    sheet = framework_seen(people.public(), number)
    assert (sheet.card.state, sheet.calls[0].state) == ("ended", "annulled")


def test_a_call_that_is_not_decided_is_ended_by_its_organiser() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(frameworks.ANNOUNCED, 11)):
        challenge = disputes.about_documents(number)
        challenging.answer(disputes.centre(), number=challenge, form=challenges.reply())
        made = disputes.complained(challenge)
        _decide(made, Remedy.RESTART)
        assert framework_seen(people.public(), number).card.state == "calling"
        services.publish(complaints.finance(), number=made)
        form = FulfilmentIn(text="终止征集，修改征集文件后重新征集")
        services.carry_out(disputes.centre(), number=made, form=form)
    assert framework_seen(people.public(), number).card.state == "ended"


def test_signed_agreements_are_rescinded_and_orders_leave_only_damages() -> None:
    number = frameworks.decided(frameworks.plan(most_admitted="2"))
    with clock.at(disputes.RESULT_ON):
        made = disputes.complained(disputes.answered(number))
        frameworks.signed(number)
        label = selectors.complaint_seen(people.finance(), made).stage_label
        assert label == "已签订框架协议，尚未履行"
        _decide(made, Remedy.RESCIND_NEXT, struck=[2])
    assert [m.state for m in framework_seen(people.public(), number).members] == [
        "active", "voided", "awaiting",
    ]  # fmt: skip


def test_a_refused_application_is_reviewed_again_by_decision() -> None:
    number = frameworks.open_running()
    own = people.actor(people.supplier(1))
    with clock.at(disputes.RESULT_ON):
        place = frameworks_services.apply(own, number=number, form=frameworks.application())
        refused = ReasonIn(reason="产品不符合需求标准")
        frameworks_services.refuse(disputes.centre(), number=number, place=place, form=refused)
        made = disputes.complained(disputes.answered(number, who=own, lots=[]), own)
        _decide(made, Remedy.RESTART)
        services.publish(complaints.finance(), number=made)
        form = FulfilmentIn(text="已重新审核")
        services.carry_out(disputes.centre(), number=made, form=form)
    assert application_seen(own.viewer, number, place).state == "applied"


def test_the_decision_is_published_and_names_the_organiser_as_respondent() -> None:
    _, made = _examining()
    with clock.at(disputes.RESULT_ON):
        complaints.decide(made)
        services.publish(complaints.finance(), number=made)
    with system_access("test"):
        entry = JournalEntry.objects.get(event="oversight.complaint.publish")
    assert entry.public
    fields = entry.body["notice"]["fields"]
    assert fields["respondent"] == frameworks.centre().organisation_name
    assert selectors.complaint_seen(people.finance(), made).line.state == "closed"


def test_the_desk_shows_the_whole_file_and_the_decision_names_whose_admission_goes() -> None:
    number, made = _examining(most="2")
    page = f"/frameworks/{number}/"
    with clock.at(disputes.RESULT_ON):
        desk, organiser = browse(people.finance()), browse(frameworks.centre())
        shown = desk.get(f"/complaints/{made}/").content.decode()
        for part in ("calls/1/", "enquiries/", "challenges/", "complaints/"):
            assert f"{page}{part}" in shown
            assert desk.get(f"{page}{part}").status_code == 200
        assert desk.get(f"/review-groups/{number}-Z1/").status_code == 200
        assert f"/rooms/{number}" not in shown
        assert made in organiser.get(f"{page}complaints/").content.decode()
        assert 'name="struck"' in desk.get(f"/complaints/{made}/decision/").content.decode()
        assert browse(people.agency(2)).get(f"/complaints/{made}/").status_code == 404
        complaints.decide(made)
        assert desk.get(f"/complaints/{made}/notice/").status_code == 200
        assert desk.get(f"/complaints/{made}/decision.pdf").status_code == 200
        assert organiser.get(f"/complaints/{made}/complaint.pdf").status_code == 200
