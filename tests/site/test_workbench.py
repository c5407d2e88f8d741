"""The workbench: what is one's own, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.site.workbench import gather
from tests.makers import bids, people, trade
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 6, 1), 10)):
        yield


def hrefs(viewer: Viewer) -> list[str]:
    return [row["href"] for row in gather(viewer)["projects"]]


def test_the_parties_find_their_projects_on_the_workbench() -> None:
    number = trade.published_project(1)
    for viewer in (people.buyer(), people.agency(), people.finance()):
        assert hrefs(viewer) == [f"/rooms/{number}/"]
        assert f"/rooms/{number}/" in browse(viewer).get("/desk/").content.decode()
    assert hrefs(people.buyer(2)) == []


def test_a_supplier_finds_only_what_it_bids_for() -> None:
    call = bids.call_for_bids(1)
    with clock.at(call.before):
        assert hrefs(people.supplier(1)) == []
        bids.obtained(call, people.supplier(1))
        assert hrefs(people.supplier(1)) == [f"/rooms/{call.number}/"]
        assert hrefs(people.supplier(2)) == []


def test_who_has_no_projects_of_its_own_has_no_list() -> None:
    trade.published_project(1)
    assert gather(people.expert())["projects"] is None
    assert "我的项目" not in browse(people.treasury()).get("/desk/").content.decode()


def test_the_workbench_asks_the_database_a_handful_of_times(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    trade.published_project(1)
    for viewer in (people.buyer(), people.agency(), people.supplier(1)):
        client = browse(viewer)
        with django_assert_max_num_queries(15):
            assert client.get("/desk/").status_code == 200


def test_nobody_is_offered_to_start_what_the_post_does_not_grant() -> None:
    everything, nothing = people.buyer(), replace(people.buyer(), grants=frozenset())
    assert [start["href"] for start in gather(everything)["starts"]] == [
        "/intentions/new/",
        "/plans/new/",
    ]
    assert gather(nothing)["starts"] == []
