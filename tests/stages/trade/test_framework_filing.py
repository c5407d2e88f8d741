"""A framework whose agreements are signed is filed and made known within the law's days (GP-FRA-07)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.duties import alerts
from lucai.platform.duties.models import Duty
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.frameworks import services
from lucai.stages.trade.frameworks.schemas import RefillIn, RemovalIn
from tests.makers import frameworks, people

pytestmark = pytest.mark.django_db

SIGNED = clock.moment(frameworks.DECIDED + timedelta(days=1), 10)
TOLD_BY = clock.moment(date(2026, 4, 4))
"""Three workdays after the last signature of 31 March are over."""
GONE = RemovalIn(ground="refusal", evidence="书面通知后仍拒绝签订框架协议")


def centre() -> Actor:
    return people.actor(frameworks.centre())


def due(number: str) -> datetime | None:
    found = Duty.objects.seen_by(SYSTEM).filter(object_key=number, step="run", done_at=None)
    return found.get().due_at


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


def test_a_refilled_framework_tells_its_buyers_at_the_signature() -> None:
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
    told = JournalEntry.objects.seen_by(SYSTEM).get(
        event="trade.frameworkAgreement.fill_up", object_key=number
    )
    assert people.buyer().organisation in told.audience
    assert people.finance().organisation in told.audience
