"""One reading: the same question is asked once while a page is read, never across a change."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from datetime import date

import pytest
from django.db import connection, transaction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side
from lucai.platform.access.models import Person
from lucai.platform.records.readings import (
    forget,
    one_reading,
    one_reading_until_written,
    read_once,
)
from tests.makers import people, trade
from tests.makers.browsing import browse
from tests.makers.crawling import Count

asked: list[tuple[object, ...]] = []


@pytest.fixture(autouse=True)
def _unasked() -> None:
    asked.clear()


@read_once
def named(codes: list[str], *, year: int = 2026) -> int:
    asked.append((tuple(codes), year))
    return len(asked)


def test_in_a_reading_the_same_question_is_asked_once() -> None:
    with one_reading():
        assert [named(["a"]), named(["a"]), named(["b"]), named(["a"], year=2027)] == [1, 1, 2, 3]


def test_outside_a_reading_every_question_is_asked() -> None:
    assert [named(["a"]), named(["a"])] == [1, 2]


def test_one_reading_knows_nothing_of_another() -> None:
    for _ in range(2):
        with one_reading():
            named(["a"])
    assert len(asked) == 2


def test_a_change_makes_it_ask_again() -> None:
    with one_reading():
        named(["a"])
        forget()
        assert named(["a"]) == 2


@read_once
def people_known() -> int:
    asked.append(())
    return Person.objects.seen_by(SYSTEM).count()


@read_once
def people_and_day() -> tuple[int, date]:
    asked.append(())
    return people_known(), clock.today()


def day(number: int) -> AbstractContextManager[None]:
    return clock.at(clock.moment(date(2026, 3, number), 9))


@pytest.mark.django_db
def test_where_one_alone_writes_an_answer_lasts_until_its_own_table_is_written() -> None:
    with one_reading_until_written(), day(2):
        before = people_known()
        forget()  # what a command says when it begins and ends
        people.organisation(Side.BUYER, 5, "示例单位")
        assert (people_known(), len(asked)) == (before, 1)
        people.person("somebody", "示例人员")
        assert (people_known(), len(asked)) == (before + 1, 2)


@pytest.mark.django_db
def test_what_came_from_another_answer_is_forgotten_with_it() -> None:
    with one_reading_until_written(), day(2):
        before = people_known()
        assert [people_and_day()[0] for _ in range(2)] == [before, before]
        people.person("somebody", "示例人员")
        assert people_and_day()[0] == before + 1


@pytest.mark.django_db
def test_only_an_answer_that_looked_at_the_clock_ends_with_its_moment() -> None:
    with one_reading_until_written():
        for number in (2, 3):
            with day(number):
                people_known()
                assert people_and_day()[1] == date(2026, 3, number)
    assert len(asked) == 3


@pytest.mark.django_db
def test_a_return_to_a_savepoint_forgets_everything() -> None:
    with one_reading_until_written(), day(2):
        before = people_known()
        with suppress(ZeroDivisionError), transaction.atomic():
            people.person("somebody", "示例人员")
            inside = people_known()
            raise ZeroDivisionError
        assert (inside, people_known()) == (before + 1, before)


@pytest.mark.django_db
def test_a_command_inside_a_reading_is_seen_after_it() -> None:
    from lucai.stages.trade.documents import services
    from lucai.stages.trade.documents.selectors import document_row

    number = trade.drafted_project(1)
    agency = people.actor(people.agency())
    with one_reading():
        assert document_row(agency.viewer, number).state == "draft"
        services.take(agency, project_number=number, step="submit")
        assert document_row(agency.viewer, number).state == "confirming"


@pytest.mark.django_db
def test_a_page_reads_its_project_once() -> None:
    number = trade.drafted_project(1)
    client, count = browse(people.agency()), Count()
    with clock.at(clock.now()), connection.execute_wrapper(count):
        client.get(f"/rooms/{number}/document/terms/")
    assert sum('FROM "procurement_project"' in sql for sql in count.statements) == 1
