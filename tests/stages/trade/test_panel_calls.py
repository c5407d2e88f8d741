"""Drawn experts are called out; who cannot come leaves the place to whom the draw says next."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.adapters.notifiers.simulated import DOWN, SimulatedNotifier
from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.registers.experts.models import ReviewExpert
from lucai.stages.trade.drawn_experts import ports as notifying
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.models import PanelMember
from lucai.stages.trade.panels.selectors import (
    call_counts,
    call_seen,
    draw_records,
    draws_of,
    panel_members,
    panel_row,
    repeated_draws,
    seats_of,
)
from lucai.stages.trade.panels.services import publish_names
from lucai_trust.draw_check import check_draw
from tests.makers import bids, evaluation, people, registers
from tests.makers.browsing import browse
from tests.makers.calling import answer, drawn, expert, minutes, silent, tick
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db
call = kept(evaluation.prepared)
NO = CallAnswerIn(coming=Coming.NO, reason="当天有课")
YES = CallAnswerIn(coming=Coming.YES)


@pytest.fixture(autouse=True)
def notifier() -> Iterator[SimulatedNotifier]:
    """A notification system at which nobody presses a key."""
    with silent() as system:
        yield system


def states(call: bids.Call) -> list[str]:
    return [seat.state for seat in seats_of(SYSTEM, call.number)]


def verified(call: bids.Call) -> Any:
    """Make the draw public and return its record, which must bear every claim out."""
    publish_names(Actor.system(Reason.CONSEQUENCE), project_number=call.number)
    record = draw_records(PUBLIC, call.number)[0]
    assert [c.reason for c in check_draw(record) if not c.holds] == []
    return record


def test_whoever_cannot_come_is_followed_by_the_next_of_the_draw_and_anybody_can_repeat_it(
    call: bids.Call,
) -> None:
    drawn(call)
    order = evaluation.order_of(call.number)
    answer(call, seats_of(SYSTEM, call.number)[1], NO)
    assert states(call) == ["asked", "declined", "asked", "asked", "asked"]
    assert seats_of(SYSTEM, call.number)[-1].person_id == order[4]
    record = verified(call)
    assert [str(one.why) for one in record.reasons] == ["declined"]
    assert {o.expert for o in record.openings} == {str(order[n]) for n in (0, 2, 3, 4)}
    [shown] = repeated_draws(PUBLIC, call.number)
    assert [stop.after for stop in shown.walk] == ["", "答复不能参加", "", "", ""]


def test_silence_is_a_no_when_the_time_is_over_and_not_a_minute_before(call: bids.Call) -> None:
    drawn(call)
    first, *others = seats_of(SYSTEM, call.number)
    for seat in others:
        answer(call, seat, YES)
    tick(call, 59)
    assert states(call) == ["asked", "drawn", "drawn", "drawn"]
    tick(call, 60)
    assert states(call) == ["declined", "drawn", "drawn", "drawn", "asked"]
    with pytest.raises(RuleBroken, match="截止"):
        answer(call, seats_of(SYSTEM, call.number)[-1], YES, after=121)
    assert [str(one.why) for one in verified(call).reasons] == ["silent"]
    assert not [d for d in duty_list(expert(first.person_id)) if d.title.startswith("答复")]


def test_nobody_is_silent_whom_the_notification_system_was_not_yet_made_to_call(
    call: bids.Call, notifier: SimulatedNotifier
) -> None:
    habits = notifier.habits
    notifier.habits = dict.fromkeys(habits, DOWN)
    drawn(call)
    tick(call, 61)
    assert set(states(call)) == {"asked"}
    notifier.habits = habits
    tick(call, 90)
    tick(call, 149)
    assert set(states(call)) == {"asked"}
    tick(call, 150)
    assert states(call).count("declined") == 4


def test_an_answer_by_telephone_counts_like_one_on_the_screen(
    call: bids.Call, notifier: SimulatedNotifier
) -> None:
    notifier.habits = {}
    with minutes(call, 0):
        form = evaluation.draw_form(call.bid_deadline, answer_minutes=60)
        services.draw(people.actor(people.agency()), project_number=call.number, form=form)
    ill = seats_of(SYSTEM, call.number)[0].person_id
    notifier.habits = {f"P{ill}": "生病"}
    tick(call, 0)
    tick(call, 4)
    assert set(states(call)) == {"asked"}
    tick(call, 6)
    tick(call, 12)
    assert states(call) == ["declined", "drawn", "drawn", "drawn", "drawn"]
    assert seats_of(SYSTEM, call.number)[0].left_reason == "生病"


def test_what_is_said_on_the_telephone_names_neither_procurement_nor_parties(
    call: bids.Call, notifier: SimulatedNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    ring = SimulatedNotifier.call
    monkeypatch.setattr(
        SimulatedNotifier, "call", lambda own, one, at: said.append(one.text) or ring(own, one, at)
    )
    drawn(call, reserves=1)
    assert len(said) == 5
    panel = panel_row(SYSTEM, call.number)
    hidden = (call.number, panel.title, panel.buyer_name, panel.agency_name)
    assert not [word for word in hidden for text in said if word in text]


def test_the_agency_sees_how_many_and_never_who_was_asked_stands_by_or_said_no(
    call: bids.Call,
) -> None:
    drawn(call, reserves=1)
    answer(call, seats_of(SYSTEM, call.number)[0], NO)
    with minutes(call, 20):
        counts = call_counts(people.agency(), call.number)
        assert counts
        assert (counts.asked, counts.gone, counts.reserves, counts.vacant) == (4, 1, 0, 0)
        assert not panel_members(people.agency(), call.number)
        for stranger in (people.agency(2), people.supplier(), PUBLIC):
            with pytest.raises(NotFound):
                call_counts(stranger, call.number)
    with clock.at(call.bid_deadline):
        assert len(panel_members(people.agency(), call.number)) == 4
    with system_access("test"):
        told = JournalEntry.objects.filter(object_type="trade.panelMember")
        assert not told.filter(public=True).exists()
        names = [seat.name for seat in seats_of(SYSTEM, call.number)]
        assert not [n for n in names for e in told if n in f"{e.body}{e.label}{e.actor_name}"]


def test_a_place_that_nobody_can_take_stays_empty_until_the_library_has_grown(
    call: bids.Call,
) -> None:
    drawn(call)
    seated = [seat.person_id for seat in seats_of(SYSTEM, call.number)]
    with system_access("test"):
        ReviewExpert.objects.exclude(person_id__in=seated).update(state="suspended")
    answer(call, seats_of(SYSTEM, call.number)[0], NO)
    assert panel_row(SYSTEM, call.number).vacant == 1
    with system_access("test"):
        [spent] = JournalEntry.objects.filter(event="trade.panel.draw-spent")
    assert people.agency().organisation in spent.audience
    registers.registered_expert(9)
    tick(call, 11)
    assert panel_row(SYSTEM, call.number).vacant == 0
    assert seats_of(SYSTEM, call.number)[-1].person_id == people.expert(9).person
    verified(call)
    assert all(all(c.holds for c in check_draw(r)) for r in draw_records(PUBLIC, call.number))


def test_reserves_are_named_with_the_draw_and_called_in_its_order(call: bids.Call) -> None:
    drawn(call, reserves=2)
    order = evaluation.order_of(call.number)
    seats = seats_of(SYSTEM, call.number)
    assert [s.person_id for s in seats if s.state == "reserve"] == order[4:6]
    answer(call, seats[4], NO)  # the first reserve does not stand by any more
    answer(call, seats[0], NO)
    assert states(call) == ["declined", "asked", "asked", "asked", "declined", "asked"]
    answer(call, seats[1], NO)
    assert seats_of(SYSTEM, call.number)[-1].person_id == order[6]
    record = verified(call)
    assert [one.fate for one in record.reserves] == ["passed", "seated"]
    [shown] = repeated_draws(PUBLIC, call.number)
    assert shown.walk[4].after == "不能递补，答复不能参加"


@pytest.mark.parametrize("minutes_to_answer", [0, 60])
def test_a_reserve_learns_on_the_site_that_it_stands_by_and_that_it_has_moved_up(
    call: bids.Call, minutes_to_answer: int
) -> None:
    drawn(call, reserves=1, answer_minutes=minutes_to_answer)
    seats = seats_of(SYSTEM, call.number)
    reserve, page = expert(seats[4].person_id), f"/rooms/{call.number}/panel/call/"
    with minutes(call, 5):
        assert [d.href for d in duty_list(reserve)] == [page]
        assert page in browse(reserve).get("/evaluations/").content.decode()
        assert browse(reserve).post(page, {"coming": "yes"}).status_code == 302
        assert duty_list(reserve) == [], "who has said that it knows is not asked again"
    if minutes_to_answer:
        answer(call, seats[0], NO)
    else:
        with minutes(call, 10):
            leaver = people.actor(expert(seats[0].person_id))
            services.recuse(leaver, project_number=call.number, reason="近亲属在采购人任职")
    tick(call, 11)
    with minutes(call, 12):
        titles = {d.title: d.href for d in duty_list(reserve)}
        assert titles["答复能否参加评审"] == page
        assert "由候补递补为评审专家" in browse(reserve).get(page).content.decode()
        assert "由候补递补" in browse(reserve).get("/evaluations/").content.decode()
        assert browse(reserve).post(page, {"coming": "yes"}).status_code == 302
        assert [d.title for d in duty_list(reserve)] == ["签到参加评审"]
    tick(call, 90)
    assert seats_of(SYSTEM, call.number)[4].state == "drawn"


def test_a_reserve_is_asked_nothing_any_more_once_all_have_come() -> None:
    rnd = evaluation.drawn(reserves=1)
    [reserve] = [expert(one.person_id) for one in seats_of(SYSTEM, rnd.number, "reserve")]
    with evaluation.at(rnd):
        assert [d.title for d in duty_list(reserve)] == ["您被抽取为候补专家，请确认能否候补"]
    evaluation.formed(rnd)
    assert duty_list(reserve) == []


def test_every_line_of_the_quota_is_filled_and_refilled_from_its_own_specialty(
    call: bids.Call,
) -> None:
    for n in (9, 10, 11):
        registers.registered_expert(n, specialties=["C12"])
    lines = [{"specialty": "c12", "experts": 1}]
    drawn(call, lines=lines, reserves=1)
    [law] = [s for s in _of(call, "C12") if s.state == "asked"]
    assert states(call).count("asked") == 4
    answer(call, law, NO)
    assert [s.state for s in _of(call, "C12")] == ["declined", "asked"]
    assert states(call).count("reserve") == 1
    [again] = [s for s in _of(call, "C12") if s.state == "asked"]
    answer(call, again, NO)
    assert [s.state for s in _of(call, "C12")] == ["declined", "declined", "asked"]
    verified(call)
    # Whom the first walk passed while that line was full comes by a draw of its own.
    records = draw_records(PUBLIC, call.number)
    assert all(claim.holds for record in records for claim in check_draw(record))
    seated = [opening.profession for record in records for opening in record.openings]
    assert sorted(seated) == ["A02", "A02", "A02", "C12"]


def _of(call: bids.Call, code: str) -> list[PanelMember]:
    row = draws_of(SYSTEM, call.number)[0]
    mine = {member.person for member in row.members if member.profession == code}
    return [seat for seat in seats_of(SYSTEM, call.number) if seat.person_id in mine]


def test_a_line_that_the_library_cannot_fill_closes_the_draw_and_says_which(
    call: bids.Call,
) -> None:
    with pytest.raises(RuleBroken, match="C12只有0名、需要1名"):
        drawn(call, lines=[{"specialty": "C12", "experts": 1}])
    with pytest.raises(InvalidInput, match="合计 5 名"):
        drawn(call, lines=[{"specialty": "A02", "experts": 5}])


def test_an_expert_answers_on_a_page_of_the_own_and_nobody_else_has_it(call: bids.Call) -> None:
    drawn(call, reserves=1)
    seats = seats_of(SYSTEM, call.number)
    address = f"/rooms/{call.number}/panel/call/"
    with minutes(call, 5):
        own: Client = browse(expert(seats[0].person_id))
        assert "提交答复" in own.get(address).content.decode()
        refused = own.post(address, {"coming": "no", "reason": ""})
        assert "请写明不能参加的理由" in refused.content.decode()
        assert own.post(address, {"coming": "yes"}).status_code == 302
        assert call_seen(expert(seats[0].person_id), call.number).state == "drawn"
        reserve = browse(expert(seats[4].person_id)).get(address).content.decode()
        assert "您是候补专家" in reserve
        strangers = [e for e in map(people.expert, range(1, 9)) if e.person not in _persons(call)]
        assert browse(strangers[0]).get(address).status_code == 404
        assert browse(people.agency()).get(address).status_code in {403, 404}
        shown = browse(people.agency()).get(f"/rooms/{call.number}/panel/").content.decode()
    assert "通知专家" in shown
    assert not [seat.name for seat in seats if seat.name in shown]


def _persons(call: bids.Call) -> set[int]:
    return {seat.person_id for seat in seats_of(SYSTEM, call.number)}


def test_a_simulated_call_that_breaks_the_outsides_rules_is_refused(
    notifier: SimulatedNotifier,
) -> None:
    at = clock.now()
    late = notifying.CallOut("P1", "x", "请答复", at + timedelta(minutes=9))
    assert "10 分钟" in notifier.call(late, at).refused
    long = notifying.CallOut("P1", "x", "长" * 201, None)
    assert "200 字" in notifier.call(long, at).refused
    once = notifying.CallOut("P1", "y", "请答复", at + timedelta(hours=1))
    again = notifier.call(once, at + timedelta(minutes=1))
    assert notifier.call(once, at + timedelta(minutes=2)) == again
