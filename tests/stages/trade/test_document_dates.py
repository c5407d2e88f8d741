"""The dates of a tender: the earliest lawful ones, and what happens a day before them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import people, plan, trade

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 10)):
        yield


def agency() -> Actor:
    return people.actor(people.agency())


def moment(day: date, hour: int = 9, minute: int = 30) -> datetime:
    return clock.moment(day, hour, minute)


def test_a_deadline_one_day_too_early_is_refused_with_the_calculation() -> None:
    number = trade.drafted_project(1)
    earliest = TODAY + timedelta(days=20)
    services.edit_timing(
        agency(), project_number=number, content=trade.timing(number, bid_deadline=moment(earliest))
    )
    early = trade.timing(number, bid_deadline=moment(earliest - timedelta(days=1)))
    with pytest.raises(InvalidInput) as refused:
        services.edit_timing(agency(), project_number=number, content=early)
    message = refused.value.fields["bid_deadline"]
    assert earliest.isoformat() in message
    assert "当日不计入" in message


def test_documents_are_provided_for_five_workdays() -> None:
    number = trade.drafted_project(1)
    fine = trade.timing(number, available_until=moment(date(2026, 6, 8), 17))
    services.edit_timing(agency(), project_number=number, content=fine)
    short = trade.timing(number, available_until=moment(date(2026, 6, 5), 17))
    with pytest.raises(InvalidInput) as refused:
        services.edit_timing(agency(), project_number=number, content=short)
    assert set(refused.value.fields) == {"available_until"}


def test_a_notice_waits_thirty_days_after_the_intention() -> None:
    number = trade.commissioned_project(1)
    services.draft_document(agency(), project_number=number, blank_code="goods")
    code = project_seen(people.agency(), number).intention_code
    published = TODAY - plan.AHEAD
    assert code
    with clock.at(moment(published + timedelta(days=29))):
        too_early = trade.timing(number)
        with pytest.raises(InvalidInput) as refused:
            services.edit_timing(agency(), project_number=number, content=too_early)
        assert set(refused.value.fields) == {"notice_on"}
    with clock.at(moment(published + timedelta(days=30))):
        services.edit_timing(agency(), project_number=number, content=trade.timing(number))


def test_the_earliest_dates_say_why() -> None:
    number = trade.commissioned_project(1)
    services.draft_document(agency(), project_number=number, blank_code="goods")
    earliest = document_seen(people.agency(), number).earliest
    assert earliest is not None
    assert earliest.bid_deadline.date == TODAY + timedelta(days=20)
    assert all(found.calculation and found.cites for _, found in earliest.lines)


def test_a_notice_in_the_past_is_no_date() -> None:
    number = trade.drafted_project(1)
    with pytest.raises(ValueError, match="不能早于今天"):
        trade.timing(number, notice_on=TODAY - timedelta(days=1))


def test_the_duty_to_publish_ends_while_the_bid_period_is_still_whole() -> None:
    number = trade.confirmed_project(1)
    duty = next(d for d in duty_list(people.agency()) if d.project_number == number)
    assert duty.title == "发布招标公告和招标文件"
    assert duty.due_at == clock.moment(TODAY + timedelta(days=2))
