"""The yearly disclosure of what was owed to small firms at the year's end (GP-PAY-06)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.law.disclosure_rules import DisclosureFacts, disclosure_is_in_time
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.publication.board.channels import channel_of
from lucai.stages.payment.disclosures import jobs, selectors, services
from lucai.stages.payment.requests.models import Invoice
from tests.makers import contract as make
from tests.makers import disclosures, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

DUTY = "公示上一年度逾期尚未支付中小企业款项"
YEAR = 2025
PAID = 30_000_00


def owed() -> Invoice:
    """An invoice of a small firm due in the middle of last December, of which a part is paid."""
    place = make.handed_in_invoice(make.filed())
    with system_access("test"):
        row = Invoice.objects.get(number=place)
        return row.change(due_on=date(YEAR, 12, 15), payee_is_sme=True)


def new_year() -> datetime:
    return clock.moment(date(YEAR + 1, 1, 4), 9)


def turn(moment: datetime) -> int:
    with clock.at(moment):
        return jobs.open_last_year(moment)


def test_who_owed_a_small_firm_at_the_years_end_gets_the_duty_once() -> None:
    row = owed()
    assert turn(new_year()) == 1
    assert turn(new_year() + timedelta(days=1)) == 0
    assert turn(new_year() + timedelta(days=2)) == 0
    duty = next(one for one in duty_list(people.buyer()) if one.title == DUTY)
    assert duty.due_at == clock.moment(date(YEAR + 1, 4, 1))
    assert duty.href == f"/payments/disclosures/{YEAR}/{row.buyer_id}/publish/"


@pytest.mark.parametrize(
    "changes",
    [
        {"due_on": date(YEAR, 12, 31)}, {"payee_is_sme": False},
        {"state": "returned"},
    ],
)  # fmt: skip
def test_what_is_not_overdue_or_not_a_small_firms_counts_for_nothing(
    changes: dict[str, object],
) -> None:
    owed().change(**changes)
    assert turn(new_year()) == 0


def test_what_is_published_is_a_public_notice_with_the_figures_and_can_be_put_right() -> None:
    row = owed()
    turn(new_year())
    buyer, key = people.actor(people.buyer()), {"year": YEAR, "buyer_id": row.buyer_id}
    with clock.at(clock.moment(date(YEAR + 1, 3, 31), 23)):
        services.publish(buyer, **key, remark="示例：资金下达较晚")
        with pytest.raises(RuleBroken, match="不需要更正"):
            services.correct(buyer, **key, remark="示例：再次公示")
    with system_access("test"):
        entry = JournalEntry.objects.get(event="payment.overdueDisclosure.publish")
    assert entry.public
    fields = entry.body["notice"]["fields"]
    assert (fields["contracts"], fields["amount"]) == (1, row.amount)
    assert channel_of(entry.body["notice"]["kind"]).key == "supervision"
    assert DUTY not in [one.title for one in duty_list(people.buyer())]

    with system_access("test"):
        row.refresh_from_db()
        row.change(payee_is_sme=False)
    with clock.at(clock.moment(date(YEAR + 1, 5, 6), 9)):
        services.correct(buyer, **key, remark="示例：收款单位不是中小企业")
    sheet = selectors.disclosure_seen(SYSTEM, YEAR, row.buyer_id)
    assert (sheet.published.amount, sheet.corrections) == (0, 1)


@pytest.mark.parametrize(("day", "holds"), [(date(2026, 3, 31), True), (date(2026, 4, 1), False)])
def test_the_last_day_is_the_thirty_first_of_march(day: date, holds: bool) -> None:
    at = clock.moment(day, 12)
    assert disclosure_is_in_time(DisclosureFacts(year=YEAR), at).holds is holds


def test_a_unit_that_owes_nothing_may_say_so_on_the_page() -> None:
    people.finance()
    buyer = people.buyer()
    client = browse(buyer)
    with clock.at(new_year()):
        assert "编制 2025 年度公示" in client.get("/payments/disclosures/").content.decode()
        made = client.post("/payments/disclosures/prepare/")
        assert made["Location"] == f"/payments/disclosures/{YEAR}/{buyer.organisation}/"
        answer = client.post(f"{made['Location']}publish/", {"remark": ""})
        assert answer["Location"] == made["Location"]
        assert "已公示" in client.get(made["Location"]).content.decode()
        with pytest.raises(InvalidInput, match="还没有结束"):
            services.prepare(people.actor(buyer), year=YEAR + 1)


def test_another_unit_sees_nothing_of_it_and_finance_of_the_region_does() -> None:
    with clock.at(new_year()):
        year, buyer = disclosures.prepared()
        place = f"/payments/disclosures/{year}/{buyer}/"
        assert browse(people.buyer(2)).get(place).status_code == 404
        assert browse(people.finance()).get(place).status_code == 200
        assert browse(people.finance("370202")).get(place).status_code == 404


def test_the_clock_acts_by_itself() -> None:
    owed()
    services.open_year(Actor.system(Reason.DEADLINE_REACHED), year=YEAR)
    assert selectors.disclosure_page(people.finance()).items[0].state == "draft"
