"""What finance decides about an expert is told with reasons, objected to, and undone where wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.alerts import alert
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.registers.experts import jobs, selectors, services
from lucai.registers.experts.schemas import DecisionRulingIn, ObjectionIn, Outcome, RestIn
from lucai.registers.experts.selectors.decisions import decision_file, decision_seen, decisions_of
from tests.makers import experts, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
LAST_TO_OBJECT = date(2026, 3, 30)
LAST_TO_RULE = date(2026, 3, 16)
DAY = timedelta(days=1)
EXPERT, FINANCE = experts.applicant, people.finance
WHY = ObjectionIn(objection="处罚决定已经被撤销，附撤销文书。")
REVOKED = DecisionRulingIn(outcome=Outcome.REVOKE, reason="处罚决定已被撤销，暂停没有依据")
CONFIRMED = DecisionRulingIn(outcome=Outcome.CONFIRM, reason="处罚决定仍然有效")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


def pool() -> list[str]:
    return [card.number for card in selectors.expert_pool(SYSTEM, specialties=[])]


def rule_on(number: str, ruling: DecisionRulingIn = REVOKED) -> None:
    services.rule_on(people.actor(experts.reviewer()), number=number, ruling=ruling)


def state(number: str) -> str:
    return decision_seen(EXPERT(), number).state


def test_a_suspended_expert_is_told_why_and_until_when_to_object() -> None:
    decision = experts.suspended(EXPERT(), experts.accepted())
    (duty,) = [one for one in duty_list(EXPERT()) if decision in one.href]
    assert duty.title == "查看处理决定，有异议的在期限内提出"
    assert duty.due_at == clock.moment(LAST_TO_OBJECT) + DAY
    sheet = decision_seen(EXPERT(), decision)
    assert (sheet.reason, sheet.object_until) == ("三年内有不良信用记录", LAST_TO_OBJECT)
    for stranger in (experts.applicant(2), people.agency(), people.finance("370202")):
        with pytest.raises(NotFound):
            decision_seen(stranger, decision)


def test_an_objection_upheld_lets_the_expert_be_drawn_again() -> None:
    number = experts.accepted()
    decision = experts.objected(experts.suspended(EXPERT(), number), EXPERT())
    assert pool() == []
    rule_on(decision)
    assert (pool(), state(decision)) == ([number], "revoked")
    assert selectors.expert_seen(EXPERT(), number).suspension == ""


def test_an_objection_refused_leaves_the_suspension_with_reasons() -> None:
    decision = experts.objected(experts.suspended(EXPERT(), experts.accepted()), EXPERT())
    rule_on(decision, CONFIRMED)
    assert (pool(), state(decision)) == ([], "confirmed")
    assert decision_seen(EXPERT(), decision).ruling == "处罚决定仍然有效"
    with pytest.raises(WrongState):
        services.object_to_decision(people.actor(EXPERT()), number=decision, form=WHY)


def test_whoever_decided_does_not_rule_on_the_objection() -> None:
    decision = experts.objected(experts.suspended(EXPERT(), experts.accepted()), EXPERT())
    with pytest.raises(RuleBroken, match="另一位同事"):
        services.rule_on(people.actor(FINANCE()), number=decision, ruling=REVOKED)
    assert [one for one in duty_list(FINANCE()) if decision in one.href] == []
    assert [one for one in duty_list(experts.reviewer()) if decision in one.href]


def test_another_department_looks_on() -> None:
    decision = experts.objected(experts.suspended(EXPERT(), experts.accepted()), EXPERT())
    province = people.actor(people.finance("370000", "province"))
    with pytest.raises(NotAllowed, match="其他财政部门"):
        services.rule_on(province, number=decision, ruling=REVOKED)


@pytest.mark.parametrize("days", [0, 1])
def test_the_last_day_to_object_is_a_day_to_object(days: int) -> None:
    decision = experts.suspended(EXPERT(), experts.accepted())
    with clock.at(clock.moment(LAST_TO_OBJECT + days * DAY, 10)):
        if not days:
            assert experts.objected(decision, EXPERT())
            return
        with pytest.raises(RuleBroken, match="已经届满"):
            experts.objected(decision, EXPERT())


def test_silence_closes_a_decision_the_day_after_the_last() -> None:
    decision = experts.suspended(EXPERT(), experts.accepted())
    with clock.at(clock.moment(LAST_TO_OBJECT, 23)):
        assert jobs.close_unopposed(clock.now()) == 0
    with clock.at(clock.moment(LAST_TO_OBJECT + DAY)):
        assert jobs.close_unopposed(clock.now()) == 1
        assert state(decision) == "settled"
        assert [one for one in duty_list(EXPERT()) if decision in one.href] == []


def test_finance_is_told_the_last_day_and_alerted_after_it() -> None:
    decision = experts.objected(experts.suspended(EXPERT(), experts.accepted()), EXPERT())
    (duty,) = [one for one in duty_list(experts.reviewer()) if decision in one.href]
    assert duty.due_at == clock.moment(LAST_TO_RULE) + DAY
    with clock.at(clock.moment(LAST_TO_RULE, 23)):
        assert alert(clock.now()) == 0
    with clock.at(clock.moment(LAST_TO_RULE + DAY, 1)):
        assert alert(clock.now()) == 1
        assert [one.title for one in overdue_page(FINANCE()).items] == ["处理评审专家异议"]
        rule_on(decision)
    with system_access("test"):
        entry = JournalEntry.objects.get(event="expertLibrary.expertDecision.revoke")
    assert {"rule": "CRD-06", "holds": False} in [
        {"rule": one["rule"], "holds": one["holds"]} for one in entry.body["rules"]
    ]


def test_an_objection_to_a_refused_application_has_its_last_day() -> None:
    number = experts.refused()
    form = ObjectionIn(objection="证书专业为计算机，与申请的专业一致。")
    services.object_to(people.actor(EXPERT()), number=number, form=form)
    (duty,) = [one for one in duty_list(experts.reviewer()) if number in one.href]
    assert duty.due_at == clock.moment(LAST_TO_RULE) + DAY
    assert [one for one in duty_list(FINANCE()) if number in one.href] == []


def test_an_objection_to_a_refused_application_carries_files() -> None:
    number = experts.refused()
    file = SimpleUploadedFile("证书.pdf", b"%PDF-1.7 example", content_type="application/pdf")
    address, finance = f"/expert-applications/{number}/", browse(experts.reviewer())
    sent = {"objection": "证书专业为计算机，与申请的专业一致。", "files": file}
    assert browse(EXPERT()).post(f"{address}objection/", sent).status_code == 302
    kept = selectors.application_seen(EXPERT(), number).files
    assert "证书.pdf" in finance.get(address).content.decode()
    assert finance.get(f"{address}files/{kept[0]['file_id']}/").status_code == 200
    assert (
        browse(experts.applicant(2)).get(f"{address}files/{kept[0]['file_id']}/").status_code == 404
    )
    assert finance.get(f"{address}files/{kept[0]['file_id'] + 1}/").status_code == 404


def test_a_dismissed_expert_comes_back_as_he_was() -> None:
    number = experts.accepted(1, MONDAY + 30 * DAY)
    decision = experts.objected(experts.suspended(EXPERT(), number, "dismiss"), EXPERT())
    rule_on(decision)
    assert selectors.expert_seen(EXPERT(), number).state == "probation"
    assert pool() == [number]


@pytest.mark.parametrize(("days", "found"), [(14, "resting"), (13, "active")])
def test_a_leave_goes_on_while_it_lasts(days: int, found: str) -> None:
    number = experts.accepted()
    until = MONDAY + days * DAY
    services.rest(people.actor(EXPERT()), key=number, leave=RestIn(rest_until=until))
    decision = experts.objected(experts.suspended(EXPERT(), number), EXPERT())
    with clock.at(clock.moment(LAST_TO_RULE, 9)):
        rule_on(decision)
    assert selectors.expert_seen(EXPERT(), number).state == found


def test_who_was_suspended_before_a_dismissal_is_suspended_after_it() -> None:
    number = experts.accepted()
    experts.suspended(EXPERT(), number)
    decision = experts.objected(experts.suspended(EXPERT(), number, "dismiss"), EXPERT())
    rule_on(decision)
    card = selectors.expert_seen(EXPERT(), number)
    assert (card.state, card.suspension, card.left_reason) == (
        "suspended", "三年内有不良信用记录", "",
    )  # fmt: skip


def test_a_training_found_good_after_all_counts() -> None:
    number = experts.accepted()
    decision = experts.objected(experts.untrained(EXPERT(), date(2026, 1, 15)), EXPERT())
    assert selectors.expert_seen(EXPERT(), number).trained_on is None
    rule_on(decision)
    card = selectors.expert_seen(EXPERT(), number)
    assert (card.trained_on, card.trainings[0].state) == (date(2026, 1, 15), "confirmed")


def test_a_restored_expert_has_nothing_left_to_object_to() -> None:
    number = experts.accepted()
    decision = experts.objected(experts.suspended(EXPERT(), number), EXPERT())
    services.take(people.actor(FINANCE()), key=number, step="restore")
    assert state(decision) == "lifted"


def test_an_objection_taken_back_can_be_made_again_or_given_up() -> None:
    decision = experts.objected(experts.suspended(EXPERT(), experts.accepted()), EXPERT())
    services.withdraw_objection(people.actor(EXPERT()), number=decision)
    assert decision_seen(EXPERT(), decision).objection == ""
    experts.objected(decision, EXPERT())
    services.withdraw_objection(people.actor(EXPERT()), number=decision)
    services.settle(people.actor(EXPERT()), number=decision)
    assert state(decision) == "settled"


def test_nobody_objects_for_an_expert() -> None:
    decision = experts.suspended(EXPERT(), experts.accepted())
    for other in (Actor.system(Reason.CONSEQUENCE), people.actor(FINANCE())):
        with pytest.raises(NotAllowed):
            services.object_to_decision(other, number=decision, form=WHY)


def test_objecting_with_a_file_and_ruling_on_the_pages() -> None:
    number = experts.accepted()
    experts.suspended(EXPERT(), number)
    mine, finance = browse(EXPERT()), browse(experts.reviewer())
    (sheet,) = decisions_of(EXPERT(), number)
    assert sheet.href in mine.get("/experts/me/").content.decode()
    file = SimpleUploadedFile("撤销文书.pdf", b"%PDF-1.7 example", content_type="application/pdf")
    sent = {"objection": WHY.objection, "files": file}
    assert mine.post(f"{sheet.href}objection/", sent).status_code == 302
    kept = decision_seen(EXPERT(), sheet.number).files
    assert finance.get(f"{sheet.href}files/{kept[0]['file_id']}/").status_code == 200
    with pytest.raises(NotFound):
        decision_file(EXPERT(), sheet.number, kept[0]["file_id"] + 1)
    assert WHY.objection in finance.get(sheet.href).content.decode()
    assert sheet.href in finance.get("/expert-decisions/?state=objected").content.decode()
    asked = {"outcome": "revoke", "reason": REVOKED.reason}
    assert finance.post(f"{sheet.href}ruling/", asked).status_code == 302
    assert REVOKED.reason in mine.get(sheet.href).content.decode()
    assert mine.get(f"{sheet.href}steps/settle/").status_code == 200
    assert mine.get(f"{sheet.href}steps/lapse/").status_code == 404


def test_too_many_files_are_refused() -> None:
    decision = experts.suspended(EXPERT(), experts.accepted())
    with pytest.raises(InvalidInput, match="最多上传"):
        services.object_to_decision(
            people.actor(EXPERT()), number=decision, form=WHY, files=[object()] * 6
        )
