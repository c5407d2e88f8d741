"""Extending the period for obtaining a document: only when too few have it, in public, in secret."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotAllowed, RuleBroken
from lucai.law.notices import check_notice
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.schemas import ExtensionIn
from lucai.stages.trade.documents.selectors import document_card, document_seen
from lucai.stages.trade.downloads.selectors import download_state
from lucai.stages.trade.downloads.services import obtain_document
from tests.makers import people, trade
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
PUBLISHED = clock.moment(date(2026, 6, 1), 10)
ENDED = clock.moment(date(2026, 6, 13), 17)
DEADLINE = clock.moment(date(2026, 6, 22), 9, 30)
LATER = clock.moment(date(2026, 6, 17), 17)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(PUBLISHED):
        yield


def tender(holders: int = 2) -> str:
    number = trade.published_project(1)
    for n in range(1, holders + 1):
        obtain_document(people.actor(people.supplier(n)), project_number=number)
    return number


def extend(number: str, until: datetime = LATER) -> None:
    content = ExtensionIn(available_until=until)
    services.extend(people.actor(people.agency()), project_number=number, extension=content)


def told(refused: pytest.ExceptionInfo[RuleBroken]) -> str:
    assert {verdict.rule for verdict in refused.value.verdicts} == {"GP-TEN-02"}
    return "".join(verdict.message for verdict in refused.value.verdicts)


def test_too_few_holders_let_the_agency_extend_and_the_notice_says_until_when() -> None:
    number = tender()
    with clock.at(ENDED):
        extend(number)
        assert document_card(people.agency(), number).available_until == LATER
        assert download_state(people.supplier(3), number).available
    with system_access("test"):
        entry = JournalEntry.objects.get(event="trade.tenderDocument.extend")
    notice = entry.body["notice"]
    assert entry.public
    assert check_notice("amendment", notice["fields"]) == []
    assert notice["fields"]["newDocumentsUntil"] == LATER.isoformat()
    assert "三家" not in str(notice)


def test_three_holders_are_enough() -> None:
    number = tender(3)
    with clock.at(ENDED), pytest.raises(RuleBroken) as refused:
        extend(number)
    assert "不少于3家" in told(refused)


def test_before_the_period_has_ended_nobody_learns_how_many_hold_the_document() -> None:
    for number in (tender(2), tender(3)):
        with clock.at(ENDED - timedelta(seconds=1)), pytest.raises(RuleBroken) as refused:
            extend(number)
        assert "家" not in told(refused)


@pytest.mark.parametrize("until", [ENDED, DEADLINE, ENDED - timedelta(days=1)])
def test_the_new_end_lies_between_the_old_one_and_the_bid_deadline(until: datetime) -> None:
    number = tender()
    with clock.at(ENDED), pytest.raises(RuleBroken):
        extend(number, until)


def test_after_the_bid_deadline_there_is_nothing_to_extend() -> None:
    number = tender()
    with clock.at(DEADLINE), pytest.raises(RuleBroken) as refused:
        extend(number, DEADLINE + timedelta(days=5))
    assert "已过" in told(refused)


def test_only_the_projects_own_agency_extends() -> None:
    number = tender()
    with clock.at(ENDED), pytest.raises(NotAllowed):
        services.extend(
            people.actor(people.buyer()),
            project_number=number,
            extension=ExtensionIn(available_until=LATER),
        )


def test_the_page_shows_the_button_or_why_it_is_closed() -> None:
    number = tender()
    client = browse(people.agency())
    page = f"/rooms/{number}/document/"
    assert 'href="#why-extend"' in client.get(page).content.decode()
    assert "为什么现在不能" in client.get(f"{page}extension/").content.decode()
    with clock.at(ENDED):
        assert f'href="{page}extension/"' in client.get(page).content.decode()
        refused = client.post(f"{page}extension/", {"available_until": "2026-06-23T09:00"})
        assert refused.status_code == 422
        assert "现在不能延长" in refused.content.decode()
        assert client.post(f"{page}extension/", {"available_until": "2026-06-17T17:00"}).url == page
    assert document_seen(people.buyer(), number).offer("extend") is None
