"""Panels: drawn by law and by lot, secret until the result, complete before anybody evaluates."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.schemas import AppointmentIn, SignInIn
from lucai.stages.trade.panels.selectors import (
    panel_members,
    panel_row,
    panel_seen,
    seats_of,
)
from tests.makers import bids, evaluation, people, registers
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


def agency():  # noqa: ANN201 - the shape is the maker's
    return people.actor(people.agency())


def rules_of(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refused.value.verdicts}


call = kept(evaluation.prepared)
drawn = kept(evaluation.drawn)


def draw(call: bids.Call, at=None, **changes):  # noqa: ANN001, ANN003, ANN201
    with clock.at(at or call.bid_deadline):
        form = evaluation.draw_form(call.bid_deadline, **changes)
        services.draw(agency(), project_number=call.number, form=form)


def test_a_panel_is_prepared_once_and_gives_the_agency_its_duty(call: bids.Call) -> None:
    with clock.at(call.before):
        services.prepare_panel(agency(), project_number=call.number)
        titles = [
            duty.title for duty in duty_list(people.agency()) if duty.project_number == call.number
        ]
    assert titles.count("抽取评审专家") == 1


def test_experts_are_not_drawn_earlier_than_two_workdays_before_the_evaluation(
    call: bids.Call,
) -> None:
    # The bid deadline is Monday 2026-03-23: two workdays back is Thursday 2026-03-19.
    with pytest.raises(RuleBroken) as refused:
        draw(call, at=clock.moment(call.bid_deadline.date() - timedelta(days=5), 23, 59))
    assert rules_of(refused) == {"GP-EXP-03"}
    draw(call, at=clock.moment(call.bid_deadline.date() - timedelta(days=4), 0, 1))
    assert panel_row(SYSTEM, call.number).drawn_at


@pytest.mark.parametrize(
    ("size", "representatives", "lawful"),
    [
        (3, 0, False),
        (4, 0, False),
        (5, 1, True),
        (5, 2, False),
        (6, 1, False),
        (7, 2, True),
        (7, 3, False),
    ],
)
def test_a_panel_has_five_or_more_members_an_odd_number_and_two_thirds_experts(
    call: bids.Call, size: int, representatives: int, lawful: bool
) -> None:
    if lawful:
        draw(call, size=size, representatives=representatives)
        return
    with pytest.raises(RuleBroken) as refused:
        draw(call, size=size, representatives=representatives)
    assert rules_of(refused) == {"GP-TEN-13"}


def test_a_complex_project_needs_seven(call: bids.Call) -> None:
    with pytest.raises(RuleBroken, match="7人以上"):
        draw(call, size=5, special=True)


def test_the_evaluation_is_not_planned_before_the_opening(call: bids.Call) -> None:
    with pytest.raises(RuleBroken) as refused:
        draw(call, evaluation_at=call.bid_deadline - timedelta(minutes=1))
    assert "GP-TEN-09" in rules_of(refused)


def test_a_library_too_small_for_a_real_draw_closes_it_and_says_how_many_fit(
    call: bids.Call,
) -> None:
    with pytest.raises(RuleBroken, match="只有0名"):
        draw(call, specialties=("B0101",))


def test_nobody_who_works_for_the_buyer_is_ever_drawn(call: bids.Call) -> None:
    uscc = people.uscc(1001)
    for n in range(9, 13):
        registers.registered_expert(n, employer="示例采购单位1", employer_uscc=uscc)
    draw(call, size=7, representatives=0)
    assert uscc not in {seat.employer_uscc for seat in seats_of(SYSTEM, call.number)}


def test_nobody_who_works_for_a_bidder_is_drawn_once_the_bids_are_open() -> None:
    rnd = evaluation.opened()
    evaluation.library()
    uscc = people.uscc(3001)
    for n in range(9, 13):
        registers.registered_expert(n, employer="示例供应商1有限公司", employer_uscc=uscc)
    with evaluation.at(rnd):
        services.prepare_panel(agency(), project_number=rnd.number)
        form = evaluation.draw_form(rnd.opened_at, size=7, representatives=0)
        services.draw(agency(), project_number=rnd.number, form=form)
    assert uscc not in {seat.employer_uscc for seat in seats_of(SYSTEM, rnd.number)}


def test_names_are_for_the_agency_on_the_day_only_and_for_the_buyer_after_the_result(
    drawn: evaluation.Round,
) -> None:
    rnd = drawn
    with clock.at(rnd.opened_at - timedelta(days=1)):
        assert not panel_members(people.agency(), rnd.number)
        assert not panel_members(people.finance(), rnd.number)
    with evaluation.at(rnd):
        assert len(panel_members(people.agency(), rnd.number)) == 5
        assert len(panel_members(people.finance(), rnd.number)) == 5
        assert {line.kind for line in panel_members(people.buyer(), rnd.number)} == {
            "buyerRepresentative"
        }
        for stranger in (
            people.supplier(),
            people.expert(12),
            PUBLIC,
            people.agency(2),
            people.buyer(2),
        ):
            assert not panel_members(stranger, rnd.number)


def test_the_buyer_and_everybody_read_the_names_once_the_result_is_announced(
    drawn: evaluation.Round,
) -> None:
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.announced_award)
    assert len(panel_members(people.buyer(), rnd.number)) == 5
    assert len(panel_members(PUBLIC, rnd.number)) == 5


def test_a_panel_says_how_many_and_never_who(call: bids.Call) -> None:
    draw(call)
    with clock.at(call.before):
        sheet = panel_seen(people.buyer(), call.number)
    assert sheet
    assert (sheet.size, sheet.experts, sheet.members) == (5, 4, ())


def test_a_member_signs_in_on_the_day_after_the_opening_with_all_declarations(
    drawn: evaluation.Round,
) -> None:
    rnd = drawn
    member = people.actor(evaluation.seats(rnd)[0])
    with clock.at(rnd.opened_at - timedelta(days=1)), pytest.raises(RuleBroken) as early:
        services.sign_in(member, project_number=rnd.number, form=evaluation.DECLARED)
    assert "GP-EXP-03" in rules_of(early)
    with evaluation.at(rnd):
        half = SignInIn(pledged=True, declared_free=True, devices_kept=False)
        with pytest.raises(RuleBroken) as incomplete:
            services.sign_in(member, project_number=rnd.number, form=half)
        assert rules_of(incomplete) == {"GP-EXP-13"}
        services.sign_in(member, project_number=rnd.number, form=evaluation.DECLARED)


def test_nobody_signs_in_before_the_bids_are_opened(call: bids.Call) -> None:
    draw(call)
    member = seats_of(SYSTEM, call.number)[0]
    viewer = next(
        people.expert(n) for n in range(1, 9) if people.expert(n).person == member.person_id
    )
    with clock.at(call.bid_deadline), pytest.raises(RuleBroken, match="尚未开标"):
        services.sign_in(people.actor(viewer), project_number=call.number, form=evaluation.DECLARED)


def test_an_expert_who_came_to_work_for_a_bidder_must_recuse_and_is_replaced(
    drawn: evaluation.Round,
) -> None:
    rnd = drawn
    first = evaluation.seats(rnd)[0]
    seat = seats_of(SYSTEM, rnd.number)[0]
    seat.change(employer="示例供应商1有限公司", employer_uscc=people.uscc(3001))
    with evaluation.at(rnd):
        with pytest.raises(RuleBroken) as refused:
            services.sign_in(
                people.actor(first), project_number=rnd.number, form=evaluation.DECLARED
            )
        assert rules_of(refused) == {"GP-EXP-04"}
        services.recuse(people.actor(first), project_number=rnd.number, reason="现任职于投标人")
    states = [s.state for s in seats_of(SYSTEM, rnd.number)]
    assert states == ["recused", "drawn", "drawn", "drawn", "drawn", "drawn"]
    assert seats_of(SYSTEM, rnd.number)[-1].person_id == evaluation.order_of(rnd.number)[4]


def test_an_absent_member_is_replaced_by_the_agency_and_the_panel_waits_for_the_next(
    drawn: evaluation.Round,
) -> None:
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.formed)
    with evaluation.at(rnd):
        services.replace_absent(agency(), project_number=rnd.number, place=2, reason="临时生病离场")
    panel = panel_row(SYSTEM, rnd.number)
    assert panel.state == "drawn"
    assert f",{rnd.members[1].person}," not in panel.seats


def test_a_replaced_member_is_a_stranger_again(drawn: evaluation.Round) -> None:
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.formed)
    with evaluation.at(rnd):
        services.replace_absent(agency(), project_number=rnd.number, place=2, reason="临时生病离场")
        with pytest.raises(NotFound):
            services.sign_in(
                people.actor(rnd.members[1]), project_number=rnd.number, form=evaluation.DECLARED
            )


def test_the_panel_is_formed_when_the_last_member_has_signed_in(drawn: evaluation.Round) -> None:
    rnd = drawn
    members = evaluation.seats(rnd)
    with evaluation.at(rnd):
        for member in members:
            assert panel_row(SYSTEM, rnd.number).state == "drawn"
            services.sign_in(
                people.actor(member), project_number=rnd.number, form=evaluation.DECLARED
            )
    assert panel_row(SYSTEM, rnd.number).state == "formed"


def test_a_representative_is_one_of_the_buyers_people_with_the_right(call: bids.Call) -> None:
    stranger = people.expert(1).person
    assert stranger
    with clock.at(call.before), pytest.raises(InvalidInput):
        services.appoint_representative(
            people.actor(people.buyer()),
            project_number=call.number,
            form=AppointmentIn(person_id=stranger, authority="示例办函〔2026〕1号"),
        )


def test_a_representative_appointed_before_the_draw_takes_the_first_place(call: bids.Call) -> None:
    rnd = evaluation.Round(call.number, call.bid_deadline)
    with clock.at(call.before):
        evaluation.appoint(rnd)
    draw(call)
    kinds = [seat.kind for seat in seats_of(SYSTEM, call.number)]
    assert kinds == ["buyerRepresentative", "expert", "expert", "expert", "expert"]


def test_a_panel_short_of_its_representative_is_the_buyers_duty(call: bids.Call) -> None:
    rnd = evaluation.Round(call.number, call.bid_deadline)
    draw(call)

    def titles() -> list[str]:
        return [d.title for d in duty_list(people.buyer()) if d.project_number == call.number]

    with clock.at(call.bid_deadline):
        assert titles() == ["委派采购人代表"]
        evaluation.appoint(rnd)
        assert titles() == []
    assert panel_row(SYSTEM, call.number).state == "drawn"


def test_more_representatives_than_places_are_refused(drawn: evaluation.Round) -> None:
    rnd = drawn
    with evaluation.at(rnd), pytest.raises(InvalidInput):
        evaluation.appoint(rnd)


def test_a_role_without_the_right_cannot_draw(call: bids.Call) -> None:
    powerless = people.viewer(
        people.organisation(people.Side.AGENCY, 2001, "示例代理机构1"),
        "agency1.reader",
        "示例只读",
        grants=frozenset(),
    )
    with clock.at(call.bid_deadline), pytest.raises(NotAllowed):
        services.draw(
            people.actor(powerless),
            project_number=call.number,
            form=evaluation.draw_form(call.bid_deadline),
        )


@pytest.mark.parametrize("who", ["buyer", "supplier", "expert", "other agency", "finance"])
def test_nobody_but_the_own_agency_draws(call: bids.Call, who: str) -> None:
    viewer: Viewer = people.everyone()[who]
    with clock.at(call.bid_deadline), pytest.raises((NotAllowed, NotFound)):
        services.draw(
            people.actor(viewer),
            project_number=call.number,
            form=evaluation.draw_form(call.bid_deadline),
        )


def test_each_member_has_the_own_duty_to_sign_in_and_nobody_elses(drawn: evaluation.Round) -> None:
    rnd = drawn
    with evaluation.at(rnd):
        for member in evaluation.seats(rnd):
            own = [d for d in duty_list(member) if d.title == "签到参加评审"]
            assert len(own) == 1
        assert not [d for d in duty_list(people.expert(12)) if d.title == "签到参加评审"]


def test_the_reader_prepares_a_panel(pump) -> None:  # noqa: ANN001
    call = bids.call_for_bids()
    with clock.at(call.before):
        pump()
    assert panel_row(SYSTEM, call.number).evaluation_at == call.bid_deadline
