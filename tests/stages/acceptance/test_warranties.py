"""Warranties begin with the public result; faults under them are reported, mended and confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotAllowed, NotFound, WrongState
from lucai.platform import timers
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances.selectors import SOON_DAYS, warranty_page
from lucai.stages.acceptance.warranties import services
from lucai.stages.acceptance.warranties.schemas import FaultIn, SaidIn
from lucai.stages.acceptance.warranties.selectors import fault_seen
from lucai.stages.performance.milestones.periods import months_later
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
FAULT = FaultIn(thing="示例投影机", serial="SN-1", problem="不能开机")
SAID = SaidIn(text="已处理")


def warranted() -> str:
    """A contract with a warranty of twelve months, accepted and public."""
    lot = make.awarded_lot()
    number = make.signed(lot, warranty_months=12)
    make.published_acceptance(number)
    return number


def told() -> int:
    with system_access("test"):
        return JournalEntry.objects.filter(event="acceptance.acceptance.warranty_ends").count()


def test_the_calendar_counts_from_the_acceptance_and_tells_both_sides_once_before_the_end() -> None:
    number = warranted()
    end = months_later(make.day_after_signing(number, 11), 12)
    with clock.at(clock.moment(end - timedelta(days=SOON_DAYS + 1), 9)):
        assert [(one.until, one.status) for one in warranty_page(people.buyer()).items] == [
            (end, "在保")
        ]
        timers.fire()
        assert told() == 0
    with clock.at(clock.moment(end - timedelta(days=SOON_DAYS), 9)):
        timers.fire()
        timers.fire()
        assert told() == 1
        assert [one.status for one in warranty_page(people.supplier(), status="soon").items] == [
            "即将到期"
        ]
        page = browse(people.supplier()).get("/warranties/?status=soon").content.decode()
        assert number in page
    with clock.at(clock.moment(end + timedelta(days=1), 9)):
        assert [one.status for one in warranty_page(people.buyer(), status="over").items] == [
            "已到期"
        ]
        assert warranty_page(people.buyer(), status="running").items == []
    assert warranty_page(people.supplier(2)).items == []


def test_a_fault_is_reported_responded_to_mended_and_confirmed() -> None:
    number = warranted()
    key = {"contract_number": number}
    with clock.at(make.after_signing(number, 40)):
        place = services.report_fault(make.buyer(), **key, fault=FAULT)
        assert any(duty.title == "响应报修" for duty in duty_list(people.supplier()))
        with pytest.raises(NotAllowed):
            services.report_fault(make.supplier(), **key, fault=FAULT)
        with pytest.raises(NotAllowed):
            services.answer(make.buyer(), **key, number=place, step="respond", said=SAID)
    with clock.at(make.after_signing(number, 40) + timedelta(hours=3, minutes=59)):
        for step in ("respond", "mend"):
            services.answer(make.supplier(), **key, number=place, step=step, said=SAID)
        services.answer(make.buyer(), **key, number=place, step="reopen", said=SAID)
        services.answer(make.supplier(), **key, number=place, step="mend", said=SAID)
        services.answer(make.buyer(), **key, number=place, step="close", said=SAID)
    found = fault_seen(people.supplier(), number, place)
    assert (found.state, found.covered, len(found.trail)) == ("closed", True, 6)
    with pytest.raises(NotFound):
        fault_seen(people.supplier(2), number, place)


def test_after_the_warranty_a_fault_says_so_and_without_one_there_is_none() -> None:
    number = warranted()
    end = months_later(make.day_after_signing(number, 11), 12)
    for day, covered in ((end, True), (end + timedelta(days=1), False)):
        with clock.at(clock.moment(day, 10)):
            place = services.report_fault(make.buyer(), contract_number=number, fault=FAULT)
        assert fault_seen(people.buyer(), number, place).covered is covered
    bare = make.signed()
    with pytest.raises(WrongState):
        services.report_fault(make.buyer(), contract_number=bare, fault=FAULT)
