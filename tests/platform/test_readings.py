"""One reading: the same question is asked once while a page is read, never across a change."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from lucai.kernel import clock
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


@pytest.mark.django_db
def test_where_one_alone_writes_answers_last_until_he_writes_or_time_passes() -> None:
    with one_reading_until_written(), clock.at(clock.moment(date(2026, 3, 2), 9)):
        answers = [named(["a"]), named(["a"])]
        forget()  # what a command says when it begins and ends
        answers.append(named(["a"]))
        people.person("somebody", "示例人员")
        answers.append(named(["a"]))
        with clock.at(clock.moment(date(2026, 3, 3), 9)):
            answers.append(named(["a"]))
    assert answers == [1, 1, 1, 2, 3]


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
