"""Bonds of bids that nobody opened go back in their days, and nobody learns of a bid too early."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.law.bonds import late_bond_fee
from lucai.law.calendar import add_workdays, beijing_day
from lucai.platform.duties.alerts import alert
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import DutyLine, duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.bids.wording import SecurityKind
from lucai.stages.trade.bond_returns import jobs, selectors, services
from lucai.stages.trade.bond_returns.schemas import DeniedIn, RefundIn, SettledIn
from tests.makers import bids, people
from tests.makers import bond_returns as make
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NOTICE, LOT = "退还未开启投标的保证金", "退还没有开启的投标文件的保证金"
NOTHING = RefundIn(interest=None)


def one_lot() -> bids.Call:
    return bids.call_for_bids(1)


call = kept(one_lot)


def duties(title: str) -> list[DutyLine]:
    return [one for one in duty_list(people.agency()) if one.title == title]


def agency_refunds(pk: int, form: RefundIn = NOTHING) -> None:
    services.refund(people.actor(people.agency()), pk=pk, form=form)


def last_of(day: date) -> date:
    return add_workdays(day, 5).date


def test_the_written_notice_of_a_withdrawal_begins_five_workdays(call: bids.Call) -> None:
    gone = make.withdrawn(call, people.supplier())
    with clock.at(call.before + DAY):
        pk = make.asked(call, people.supplier(), gone)
        (duty,) = duties(NOTICE)
        last = last_of(beijing_day(call.before + DAY))
        assert duty.due_at == clock.moment(last) + DAY
        assert selectors.return_seen(people.supplier(), pk).due_on == last


def test_before_the_deadline_only_the_agency_learns_that_somebody_had_bid(
    call: bids.Call,
) -> None:
    gone = make.withdrawn(call, people.supplier())
    others = (people.buyer(), people.finance(), people.supplier(2), people.public())
    with clock.at(call.before):
        pk = make.asked(call, people.supplier(), gone)
        for other in others:
            with pytest.raises(NotFound):
                selectors.return_seen(other, pk)
        assert selectors.return_seen(people.agency(), pk).supplier_name
        (duty,) = duties(NOTICE)
        assert "示例供应商" not in duty.heading
    entries = JournalEntry.objects.seen_by(SYSTEM).filter(object_type="trade.bondReturn")
    assert {(one.project_number, one.region, one.public) for one in entries} == {("", "", False)}
    with clock.at(call.bid_deadline):
        assert selectors.return_seen(people.buyer(), pk)
        assert selectors.return_seen(people.finance(), pk)


@pytest.mark.parametrize("late", [False, True])
def test_a_refund_after_the_last_day_costs_a_fee(call: bids.Call, *, late: bool) -> None:
    gone = make.withdrawn(call, people.supplier())
    with clock.at(call.before):
        pk = make.asked(call, people.supplier(), gone)
        last = last_of(clock.today())
    with clock.at(clock.moment(last + DAY * late, 20)):
        agency_refunds(pk)
        sheet = selectors.return_seen(people.supplier(), pk)
    owed = late_bond_fee(make.AMOUNT, last, last + DAY * late, region=people.REGION).amount
    assert (sheet.state, sheet.late_fee) == ("refunded", owed)
    assert bool(owed) is late
    entry = JournalEntry.objects.seen_by(SYSTEM).get(event="trade.bondReturn.refund")
    assert [one["holds"] for one in entry.body["rules"]] == [True, not late]
    assert people.supplier().organisation in entry.audience


def test_a_notice_forgotten_is_told_to_the_agency_after_its_last_day(call: bids.Call) -> None:
    gone = make.withdrawn(call, people.supplier())
    with clock.at(call.before):
        pk = make.asked(call, people.supplier(), gone)
        (duty,) = duties(NOTICE)
    due = duty.due_at
    assert due
    told = {"event": "duty.overdue", "object_type": "trade.bondReturn", "object_key": str(pk)}
    for now, times in ((due, 0), (due + MINUTE, 1)):
        with clock.at(now):
            alert(now)
            assert JournalEntry.objects.seen_by(SYSTEM).filter(**told).count() == times


def test_envelopes_left_shut_are_the_agencys_to_do_from_the_day_they_were_given_back(
    call: bids.Call,
) -> None:
    make.unopened(call, people.supplier(1), people.supplier(2))
    ended = beijing_day(call.bid_deadline)
    with clock.at(call.bid_deadline):
        (duty,) = duties(LOT)
        assert duty.due_at == clock.moment(last_of(ended)) + DAY
        jobs.read(list(JournalEntry.objects.seen_by(SYSTEM).filter(event=jobs.GIVEN_BACK)))
        (lot,) = selectors.unopened_list(people.agency())
        assert (lot.since, lot.due_on) == (ended, last_of(ended))
    assert duty.due_at
    with clock.at(duty.due_at + MINUTE):
        alert(clock.now())
        assert LOT in {one.title for one in overdue_page(people.finance()).items}


def test_what_was_given_back_for_a_lot_is_noted_with_its_interest(call: bids.Call) -> None:
    make.unopened(call, people.supplier(1), people.supplier(2))
    agency = people.actor(people.agency())
    with clock.at(call.bid_deadline + DAY):
        (lot,) = selectors.unopened_list(people.agency())
        for wrong in ({"count": 2, "total": "0.00"}, {"count": 0, "total": "1.00"}):
            with pytest.raises(InvalidInput, match="不一致"):
                services.settle(agency, pk=lot.pk, form=SettledIn.model_validate(wrong))
        told = {"count": 2, "total": "10000.00"}
        with pytest.raises(RuleBroken, match="孳息"):
            services.settle(agency, pk=lot.pk, form=SettledIn.model_validate(told))
        form = SettledIn.model_validate({**told, "interest": "3.20"})
        with pytest.raises(NotFound):
            services.settle(people.actor(people.agency(2)), pk=lot.pk, form=form)
        services.settle(agency, pk=lot.pk, form=form)
        found = selectors.unopened_seen(people.buyer(), lot.pk)
    assert (found.state, found.total, found.interest) == ("settled", 1_000_000, 320)
    assert duties(LOT) == []


def test_where_nobody_had_paid_a_bond_the_lot_is_settled_with_none(call: bids.Call) -> None:
    make.unopened(call, people.supplier(1))
    with clock.at(call.bid_deadline + DAY):
        (lot,) = selectors.unopened_list(people.agency())
        form = SettledIn.model_validate({"count": 0, "total": "0.00"})
        services.settle(people.actor(people.agency()), pk=lot.pk, form=form)
        assert selectors.unopened_seen(people.agency(), lot.pk).state == "settled"


def test_the_days_of_an_unopened_bid_run_from_the_end_and_its_interest_goes_with_it(
    call: bids.Call,
) -> None:
    (envelope,) = make.unopened(call, people.supplier(1))
    with clock.at(call.bid_deadline + 3 * DAY):
        pk = make.asked(call, people.supplier(1), envelope)
        (duty,) = duties(NOTICE)
        assert duty.due_at == clock.moment(last_of(beijing_day(call.bid_deadline))) + DAY
        with pytest.raises(RuleBroken, match="孳息"):
            agency_refunds(pk)
        agency_refunds(pk, RefundIn.model_validate({"interest": "0"}))
        assert selectors.return_seen(people.buyer(), pk).state == "refunded"


def test_a_guarantee_bears_no_interest_and_costs_no_fee(call: bids.Call) -> None:
    (envelope,) = make.unopened(call, people.supplier(1))
    with clock.at(call.bid_deadline + 30 * DAY):
        pk = make.asked(call, people.supplier(1), envelope, kind=SecurityKind.GUARANTEE)
        agency_refunds(pk)
        sheet = selectors.return_seen(people.supplier(1), pk)
        assert (sheet.state, sheet.late_fee) == ("refunded", 0)


def test_a_bid_that_stands_or_another_lots_gives_no_claim(call: bids.Call) -> None:
    standing = bids.submitted_bid(call, people.supplier(1)).envelope.hash.hex()
    gone = make.withdrawn(call, people.supplier(2))
    with clock.at(call.before):
        for envelope, changes, where in (
            (standing, {}, "envelope_hash"), ("0" * 64, {}, "envelope_hash"),
            (gone, {"project_number": "SDGP000000000000"}, "project_number"),
        ):  # fmt: skip
            with pytest.raises(InvalidInput) as refused:
                make.asked(call, people.supplier(2), envelope, **changes)
            assert where in refused.value.fields
        make.asked(call, people.supplier(2), gone)
        with pytest.raises(Conflict):
            make.asked(call, people.supplier(2), gone)
        with pytest.raises(NotAllowed):
            make.asked(call, people.agency(), gone)
    with pytest.raises(ValidationError, match="64 位"):
        make.notice(call, "abc")


def test_what_did_not_come_in_is_denied_with_how_it_was_found(call: bids.Call) -> None:
    gone = make.withdrawn(call, people.supplier())
    why = DeniedIn(reason="核对银行流水，没有查到这笔款项。")
    with clock.at(call.before):
        pk = make.asked(call, people.supplier(), gone)
        with pytest.raises(NotFound):
            services.deny(people.actor(people.agency(2)), pk=pk, form=why)
        services.deny(people.actor(people.agency()), pk=pk, form=why)
        assert selectors.return_seen(people.supplier(), pk).reason == why.reason
        assert duties(NOTICE) == []


def test_asking_giving_back_and_settling_on_the_pages(call: bids.Call) -> None:
    gone = make.withdrawn(call, people.supplier())
    supplier, agency = browse(people.supplier()), browse(people.agency())
    form = make.notice(call, gone).model_dump(mode="json")
    with clock.at(call.before):
        assert "密封文件编号" in supplier.get("/bond-returns/new/").content.decode()
        sent = supplier.post("/bond-returns/new/", {**form, "amount": "5000.00"})
        assert sent.status_code == 302
        page = sent["Location"]
        assert page in supplier.get("/bond-returns/").content.decode()
        assert f"{page}refund/" in agency.get(page).content.decode()
        assert agency.get(f"{page}denial/").status_code == 200
        assert agency.post(f"{page}refund/", {"interest": ""}).status_code == 302
        assert "已退还" in supplier.get(page).content.decode()
    make.unopened(call, people.supplier(2))
    with clock.at(call.bid_deadline):
        (lot,) = selectors.unopened_list(people.agency())
        assert lot.href in agency.get("/bond-returns/").content.decode()
        assert f"{lot.href}settlement/" in agency.get(lot.href).content.decode()
        typed = {"count": "1", "total": "5000.00", "interest": "1.00", "note": ""}
        assert agency.post(f"{lot.href}settlement/", typed).status_code == 302
        assert "已全部退还" in browse(people.finance()).get(lot.href).content.decode()
