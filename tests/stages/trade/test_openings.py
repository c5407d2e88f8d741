"""Openings: at the deadline and not before, read out to those who bid, confirmed and recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Side
from lucai.kernel.errors import NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.records import system_access
from lucai.stages.trade.bids import selectors as bids
from lucai.stages.trade.openings import selectors, services
from lucai.stages.trade.openings.models import (
    OpeningEnquiry,
    OpeningRecord,
    OpeningSession,
    SignIn,
)
from lucai.stages.trade.openings.pictures import price_strip
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.selectors import live_envelopes
from tests.makers import bids as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

called = kept(make.call_for_bids)
opened = kept(make.opened_lot)

EVERYBODY = (
    "public", "buyer", "other buyer", "agency", "other agency", "supplier", "other supplier",
    "expert", "finance", "other finance", "treasury", "administrator",
)  # fmt: skip


def start(call: make.Call) -> None:
    services.start(people.actor(people.agency()), project_number=call.number)


def test_an_opening_a_second_early_is_refused_with_its_article_and_the_earliest_moment(
    called: make.Call,
) -> None:
    with clock.at(called.bid_deadline - timedelta(seconds=1)), pytest.raises(RuleBroken) as refusal:
        start(called)
    assert refusal.value.verdicts[0].rule == "GP-TEN-09"
    assert refusal.value.verdicts[0].opens_at == called.bid_deadline


def test_three_bids_are_read_out_and_the_project_moves_on(opened: make.Call) -> None:
    with clock.at(opened.bid_deadline):
        hall = selectors.hall(people.agency(), opened.number, 1)
    assert [row.supplier_name for row in hall.rows] == [f"示例供应商{n}有限公司" for n in (1, 2, 3)]
    assert [row.lowest for row in hall.rows] == [True, False, False]
    assert project_seen(people.agency(), opened.number).state == "opened"


def test_a_lot_with_two_bids_fails_by_law_and_its_bids_stay_closed(called: make.Call) -> None:
    for n in (1, 2):
        make.submitted_bid(called, people.supplier(n), lot=2)
    make.opened_lot(called, suppliers=3)
    lot = project_seen(people.agency(), called.number).lot(2)
    assert lot.state == "failed"
    assert "不足3家" in lot.reason
    assert "第四十一条" in lot.reason
    assert bids.opened_bids(people.agency(), called.number, 2) == []
    assert {row.state for row in live_envelopes(SYSTEM, called.number, 2)} == {"returned"}


def test_when_every_lot_fails_the_project_ends_and_the_record_closes_itself(
    called: make.Call,
) -> None:
    make.submitted_bid(called, people.supplier())
    with clock.at(called.bid_deadline):
        start(called)
        hall = selectors.hall(people.agency(), called.number, 1)
    assert project_seen(people.agency(), called.number).state == "ended"
    assert (hall.state, hall.bidders) == ("recorded", 1)
    assert "不足3家" in hall.failed


def test_signing_in_before_the_opening_starts_is_seen_by_the_bidder_alone(
    pump: Callable[[], None],
    called: make.Call,
) -> None:
    make.submitted_bid(called, people.supplier())
    with clock.at(called.bid_deadline):
        services.sign_in(people.actor(people.supplier()), project_number=called.number)
    pump()
    with clock.at(called.bid_deadline + timedelta(minutes=1)):
        own = selectors.hall(people.supplier(), called.number, 1).own
        assert own is not None
        assert own.signed_in_at is not None
        for name, other in people.everyone().items():
            if name == "supplier":
                continue
            assert SignIn.objects.seen_by(other).count() == 0
            events = {line.event for line in project_timeline(other, called.number)}
            assert "trade.openingSession.sign_in" not in events


def test_a_sign_in_stands_in_the_record_once_the_opening_has_started(called: make.Call) -> None:
    early, late = called.bid_deadline, called.bid_deadline + timedelta(minutes=1)
    for n in (1, 2, 3):
        make.submitted_bid(called, people.supplier(n), share=90 + n)
    with clock.at(early):
        services.sign_in(people.actor(people.supplier()), project_number=called.number)
    make.opened_lot(called, suppliers=0)
    with clock.at(late):
        services.sign_in(people.actor(people.supplier(2)), project_number=called.number)
        rows = selectors.opening_rows(people.agency(), called.number, 1)
    assert {row.signed_in_at for row in rows} == {early, late, None}


def test_who_did_not_obtain_the_document_cannot_sign_in_and_nobody_before_the_deadline(
    called: make.Call,
) -> None:
    make.submitted_bid(called, people.supplier())
    with clock.at(called.bid_deadline), pytest.raises(WrongState):
        services.sign_in(people.actor(people.supplier(2)), project_number=called.number)
    supplier = people.actor(people.supplier())
    with clock.at(called.bid_deadline - timedelta(seconds=1)):
        hall = browse(people.supplier()).get(f"/rooms/{called.number}/opening/").content.decode()
        with pytest.raises(WrongState, match="截止后"):
            services.sign_in(supplier, project_number=called.number)
    assert "opening/sign-in/" not in hall
    with system_access("what a database administrator reads"):
        assert not SignIn.objects.exists()
    with clock.at(called.bid_deadline):
        services.sign_in(supplier, project_number=called.number)


def test_a_bidder_confirms_its_own_line_and_the_silent_accept_when_the_record_is_formed(
    opened: make.Call,
) -> None:
    with clock.at(opened.bid_deadline + timedelta(minutes=5)):
        services.confirm(
            people.actor(people.supplier()), project_number=opened.number, lot_number=1
        )
        services.close_record(people.actor(people.agency()), project_number=opened.number)
        rows = selectors.opening_rows(people.agency(), opened.number, 1)
    assert [row.state for row in rows] == ["confirmed", "accepted", "accepted"]


def test_a_question_without_reply_keeps_the_record_open_with_its_article(opened: make.Call) -> None:
    agency, supplier = people.actor(people.agency()), people.actor(people.supplier())
    asked = "请确认交付期按日历天计算"
    with clock.at(opened.bid_deadline + timedelta(minutes=5)):
        services.object_to(supplier, project_number=opened.number, lot_number=1, text=asked)
        with pytest.raises(RuleBroken) as refusal:
            services.close_record(agency, project_number=opened.number)
        assert "财政部令第87号/42" in refusal.value.verdicts[0].cites
        (line,) = selectors.hall(people.agency(), opened.number, 1).enquiries
        services.reply(agency, project_number=opened.number, enquiry=line.pk, text="按日历天计算")
        services.close_record(agency, project_number=opened.number)
        hall = selectors.hall(people.supplier(2), opened.number, 1)
    assert hall.state == "recorded"
    assert hall.enquiries[0].reply == "按日历天计算"


def test_nothing_more_is_asked_or_confirmed_after_the_record_is_formed(opened: make.Call) -> None:
    supplier = people.actor(people.supplier())
    with clock.at(opened.bid_deadline + timedelta(minutes=5)):
        services.close_record(people.actor(people.agency()), project_number=opened.number)
        with pytest.raises(WrongState):
            services.object_to(supplier, project_number=opened.number, lot_number=1, text="有疑义")
        with pytest.raises(WrongState):
            services.confirm(supplier, project_number=opened.number, lot_number=1)


def test_another_agency_cannot_start_and_the_buyer_may_only_watch(called: make.Call) -> None:
    with clock.at(called.bid_deadline):
        with pytest.raises(NotFound):
            services.start(people.actor(people.agency(2)), project_number=called.number)
        with pytest.raises(NotAllowed):
            services.start(people.actor(people.buyer()), project_number=called.number)
    assert people.buyer().side is Side.BUYER


def test_two_people_press_start_and_the_second_is_told(opened: make.Call) -> None:
    with clock.at(opened.bid_deadline), pytest.raises(WrongState):
        start(opened)


def test_a_supplier_hears_every_price_of_a_lot_it_bid_for_and_none_of_another(
    called: make.Call,
) -> None:
    make.submitted_bid(called, people.supplier(9), lot=2)
    make.opened_lot(called)
    with clock.at(called.bid_deadline):
        hall = selectors.hall(people.supplier(), called.number, 1)
        assert [row.mine for row in hall.rows] == [True, False, False]
        stranger = selectors.hall(people.supplier(9), called.number, 1)
        assert (stranger.rows, stranger.log, stranger.heard) == ((), (), False)


READS = {"buyer", "agency", "finance"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_record_is_seen_by_its_parties_and_supervisors_alone(
    name: str, opened: make.Call
) -> None:
    agency = people.actor(people.agency())
    with clock.at(opened.bid_deadline):
        asked = {"project_number": opened.number, "lot_number": 1, "text": "请核对"}
        services.object_to(people.actor(people.supplier(3)), **asked)
        (line,) = selectors.hall(people.agency(), opened.number, 1).enquiries
        services.reply(agency, project_number=opened.number, enquiry=line.pk, text="已核对")
    viewer = people.everyone()[name]
    seen = OpeningRecord.objects.seen_by(viewer).count()
    own = 1 if name in {"supplier", "other supplier"} else 0
    assert seen == (3 if name in READS else own)
    assert OpeningEnquiry.objects.seen_by(viewer).count() == (1 if name in READS else 0)


@pytest.mark.parametrize("name", ["public", "expert", "treasury", "administrator"])
def test_who_has_no_place_in_the_hall_finds_no_such_page(name: str, called: make.Call) -> None:
    with pytest.raises(NotFound):
        selectors.hall(people.everyone()[name], called.number, 1)


@pytest.mark.parametrize("name", ["agency", "buyer", "finance", "other supplier"])
def test_before_the_opening_the_hall_shows_no_number_of_bids(name: str, called: make.Call) -> None:
    make.submitted_bid(called, people.supplier())
    with clock.at(called.bid_deadline):
        hall = selectors.hall(people.everyone()[name], called.number, 1)
    assert (hall.rows, hall.bidders, hall.log, hall.strip) == ((), 0, (), None)


def test_the_journal_sets_the_opening_to_the_deadline_and_gives_the_agency_its_to_do(
    called: make.Call,
) -> None:
    reader = Actor.system(Reason.JOURNAL_READER)
    with clock.at(called.before):
        services.schedule(reader, project_number=called.number)
        services.schedule(reader, project_number=called.number)
        duty = next(d for d in duty_list(people.agency()) if d.title == "主持开标")
    held = OpeningSession.objects.seen_by(people.agency()).filter(project_number=called.number)
    assert held.count() == 1
    assert (duty.opens_at, duty.waiting) == (called.bid_deadline, True)


def test_the_reader_of_the_journal_schedules_what_a_notice_announced(
    pump: Callable[[], None],
    called: make.Call,
) -> None:
    with clock.at(called.before):
        pump()
        pump()
    assert selectors.session_row(people.agency(), called.number).bid_deadline == called.bid_deadline


def test_when_a_procurement_ends_before_its_opening_every_bid_goes_back_unopened(
    pump: Callable[[], None],
    called: make.Call,
) -> None:
    make.submitted_bid(called, people.supplier())
    with clock.at(called.before):
        pump()
        agency = people.actor(people.agency())
        projects.end_project(agency, number=called.number, reason="采购任务取消")
        pump()
        (envelope,) = live_envelopes(SYSTEM, called.number, 1)
    assert selectors.session_row(people.agency(), called.number).state == "cancelled"
    assert envelope.state == "returned"
    assert bids.opened_bids(people.agency(), called.number, 1) == []


def test_a_postponed_deadline_moves_the_opening(called: make.Call) -> None:
    reader = Actor.system(Reason.JOURNAL_READER)
    later = called.bid_deadline + timedelta(days=15)
    with clock.at(called.before):
        services.schedule(reader, project_number=called.number)
        projects.move_deadline(reader, number=called.number, bid_deadline=later)
        services.schedule(reader, project_number=called.number)
    assert selectors.session_row(people.agency(), called.number).bid_deadline == later
    with clock.at(called.bid_deadline), pytest.raises(RuleBroken):
        start(called)


def test_the_log_tells_what_happened_newest_first(opened: make.Call) -> None:
    with clock.at(opened.bid_deadline + timedelta(minutes=1)):
        services.confirm(
            people.actor(people.supplier()), project_number=opened.number, lot_number=1
        )
        log = selectors.hall(people.buyer(), opened.number, 1).log
    assert (log[0].tag, log[-1].tag) == ("确认", "开标")
    assert sum(line.tag == "开启" for line in log) == 4


def test_prices_that_lie_close_together_keep_their_labels_apart() -> None:
    strip = price_strip([45_900_000, 45_910_000, 45_920_000, 46_000_000], 48_600_000)
    assert strip is not None
    shown = [(dot.x, dot.label_y) for dot in strip.dots if dot.label]
    for x, y in shown:
        assert all(abs(x - other) >= 46 for other, z in shown if z == y and other != x)
    assert strip.dots[0].lowest


def test_there_is_no_strip_without_prices() -> None:
    assert price_strip([], 100) is None
