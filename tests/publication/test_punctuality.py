"""A buyer's punctuality: counted entry by entry, twice is once, and shown where it is read."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.publication.punctuality.models import BuyerMonth, DuePayment
from lucai.publication.punctuality.projection import BOUNCED, OVERDUE, PAID, count_payments
from lucai.publication.punctuality.selectors import Punctuality, punctuality_of
from tests.makers import contract as make
from tests.makers import people, world
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

DUE = date(2026, 3, 10)
BUYER = 7
JUNE = clock.moment(date(2026, 6, 15), 10)


def entry(event: str, invoice: str = "HT-F1", **changes: Any) -> JournalEntry:
    said: dict[str, Any] = {
        "invoice": invoice, "dueOn": DUE.isoformat(), "dueAmount": 100_00, "buyer": BUYER,
    }  # fmt: skip
    at = changes.pop("at", None) or clock.moment(DUE, 12)
    return JournalEntry(event=event, public=True, at=at, body={**said, **changes})


def paid(days: int = 0, invoice: str = "HT-F1", **changes: Any) -> JournalEntry:
    day = DUE + timedelta(days=days)
    return entry(PAID, invoice, paidOn=day.isoformat(), **changes)


def read(*entries: JournalEntry) -> Punctuality:
    with system_access("test"):
        count_payments(entries)
    with clock.at(JUNE):
        return punctuality_of(PUBLIC, BUYER)


def counts(found: Punctuality) -> tuple[int, int, int]:
    return found.in_time, found.late, found.unpaid


def test_the_due_day_itself_is_in_time_and_the_day_after_is_late() -> None:
    found = read(paid(0), paid(1, "HT-F2"))
    assert counts(found) == (1, 1, 0)
    assert (found.percent, found.average_days) == ("50.0%", 1)
    assert found.sentence == "近 12 个月 2 笔，按期 50.0%"


def test_what_is_overdue_counts_until_it_is_paid_and_then_as_late() -> None:
    over = entry(OVERDUE, at=clock.moment(DUE + timedelta(days=1)))
    assert counts(read(over)) == (0, 0, 1)
    assert "1 笔到期未付" in read(over).sentence
    found = read(paid(40))
    assert counts(found) == (0, 1, 0)
    assert [line.month for line in found.months] == [date(2026, 4, 1)]


def test_reading_twice_counts_once() -> None:
    first = read(paid(0), paid(3, "HT-F2"))
    assert read(paid(0), paid(3, "HT-F2")) == first


def test_money_that_came_back_is_no_payment_any_more() -> None:
    read(paid(0))
    assert counts(read(entry(BOUNCED, at=clock.moment(DUE, 15)))) == (0, 0, 0)
    late = entry(BOUNCED, at=clock.moment(DUE + timedelta(days=2)))
    assert counts(read(late)) == (0, 0, 1)


def test_the_figure_forgets_after_twelve_months() -> None:
    read(paid(0))
    for at, found in ((date(2027, 2, 28), 1), (date(2027, 3, 1), 0)):
        with clock.at(clock.moment(at)):
            assert punctuality_of(PUBLIC, BUYER).count == found


def test_entries_without_the_facts_are_left_alone() -> None:
    old = JournalEntry(event=PAID, public=True, at=JUNE, body={"amount": 1})
    assert read(old).count == 0


def test_nearly_all_is_not_all() -> None:
    found = read(*(paid(0, f"A-F{n}") for n in range(2999)), paid(1, "B-F1"))
    assert found.percent == "99.9%"


@pytest.mark.nightly
def test_a_thousand_payments_take_a_second_beside_forty_thousand_buyers() -> None:
    month = DUE.replace(day=1)
    with system_access("test"):
        BuyerMonth.objects.bulk_create(
            [BuyerMonth(buyer_id=n, month=month, in_time=1) for n in range(40_000)]
        )
        entries = [paid(n % 3, f"C-F{n}", buyer=n * 37 % 40_000) for n in range(1000)]
        began = time.process_time()
        for half in (entries[:500], entries[500:]):
            count_payments(half)
        took = time.process_time() - began
        assert DuePayment.objects.count() == 1000
    assert took < 1


def test_a_payment_stands_on_the_buyers_page_and_on_its_notices(
    settings: Any, tmp_path: Any
) -> None:
    settings.LUCAI_DATA_DIR = tmp_path
    contract = make.filed()
    make.paid(contract, make.sent_payment(contract), days=30)
    now: datetime = make.after_signing(contract, 31)
    with clock.at(now):
        world.settle()
        buyer = people.buyer().organisation
        client = browse(people.supplier(9))
        page = client.get(f"/buyers/{buyer}/").content.decode()
        with system_access("test"):
            index = JournalEntry.objects.get(event="contract.contract.publish").index
            day = JournalEntry.objects.get(index=index).at.astimezone(clock.BEIJING)
        notice = client.get(f"/notices/{day:%Y%m%d}-{index}/").content.decode()
    assert "平均晚 3 天" in page
    assert "近 12 个月 1 笔，按期 0.0%" in notice
    assert f"/buyers/{buyer}/#punctuality" in notice
