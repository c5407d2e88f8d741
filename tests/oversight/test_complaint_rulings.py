"""A decision on a complaint is drafted by one person and approved by another (ROL-09)."""

from datetime import timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken, WrongState
from lucai.law.challenges import Remedy
from lucai.oversight.complaints import selectors, services
from lucai.oversight.complaints.schemas import Appraisal, AppraisalIn
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.awards.selectors import award_seen
from tests.makers import challenges, complaints, contract, people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

world = kept(challenges.answered_award)
World = tuple[challenges.Announced, str]
WHY = complaints.ReasonIn(reason="请写明业绩合同的签订日期")


def titles(viewer: people.Viewer, number: str) -> list[str]:
    return [duty.title for duty in duty_list(viewer) if number in duty.href]


def content(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_drafted_a_decision_neither_approves_nor_returns_it(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge)
        with pytest.raises(RuleBroken, match="同一件投诉中兼任") as refusal:
            services.decide(complaints.finance(), number=number)
        assert {verdict.rule for verdict in refusal.value.verdicts} == {"ROL-09"}
        with pytest.raises(RuleBroken, match="另一位同事"):
            services.return_ruling(complaints.finance(), number=number, form=WHY)
        sheet = selectors.complaint_seen(people.supplier(3), number)
        assert (sheet.line.state, sheet.decided_at) == ("deciding", None)


def test_another_person_of_the_department_makes_the_draft_the_decision(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge)
        services.decide(complaints.reviewer(), number=number)
        sheet = selectors.complaint_seen(people.finance(), number)
        assert sheet.line.state == "decided"
        assert (sheet.findings, sheet.line.ruling_label) == ("经查，业绩合同在有效期内", "驳回投诉")
        assert sheet.draft
        assert (sheet.draft.drafter_name, sheet.approver_name) == ("示例财政", "示例复核")
        assert sheet.decided_at == result.at


def test_a_person_without_the_right_or_of_another_department_does_not_approve(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge)
        office = people.organisation(
            people.Side.SUPERVISOR, 5000 + int(people.REGION), "示例财政局"
        )
        right = frozenset({"oversight.complaint:decide"})
        clerk = people.viewer(office, "finance.clerk", "示例三", without=right)
        above = people.finance("370100", "city")
        for viewer in (clerk, above, people.buyer()):
            with pytest.raises(NotAllowed):
                services.decide(people.actor(viewer), number=number)


def test_nothing_happens_to_result_or_parties_before_the_approval(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge, complaints.uphold(Remedy.VOID_RESTART))
        assert award_seen(people.agency(), result.number, 1).state != "annulled"
        for party in (people.supplier(3), people.buyer(), people.agency()):
            sheet = selectors.complaint_seen(party, number)
            assert (sheet.draft, sheet.ruling, sheet.decision, sheet.ways) == (None, "", "", ())
            body = content(browse(party), f"/complaints/{number}/")
            assert "拟定的处理决定" not in body
            assert Remedy.VOID_RESTART.label not in body
        services.decide(complaints.reviewer(), number=number)
        assert award_seen(people.agency(), result.number, 1).state == "annulled"


def test_a_draft_sent_back_is_drafted_anew_and_keeps_what_was_written(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge)
        services.return_ruling(complaints.reviewer(), number=number, form=WHY)
        with pytest.raises(WrongState):
            services.decide(complaints.reviewer(), number=number)
        finance = browse(people.finance())
        assert "示例复核" in content(finance, f"/complaints/{number}/")
        form = content(finance, f"/complaints/{number}/decision/")
        assert WHY.reason in form
        assert "经查，业绩合同在有效期内" in form
        assert WHY.reason not in content(browse(people.supplier(3)), f"/complaints/{number}/")
        complaints.decide(number, complaints.rejection(findings="合同签订于 2026 年"))
        decided = selectors.complaint_seen(people.finance(), number)
        assert decided.findings == "合同签订于 2026 年"
        assert WHY.reason not in content(finance, f"/complaints/{number}/")


def test_the_draft_lies_on_everybodys_desk_but_the_drafters(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        assert titles(people.finance_reviewer(), number) == ["拟定投诉处理决定"]
        services.draft_ruling(complaints.finance(), number=number, form=complaints.rejection())
        assert titles(people.finance(), number) == []
        assert titles(people.finance_reviewer(), number) == ["审签投诉处理决定"]
        services.return_ruling(complaints.reviewer(), number=number, form=WHY)
        assert titles(people.finance(), number) == ["拟定投诉处理决定"]


def test_the_days_to_decide_run_on_while_a_draft_waits(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        due = selectors.complaint_seen(people.finance(), number).line.due_at
        services.draft_ruling(complaints.finance(), number=number, form=complaints.rejection())
        assert due
        assert selectors.complaint_seen(people.finance(), number).line.due_at == due
    with clock.at(due + timedelta(seconds=1)):
        lines = overdue_page(people.finance()).items
        overdue = [d.title for d in lines if d.object_key == number]
        assert overdue == ["审签投诉处理决定"]
        ways = selectors.complaint_seen(people.supplier(3), number).ways
        assert [way.label for way in ways] == ["申请行政复议"]
        services.decide(complaints.reviewer(), number=number)


def test_a_test_sent_out_after_the_draft_stops_the_clock_and_the_approval(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge)
        form = AppraisalIn(kind=Appraisal.TESTING, institution="示例检测机构")
        services.send_test(complaints.finance(), number=number, form=form)
        assert selectors.complaint_seen(people.finance(), number).clock_stopped
        with pytest.raises(RuleBroken, match="还没有收到"):
            services.decide(complaints.reviewer(), number=number)


def test_a_draft_that_time_has_overtaken_is_not_approved(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        lot = contract.Awarded(result.number, 1, result.at)
        number = complaints.drafted_ruling(challenge, complaints.uphold(Remedy.VOID_RESTART))
        contract.signed(lot)
        with pytest.raises(RuleBroken, match="已签订合同"):
            services.decide(complaints.reviewer(), number=number)


def test_an_upheld_draft_names_its_remedy_at_the_field(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        bare = complaints.uphold(Remedy.NONE).model_copy(update={"remedy": None})
        with pytest.raises(InvalidInput) as refusal:
            services.draft_ruling(complaints.finance(), number=number, form=bare)
        assert list(refusal.value.fields) == ["remedy"]


def test_the_drafter_reads_why_the_button_is_closed_and_the_second_person_approves(
    world: World,
) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge)
        page = f"/complaints/{number}/"
        finance, reviewer = browse(people.finance()), browse(people.finance_reviewer())
        for place in ("", "approval/", "return/"):
            assert "示例财政不得在同一件投诉中兼任" in content(finance, page + place)
        assert finance.post(f"{page}approval/").status_code in {403, 409, 422}
        shown = content(reviewer, f"{page}approval/")
        assert "经查，业绩合同在有效期内" in shown
        assert "示例财政" in shown
        short = reviewer.post(f"{page}return/", {"reason": "改"})
        assert short.status_code == 422
        done = reviewer.post(f"{page}approval/", follow=True).content.decode()
        assert "处理决定书" in done
        assert "示例财政、示例复核" in done


def test_a_waiting_draft_ends_with_the_withdrawal(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted_ruling(challenge)
        services.withdraw(challenges.loser(), number=number)
        with pytest.raises(WrongState):
            services.decide(complaints.reviewer(), number=number)
        assert titles(people.finance_reviewer(), number) == []
