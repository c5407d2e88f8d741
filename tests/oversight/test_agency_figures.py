"""What those above the directory say of an agency stands on its page, figures only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.platform.duties.selectors import kept_in_time
from lucai.registers.agencies.contributions import figures_of
from lucai.registers.agencies.selectors import agency_page
from tests.makers import people, ratings, trade

pytestmark = pytest.mark.django_db

MONDAY = clock.moment(date(2026, 6, 1), 10)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def said() -> dict[str, str]:
    [card] = agency_page(PUBLIC, words="示例代理机构1").items
    return {one.label: one.value for one in figures_of(PUBLIC, card.organisation_id, card.uscc)}


def test_projects_ratings_and_credit_are_counted_and_no_rating_is_shown() -> None:
    number = trade.published_project(1)
    assert (said()["代理项目"], said()["其中在办"]) == ("1", "1")
    assert "收到评价平均" not in said()
    ratings.asked_after_activity(number)
    comment = "两次未按时答复询问，影响投标"
    ratings.given(people.buyer(), "activity", number, first=2, second=4, third=3, comment=comment)
    assert said()["收到评价平均"] == "3"
    [card] = agency_page(PUBLIC, words="示例代理机构1").items
    page = Client().get(card.href).content.decode()
    assert comment not in page
    assert f'href="/credit/parties/{card.uscc}/"' in page


def test_a_duty_counts_as_kept_until_its_limit_and_as_missed_after_it() -> None:
    number = trade.published_project(1)
    ratings.asked_after_activity(number)
    buyer = people.buyer().organisation or 0
    kept, all_ = kept_in_time(PUBLIC, buyer)
    assert kept == all_
    with clock.at(MONDAY + timedelta(days=60)):
        later = kept_in_time(PUBLIC, buyer)
    assert later[0] == kept
    assert later[1] > all_
