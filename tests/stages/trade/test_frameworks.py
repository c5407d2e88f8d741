"""Framework agreements, first stage: planned, called for, decided, signed, joined, refilled, ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.calendar import add_workdays
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.publication.board.models import Notice
from lucai.stages.trade.frameworks import selectors, services
from lucai.stages.trade.frameworks.computing import next_in_turn
from lucai.stages.trade.frameworks.jobs import expire_frameworks
from lucai.stages.trade.frameworks.models import FrameworkResponse
from lucai.stages.trade.frameworks.schemas import CallIn, ReasonIn, RefillIn, RemovalIn
from lucai.stages.trade.frameworks.selectors.sealing import package_edition
from lucai.stages.trade.frameworks.services import admitting
from lucai.stages.trade.rounds.draws import drawn
from lucai.stages.trade.rounds.services import UNREADABLE
from tests.makers import exclusions, frameworks, people, rounds, sealing
from tests.makers.searching import found

pytestmark = pytest.mark.django_db
CANARY = "CANARYFRAMEWORKRESPONSE7"
WHY = ReasonIn(reason="企业搬迁，不再经营")


@pytest.fixture(autouse=True)
def _on_the_day_after_the_admission(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 4, 2), 10)):
        yield


def centre() -> Any:
    return people.actor(frameworks.centre())


def state(number: str) -> str:
    return selectors.framework_card(frameworks.centre(), number).state


def test_a_plan_goes_to_finance_and_comes_back_for_the_notice() -> None:
    number = frameworks.approved()
    assert state(number) == "approved"
    assert "发布征集公告" in [duty.title for duty in duty_list(frameworks.centre())]


def test_a_plan_without_its_ground_does_not_reach_finance() -> None:
    number = frameworks.drafted(frameworks.plan(ground="attestation"))
    with pytest.raises(RuleBroken) as refused:
        services.submit(centre(), number=number)
    assert {v.rule for v in refused.value.verdicts} == {"GP-MET-07"}


def test_a_plan_cannot_be_edited_once_it_was_sent() -> None:
    number = frameworks.approved()
    with pytest.raises(WrongState):
        services.edit_framework(centre(), number=number, plan=frameworks.plan())


def test_a_plan_is_nobodys_business_before_it_is_announced() -> None:
    number = frameworks.approved()
    for stranger in (people.buyer(2), people.supplier(), PUBLIC):
        with pytest.raises(NotFound):
            selectors.framework_seen(stranger, number)


def test_another_finance_department_cannot_let_a_plan_pass() -> None:
    number = frameworks.approved()
    assert state(number) == "approved"
    with pytest.raises((NotAllowed, NotFound)):
        services.send_back(people.actor(people.finance("370202")), number=number, form=WHY)


def test_the_call_runs_twenty_days_and_not_one_less() -> None:
    number = frameworks.approved()
    sealing.keys_enrolled()
    with clock.at(clock.moment(frameworks.ANNOUNCED, 9)):
        early = CallIn(response_deadline=frameworks.DEADLINE - timedelta(days=2))
        with pytest.raises(RuleBroken):
            services.announce(centre(), number=number, form=early)
        last = CallIn(response_deadline=frameworks.DEADLINE - timedelta(days=1))
        services.announce(centre(), number=number, form=last)
    assert state(number) == "calling"


def test_nobody_reads_a_response_before_the_deadline_and_all_open_together() -> None:
    number = frameworks.calling()
    with clock.at(frameworks.DEADLINE - timedelta(minutes=1)):
        first = frameworks.hand_in(number, 1, product=CANARY)
        frameworks.hand_in(number, 1, product=CANARY * 2, instead_of=first)
        frameworks.hand_in(number, 2, price="90.00")
        assert found(CANARY) == []
        with pytest.raises(RuleBroken):
            services.open_responses(centre(), number=number, round_=1)
    for reader in (frameworks.centre(), people.finance(), people.supplier(3), PUBLIC):
        assert selectors.responses_seen(reader, number, 1) == ()
    with clock.at(frameworks.DEADLINE):
        with pytest.raises(RuleBroken):
            frameworks.hand_in(number, 3)
        assert services.open_responses(centre(), number=number, round_=1) == 2
        assert package_edition(people.supplier(1), number, 1, 1) == "public"
        with pytest.raises(NotFound):
            package_edition(people.supplier(3), number, 1, 1)
    rows = selectors.responses_seen(frameworks.centre(), number, 1)
    assert {row.price for row in rows} == {8800, 9000}
    assert "framework_response" in found(CANARY)


def test_a_response_that_breaks_a_rule_is_refused_at_the_opening_with_the_reason() -> None:
    number = frameworks.responded(suppliers=3)
    with clock.at(frameworks.DEADLINE - timedelta(minutes=1)):
        frameworks.hand_in(number, 4, price="100.01")
        frameworks.hand_in(number, 5, maker="")
        frameworks.hand_in(number, 6, product="")
        frameworks.hand_in(number, 7, price="100.00")
    with clock.at(frameworks.DEADLINE):
        assert services.open_responses(centre(), number=number, round_=1) == 4
        rows = selectors.responses_seen(frameworks.centre(), number, 1)
        why = {row.supplier_id: row.reason for row in rows if row.state == "refused"}
        assert "最高限制单价" in why[people.supplier(4).organisation or 0]
        assert "生产厂家" in why[people.supplier(5).organisation or 0]
        assert why[people.supplier(6).organisation or 0] == UNREADABLE
        frameworks.seated(number)
        assert frameworks.decide(number) == 3


def test_a_response_is_withdrawn_by_the_key_of_its_browser_alone_and_before_the_deadline() -> None:
    number = frameworks.calling()
    supplier, key = people.actor(people.supplier(1)), {"number": number, "package_number": 1}
    with clock.at(frameworks.DEADLINE - timedelta(minutes=1)):
        made, other = frameworks.hand_in(number, 1), frameworks.hand_in(number, 2)
        with pytest.raises(InvalidInput):
            services.withdraw_response(supplier, **key, claim=rounds.takes_back(other))
        services.withdraw_response(supplier, **key, claim=rounds.takes_back(made))
        made = frameworks.hand_in(number, 1, price="99.00")
        claim = rounds.takes_back(made)
    with clock.at(frameworks.DEADLINE):
        with pytest.raises(RuleBroken):
            services.withdraw_response(supplier, **key, claim=claim)
        assert services.open_responses(centre(), number=number, round_=1) == 2


def test_equal_responses_follow_a_draw_that_no_browser_can_choose() -> None:
    assert drawn("a", ["a", "b"]) == drawn("a", ["b", "a"])
    assert drawn("a", ["a", "b"]) != drawn("a", ["a", "c"])


def test_what_the_panel_finds_of_others_does_not_change_the_draw_of_equals() -> None:
    hashes = [f"{n:02x}" * 32 for n in range(4)]
    rows = [
        FrameworkResponse(
            framework_number="K",
            round=1,
            package_number=1,
            price=100,
            envelope_hash=one,
            state=state,
        )
        for one, state in zip(hashes, ("valid", "valid", "invalid", "refused"), strict=True)
    ]
    with_all = [drawn(one, hashes) for one in hashes[:2]]
    ordered = admitting._order(rows[:2], hashes, quality_first=False)
    assert [row.envelope_hash for row in ordered] == [
        one for _, one in sorted(zip(with_all, hashes[:2], strict=True))
    ]


def test_one_response_is_not_opened_and_the_call_fails() -> None:
    number = frameworks.responded(suppliers=1)
    with clock.at(frameworks.DEADLINE):
        with pytest.raises(RuleBroken):
            services.open_responses(centre(), number=number, round_=1)
        services.fail_call(centre(), number=number, round_=1, form=WHY)
    assert state(number) == "ended"


def test_price_first_admits_the_cheapest_and_eliminates_a_fifth() -> None:
    number = frameworks.decided()
    sheet = selectors.framework_seen(PUBLIC, number)
    assert [member.price for member in sheet.members] == [8800, 9000, 9500, 9900]
    assert sheet.initial_members == 4
    assert sheet.card.state == "admitted"


def test_quality_first_admits_the_best() -> None:
    content = frameworks.plan(evaluation="quality_first", quality_ground="laboratory", rate="40")
    number = frameworks.opened(content)
    rows = selectors.responses_seen(frameworks.centre(), number, 1)
    dear = sorted(rows, key=lambda row: -row.price)
    marks = {row.key: str(95 - place) for place, row in enumerate(dear)}
    assert frameworks.decide(number, form=frameworks.findings(number, marks=marks)) == 3
    members = selectors.framework_seen(PUBLIC, number).members
    assert [member.price for member in members] == [10000, 9900, 9500]


def test_two_responses_of_which_one_is_good_admit_nobody() -> None:
    number = frameworks.opened(suppliers=2)
    rows = selectors.responses_seen(frameworks.centre(), number, 1)
    form = frameworks.findings(number, bad={rows[1].key: "没有提供检测报告"})
    with pytest.raises(RuleBroken) as refused:
        frameworks.decide(number, form=form)
    assert {v.rule for v in refused.value.verdicts} == {"GP-FRA-05"}


def test_the_framework_begins_when_all_have_signed() -> None:
    number = frameworks.decided()
    with pytest.raises(RuleBroken):
        services.run(centre(), number=number)
    assert "签订框架协议" in [duty.title for duty in duty_list(people.supplier(1))]
    frameworks.signed(number)
    # 110号令 第三十条: three workdays after the last signature, not thirty days after the letter.
    told = next(d for d in duty_list(frameworks.centre()) if d.title.startswith("框架协议签订后"))
    assert told.due_at == clock.moment(add_workdays(clock.today(), 3).date) + timedelta(days=1)
    services.run(centre(), number=number)
    assert state(number) == "running"


def test_a_member_of_a_closed_framework_cannot_leave_but_can_be_removed() -> None:
    number = frameworks.running()
    key: dict[str, Any] = {"number": number, "place": 1}
    with pytest.raises(RuleBroken):
        services.leave(people.actor(people.supplier(1)), **key, form=WHY)
    ground = RemovalIn(ground="refusal", evidence="三次书面拒绝采购人的订单，见附件")
    services.remove(centre(), **key, form=ground)
    assert len(selectors.framework_seen(PUBLIC, number).active) == 3


def test_refill_waits_until_less_than_seventy_percent_are_left() -> None:
    number = frameworks.running()
    ground = RemovalIn(ground="non_performance", evidence="两次逾期交货，催告后仍不履行")
    form = RefillIn(
        response_deadline=clock.moment(date(2026, 4, 30), 9),
        reason="剩余两家不能覆盖两个街道，已有订单逾期",
    )
    services.remove(centre(), number=number, place=1, form=ground)
    with pytest.raises(RuleBroken) as refused:
        services.refill(centre(), number=number, form=form)
    assert {v.rule for v in refused.value.verdicts} == {"GP-FRA-08"}
    services.remove(centre(), number=number, place=2, form=ground)
    assert services.refill(centre(), number=number, form=form) == 2
    with pytest.raises(RuleBroken) as barred:
        frameworks.hand_in(number, 1, round_=2)
    assert {v.rule for v in barred.value.verdicts} == {"GP-FRA-13"}
    for n in (5, 6):
        frameworks.hand_in(number, n, round_=2)
    with clock.at(form.response_deadline):
        services.open_responses(centre(), number=number, round_=2)
        frameworks.seated(number, 2, at=form.response_deadline)
        assert frameworks.decide(number, 2) == 1
        frameworks.signed(number)
    sheet = selectors.framework_seen(PUBLIC, number)
    assert sheet.card.state == "running"
    assert [(m.round, m.order) for m in sheet.active] == [(1, 3), (1, 4), (2, 5)]


def test_an_open_framework_is_joined_at_any_time_and_left_at_any_time() -> None:
    number = frameworks.open_running()
    supplier = people.actor(people.supplier(3))
    place = services.apply(supplier, number=number, form=frameworks.application())
    with pytest.raises(InvalidInput):
        services.apply(supplier, number=number, form=frameworks.application())
    assert "审核加入框架协议的申请" in [duty.title for duty in duty_list(frameworks.centre())]
    member = services.admit(centre(), number=number, place=place)
    assert selectors.framework_seen(PUBLIC, number).active[0].price == 10000
    services.leave(supplier, number=number, place=member, form=WHY)
    assert selectors.framework_seen(PUBLIC, number).active == ()


def test_a_refused_applicant_reads_the_reason_and_a_removed_one_cannot_come_back() -> None:
    number = frameworks.open_running()
    refused = people.actor(people.supplier(4))
    place = services.apply(refused, number=number, form=frameworks.application())
    services.refuse(centre(), number=number, place=place, form=ReasonIn(reason="缺少授权文件"))
    seen = selectors.application_seen(refused.viewer, number, place)
    assert (seen.state, seen.answer) == ("refused", "缺少授权文件")
    place = services.apply(refused, number=number, form=frameworks.application())
    member = services.admit(centre(), number=number, place=place)
    ground = RemovalIn(ground="false_material", evidence="授权文件系伪造，厂家书面确认")
    services.remove(centre(), number=number, place=member, form=ground)
    with pytest.raises(RuleBroken):
        services.apply(refused, number=number, form=frameworks.application())


def test_a_framework_expires_on_the_day_after_its_last_and_is_summed_up() -> None:
    number = frameworks.running()
    with clock.at(clock.moment(frameworks.ENDS, 10)):
        assert expire_frameworks(clock.now()) == 0
    ends = date(2026, 9, 30)
    number = frameworks.running(frameworks.plan(ends_on=ends))
    with clock.at(clock.moment(ends + timedelta(days=1), 10)):
        assert expire_frameworks(clock.now()) == 1
        duty = next(d for d in duty_list(frameworks.centre()) if "汇总" in d.title)
        assert duty.due_at is not None
        services.summarise(centre(), number=number)
    assert state(number) == "summarised"


def test_every_notice_of_a_framework_reaches_the_portal_whole() -> None:
    frameworks.running()
    number = frameworks.open_running()
    place = services.apply(
        people.actor(people.supplier(3)), number=number, form=frameworks.application()
    )
    member = services.admit(centre(), number=number, place=place)
    services.leave(people.actor(people.supplier(3)), number=number, place=member, form=WHY)
    sequencer.sequence_all()
    readers.advance_all()
    kinds = set(Notice.objects.seen_by(PUBLIC).values_list("kind", flat=True))
    assert kinds >= {"frameworkCall", "frameworkAdmission", "frameworkExit"}


def test_rotation_gives_everybody_one_turn_a_round_and_skips_who_left() -> None:
    assert next_in_turn([1, 2, 3], []) == 1
    assert next_in_turn([1, 2, 3], [1, 2]) == 3
    assert next_in_turn([1, 2, 3], [1, 2, 3]) == 1
    assert next_in_turn([1, 3], [1, 2]) == 3
    assert next_in_turn([1, 3, 4], [1, 2, 3]) == 4
    assert next_in_turn([], [1]) is None


def test_a_barred_supplier_neither_responds_nor_joins_nor_is_found_good() -> None:
    number = frameworks.responded(suppliers=3)
    exclusions.banned_supplier(1, frameworks.DEADLINE.date())
    exclusions.banned_supplier(4, frameworks.DEADLINE.date() - timedelta(days=1))
    with clock.at(frameworks.DEADLINE - timedelta(minutes=1)), pytest.raises(RuleBroken) as out:
        frameworks.hand_in(number, 4)
    assert {v.rule for v in out.value.verdicts} == {"GP-QUA-02"}
    with clock.at(frameworks.DEADLINE):
        services.open_responses(centre(), number=number, round_=1)
        frameworks.seated(number)
        with pytest.raises(InvalidInput):
            frameworks.review(number)
    joined = frameworks.open_running()
    with pytest.raises(RuleBroken):
        services.apply(
            people.actor(people.supplier(4)), number=joined, form=frameworks.application()
        )
