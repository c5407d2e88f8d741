"""投诉 examined and decided: hearings, tests, the matrix of remedies, what follows."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import (
    InvalidInput,
    LuCaiError,
    RuleBroken,
    WrongState,
)
from lucai.law.challenges import Remedy
from lucai.oversight.complaints import selectors, services
from lucai.oversight.complaints.schemas import (
    Appraisal,
    AppraisalIn,
    FulfilmentIn,
    HearingIn,
    RecordIn,
    ResultIn,
)
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.challenges.selectors import facts as challenge_facts
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import challenges, complaints, contract, people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


world = kept(challenges.answered_award)
World = tuple[challenges.Announced, str]


def test_a_hearing_is_announced_before_its_record_is_kept(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        at = clock.now() + timedelta(days=3)
        form = HearingIn(at=at, place="示例会议室", matters="业绩合同的真实性")
        services.call_hearing(complaints.finance(), number=number, form=form)
        (called,) = selectors.complaint_seen(people.supplier(3), number).hearings
        record = RecordIn(present="双方当事人", record="双方就业绩合同质证")
        key = {"number": number, "hearing": called.pk, "form": record}
        with pytest.raises(RuleBroken):
            services.record_hearing(complaints.finance(), **key)
    with clock.at(at + timedelta(hours=1)):
        services.record_hearing(complaints.finance(), **key)
        with pytest.raises(WrongState):
            services.record_hearing(complaints.finance(), **key)


def test_a_test_stops_the_clock_until_its_result_and_names_who_pays(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        before = selectors.complaint_seen(people.finance(), number).line.due_at
        form = AppraisalIn(
            kind=Appraisal.APPRAISAL, institution="示例鉴定机构", advanced_by="示例供应商"
        )
        services.send_test(complaints.finance(), number=number, form=form)
        sheet = selectors.complaint_seen(people.finance(), number)
        assert sheet.clock_stopped
        assert sheet.line.due_at is None
        with pytest.raises(RuleBroken, match="还没有收到"):
            services.draft_ruling(complaints.finance(), number=number, form=complaints.rejection())
    with clock.at(challenges.after(result.at, 7)):
        services.receive_test(
            complaints.finance(), number=number, test=sheet.tests[0].pk,
            form=ResultIn(result="签章真实"),
        )  # fmt: skip
        after = selectors.complaint_seen(people.finance(), number).line.due_at
        assert before
        assert after
        assert after > before
        with pytest.raises(RuleBroken, match="鉴定费用"):
            services.draft_ruling(complaints.finance(), number=number, form=complaints.rejection())
        paid = complaints.rejection(cost_bearer="示例供应商")
        complaints.decide(number, paid)


def test_a_decision_says_everything_and_rejects_only_on_a_ground(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        cases = {"法定情形": {"ground": None}, "查明的事实": {"findings": ""}}
        forms = {told: complaints.rejection(**changes) for told, changes in cases.items()}
        forms["尚未签订合同"] = complaints.uphold(Remedy.DAMAGES)
        for told, form in forms.items():
            with pytest.raises(RuleBroken, match=told):
                services.draft_ruling(complaints.finance(), number=number, form=form)
        bare = complaints.uphold(Remedy.NONE).model_copy(update={"remedy": None})
        with pytest.raises(InvalidInput, match="处理方式"):
            services.draft_ruling(complaints.finance(), number=number, form=bare)


def test_a_rejected_complaint_is_published_closed_and_shows_the_ways_on(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge)
        services.publish(complaints.finance(), number=number)
        sheet = selectors.complaint_seen(people.supplier(3), number)
        assert sheet.line.state == "closed"
        labels = [(way.label, way.until is not None) for way in sheet.ways]
        assert labels == [("申请行政复议", True), ("提起行政诉讼", True)]
        told = [e for e in project_timeline(people.public(), result.number) if e.public]
        assert any(e.body.get("notice", {}).get("kind") == "complaint" for e in told)


def test_an_upheld_complaint_undoes_the_result_at_once_and_ends_the_lot_when_carried_out(
    world: World,
) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge, complaints.uphold(Remedy.VOID_RESTART))
        assert award_seen(people.agency(), result.number, 1).state == "annulled"
        services.publish(complaints.finance(), number=number)
        assert "落实投诉处理决定" in [d.title for d in duty_list(people.agency())]
        form = FulfilmentIn(text="已终止本包，重新采购")
        services.carry_out(challenges.agency(), number=number, form=form)
        assert project_seen(people.agency(), result.number).lot(1).state == "failed"


def test_with_enough_candidates_left_the_buyer_decides_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(challenge_facts, "_can_go_on", lambda *_: True)
    result, challenge = world
    with clock.at(result.at):
        complaints.decided(challenge, complaints.uphold(Remedy.VOID_NEXT))
        assert award_seen(people.agency(), result.number, 1).state == "deciding"


def test_a_signed_contract_is_rescinded_and_its_money_held_again(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        lot = contract.Awarded(result.number, 1, result.at)
        signed = contract.signed(lot)
        number = complaints.examining(challenge)
        assert "已签订合同" in selectors.complaint_seen(people.finance(), number).stage_label
        complaints.decide(number, complaints.uphold(Remedy.RESCIND_RESTART))
        assert contract.sheet(signed).card.state == "rescinded"


def test_a_decision_ends_the_pause(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        complaints.paused(number)
        complaints.decide(number)
        draft = contract.drafted(contract.Awarded(result.number, 1, result.at))
        contracts.propose(contract.buyer(), number=draft)


def test_a_withdrawn_complaint_ends_the_proceedings_and_cannot_come_back(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        complaints.paused(number)
        services.withdraw(challenges.loser(), number=number)
        again = complaints.drafted(challenge)
        with pytest.raises(RuleBroken, match="已经财政部门处理"):
            services.submit(challenges.loser(), number=again)
        draft = contract.drafted(contract.Awarded(result.number, 1, result.at))
        contracts.propose(contract.buyer(), number=draft)


def test_after_thirty_workdays_of_silence_review_comes_first_and_the_alert_stands(
    world: World,
) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        due = selectors.complaint_seen(people.finance(), number).line.due_at
        assert due
    with clock.at(due + timedelta(seconds=1)):
        sheet = selectors.complaint_seen(people.supplier(3), number)
        assert [way.label for way in sheet.ways] == ["申请行政复议"]
        lines = overdue_page(people.finance()).items
        overdue = [d.title for d in lines if d.object_key == number]
        assert overdue == ["拟定投诉处理决定"]


def test_two_presses_decide_once(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge)
        with pytest.raises(LuCaiError):
            services.decide(complaints.reviewer(), number=number)
