"""A framework whose agreements are signed is filed and made known within the law's days (GP-FRA-07)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.duties import alerts
from lucai.platform.duties.models import Duty
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.frameworks import selectors, services
from lucai.stages.trade.frameworks.schemas import RefillIn, RemovalIn
from tests.makers import frameworks, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

SIGNED = clock.moment(frameworks.DECIDED + timedelta(days=1), 10)
TOLD_BY = clock.moment(date(2026, 4, 4))
"""Three workdays after the last signature of 31 March are over."""
FILED_BY = clock.moment(date(2026, 4, 11))
"""Seven workdays after it, Qingming left out, are over."""
GONE = RemovalIn(ground="refusal", evidence="书面通知后仍拒绝签订框架协议")


def centre() -> Actor:
    return people.actor(frameworks.centre())


def due(number: str) -> datetime | None:
    found = Duty.objects.seen_by(SYSTEM).filter(object_key=number, step="run", done_at=None)
    return found.get().due_at


def filing_due(number: str, place: int = 1) -> datetime | None:
    key = f"{number}-B{place}"
    return Duty.objects.seen_by(SYSTEM).get(object_key=key, step="file", done_at=None).due_at


def alerts_about(key: str) -> int:
    asked = {"event": "duty.overdue", "object_key": key}
    return int(JournalEntry.objects.seen_by(SYSTEM).filter(**asked).count())


def holds(event: str, key: str) -> list[bool]:
    entry = JournalEntry.objects.seen_by(SYSTEM).get(event=event, object_key=key)
    return [one["holds"] for one in entry.body["rules"] if one["rule"] == "GP-FRA-07"]


@pytest.fixture
def decided() -> Iterator[str]:
    with clock.at(clock.moment(frameworks.DECIDED, 10)):
        number = frameworks.decided()
    with clock.at(SIGNED):
        yield number


def test_beginning_is_due_three_workdays_after_the_last_signature(decided: str) -> None:
    before = due(decided)
    assert before
    assert before > TOLD_BY
    frameworks.signed(decided)
    assert due(decided) == TOLD_BY


def test_it_is_so_too_where_the_last_one_who_did_not_sign_is_removed(decided: str) -> None:
    frameworks.signed(decided, but=1)
    assert due(decided) != TOLD_BY
    services.remove(centre(), number=decided, place=1, form=GONE)
    assert due(decided) == TOLD_BY


def test_who_does_not_begin_in_time_is_told_the_day_after_and_not_before(decided: str) -> None:
    frameworks.signed(decided)
    asked = {"event": "duty.overdue", "object_key": decided}
    for now, told in ((TOLD_BY, 0), (TOLD_BY + timedelta(minutes=1), 1)):
        with clock.at(now):
            alerts.alert(now)
            assert JournalEntry.objects.seen_by(SYSTEM).filter(**asked).count() == told


def test_filing_has_seven_workdays_of_its_own_whether_the_buyers_are_told_or_not(
    decided: str,
) -> None:
    frameworks.signed(decided)
    assert (due(decided), filing_due(decided)) == (TOLD_BY, FILED_BY)
    services.run(centre(), number=decided)
    assert filing_due(decided) == FILED_BY
    services.file(centre(), number=decided, place=1)
    (filing,) = selectors.filings_of(people.finance(), decided)
    assert (filing.state, filing.count) == ("filed", 4)
    told = JournalEntry.objects.seen_by(SYSTEM).get(event="trade.frameworkFiling.file")
    assert people.finance().organisation in told.audience


def test_who_files_before_the_buyers_are_told_has_still_to_tell_them(decided: str) -> None:
    frameworks.signed(decided)
    services.file(centre(), number=decided, place=1)
    assert due(decided) == TOLD_BY
    with pytest.raises(WrongState):
        services.file(centre(), number=decided, place=1)


@pytest.mark.parametrize("late", [False, True])
def test_each_of_both_is_late_the_day_after_its_own_last_day(decided: str, *, late: bool) -> None:
    frameworks.signed(decided)
    minute = timedelta(minutes=1)
    with clock.at(TOLD_BY if late else TOLD_BY - minute):
        services.run(centre(), number=decided)
    with clock.at(FILED_BY if late else FILED_BY - minute):
        services.file(centre(), number=decided, place=1)
    assert holds("trade.frameworkAgreement.run", decided) == [True, not late]
    assert holds("trade.frameworkFiling.file", f"{decided}-B1") == [not late]


def test_filing_forgotten_is_told_after_its_own_days(decided: str) -> None:
    frameworks.signed(decided)
    services.run(centre(), number=decided)
    for now, told in ((FILED_BY, 0), (FILED_BY + timedelta(minutes=1), 1)):
        with clock.at(now):
            alerts.alert(now)
            assert alerts_about(f"{decided}-B1") == told


def test_a_member_removed_later_does_not_begin_the_days_anew(decided: str) -> None:
    frameworks.signed(decided)
    with clock.at(SIGNED + timedelta(days=1)):
        services.remove(centre(), number=decided, place=1, form=GONE)
        assert (due(decided), filing_due(decided)) == (TOLD_BY, FILED_BY)


def test_filing_on_its_page(decided: str) -> None:
    frameworks.signed(decided)
    client, address = browse(frameworks.centre()), f"/frameworks/{decided}/filings/1/"
    assert address in client.get(f"/frameworks/{decided}/").content.decode()
    assert f"{address}steps/file/" in client.get(address).content.decode()
    assert client.get(f"{address}steps/file/").status_code == 200
    assert client.post(f"{address}steps/file/", {"confirmed": "yes"}).status_code == 302
    assert client.post(f"{address}steps/other/").status_code == 404
    assert "已备案" in browse(people.finance()).get(address).content.decode()
    with pytest.raises(NotFound):
        services.file(people.actor(people.agency(2)), number=decided, place=1)


def test_a_refilled_framework_tells_its_buyers_at_the_signature_and_files_it_in_its_days() -> None:
    closes = clock.moment(date(2026, 4, 30), 9)
    wanted = RefillIn(response_deadline=closes, reason="剩余两家不能覆盖两个街道，已有订单逾期")
    with clock.at(clock.moment(date(2026, 4, 2), 10)):
        number = frameworks.running()
        for place in (1, 2):
            services.remove(centre(), number=number, place=place, form=GONE)
        services.refill(centre(), number=number, form=wanted)
        for n in (5, 6):
            frameworks.hand_in(number, n, round_=2)
    with clock.at(closes):
        services.open_responses(centre(), number=number, round_=2)
        frameworks.seated(number, 2, at=closes)
        frameworks.decide(number, 2)
        frameworks.signed(number)
        assert filing_due(number, 2)
    told = JournalEntry.objects.seen_by(SYSTEM).get(
        event="trade.frameworkAgreement.fill_up", object_key=number
    )
    assert people.buyer().organisation in told.audience
