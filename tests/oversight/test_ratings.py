"""互评: who rates whom, until when, with what evidence; the rated reply; nobody else reads or writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.oversight.ratings import selectors, services
from lucai.oversight.ratings.schemas import ReplyIn
from lucai.platform import timers
from lucai.platform.duties.selectors import duty_list
from tests.makers import challenges, evaluation, people, ratings, trade
from tests.makers.browsing import browse, posted
from tests.makers.evaluation import Round
from tests.makers.kept import kept
from tests.makers.world import settle

pytestmark = pytest.mark.django_db

MONDAY = clock.moment(date(2026, 6, 1), 10)
DUE = date(2026, 6, 8)
"""Five workdays after a Monday."""
CLOSES = date(2026, 7, 7)
"""Twenty workdays more; 2026-06-19 is a holiday."""

reported = kept(evaluation.reported)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def project() -> str:
    number = trade.published_project(1)
    ratings.asked_after_activity(number)
    return number


def give(viewer: Viewer, number: str, **changes: object) -> str:
    return ratings.given(viewer, "activity", number, **changes)


def test_after_the_evaluation_agency_and_experts_are_asked_to_rate_each_other(
    reported: Round,
) -> None:
    with clock.at(reported.now):
        settle()
        agency = ratings.task_of(people.agency(), "evaluation", reported.number)
        experts = [m for m in reported.members if m.side == "expert"]
        assert len(agency.subjects) == len(experts)
        for expert in experts:
            (subject,) = ratings.task_of(expert, "evaluation", reported.number).subjects
            assert subject["id"] == people.agency().organisation
        duty = next(d for d in duty_list(people.agency()) if d.title == "完成评价")
        assert duty.due_at == clock.moment(agency.due_on) + timedelta(days=1)
        before = len(selectors.task_page(people.agency()).items)
        services.ask_after_evaluation(
            ratings.READER, project_number=reported.number, on=clock.today()
        )
        assert len(selectors.task_page(people.agency()).items) == before
        names = [s["label"] for s in selectors.task_seen(people.agency(), agency.pk).subjects]
        assert all("号评审专家" in name for name in names)


def test_the_buyer_has_five_workdays_to_rate_the_agency(project: str) -> None:
    task = ratings.task_of(people.buyer(), "activity", project)
    assert (task.due_on, task.closes_on) == (DUE, CLOSES)
    duty = next(d for d in duty_list(people.buyer()) if d.href.startswith("/ratings/"))
    assert duty.due_at == clock.moment(DUE) + timedelta(days=1)


@pytest.mark.parametrize(("on", "late"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_a_rating_after_its_last_day_says_that_it_is_late(
    project: str, on: date, *, late: bool
) -> None:
    with clock.at(clock.moment(on, 16)):
        key = give(people.buyer(), project)
        assert selectors.rating_seen(people.agency(), key).late is late


def test_a_rating_is_taken_until_the_last_day_for_late_ones_and_not_a_day_longer(
    project: str,
) -> None:
    with clock.at(clock.moment(CLOSES + timedelta(days=1), 9)), pytest.raises(RuleBroken):
        give(people.buyer(), project)
    with clock.at(clock.moment(CLOSES, 16)):
        assert give(people.buyer(), project)


def test_the_clock_closes_what_nobody_rated(project: str) -> None:
    task = ratings.task_of(people.buyer(), "activity", project)
    with clock.at(clock.moment(CLOSES, 23)):
        timers.fire()
        assert selectors.task_seen(people.buyer(), task.pk).state == "open"
    with clock.at(clock.moment(CLOSES + timedelta(days=1), 1)):
        timers.fire()
        assert selectors.task_seen(people.buyer(), task.pk).state == "missed"
        assert not [d for d in duty_list(people.buyer()) if d.href.startswith("/ratings/")]


def test_the_average_of_the_marks_is_kept_and_a_task_is_done_once(project: str) -> None:
    key = give(people.buyer(), project, first=5, second=4, third=4)
    assert selectors.rating_seen(people.agency(), key).average_text == "4.33"
    with pytest.raises(WrongState):
        give(people.buyer(), project)


def test_a_low_mark_needs_its_facts() -> None:
    with pytest.raises(ValidationError, match="写明事实"):
        ratings.form(1, first=2, comment="差")
    assert ratings.form(1, first=2, comment="三次未按时提供澄清，见附件")


def test_everybody_of_a_task_is_rated_at_once(project: str) -> None:
    task = ratings.task_of(people.buyer(), "activity", project)
    with pytest.raises(InvalidInput, match="每一位"):
        services.give(people.actor(people.buyer()), pk=task.pk, form=ratings.form(2))


def test_nobody_rates_for_somebody_else_and_others_see_nothing(project: str) -> None:
    task = ratings.task_of(people.buyer(), "activity", project)
    key = give(people.buyer(), project)
    finance = people.actor(people.finance())
    with pytest.raises(NotAllowed):
        services.give(finance, pk=task.pk, form=ratings.form())
    for other in (people.buyer(2), people.agency(2), people.supplier(), people.finance("370202")):
        with pytest.raises(NotFound):
            selectors.rating_seen(other, key)


def test_the_rated_replies_once_with_evidence_and_the_rater_reads_it(project: str) -> None:
    key = give(people.buyer(), project, first=2, comment="两次未按时答复询问，见往来记录")
    agency, form = people.actor(people.agency()), ReplyIn(reply="第二次当日已电话答复，见录音")
    with pytest.raises(NotAllowed):
        services.reply(people.actor(people.buyer()), key=key, form=form)
    services.reply(agency, key=key, form=form, files=[challenges.upload()])
    shown = selectors.rating_seen(people.buyer(), key)
    assert shown.reply == form.reply
    assert selectors.rating_file(people.buyer(), key, shown.reply_files[0]["file_id"]).size
    with pytest.raises(WrongState):
        services.reply(agency, key=key, form=form)


def test_the_page_asks_each_criterion_and_keeps_what_was_typed(project: str) -> None:
    client = browse(people.buyer())
    task = ratings.task_of(people.buyer(), "activity", project)
    address = f"/ratings/tasks/{task.pk}/give/"
    fields = posted(client.get(address))
    assert {"ratings.0.first", "ratings.0.second", "ratings.0.third"} <= set(fields)
    low = {"ratings.0.first": "1", "ratings.0.second": "4", "ratings.0.third": "5"}
    refused = client.post(address, {**low, "ratings.0.comment": "太慢"})
    assert refused.status_code == 422
    assert "太慢" in refused.content.decode()
    done = client.post(address, {**low, "ratings.0.comment": "三次澄清都晚于约定时间，影响投标"})
    assert done.status_code == 302
    agency = browse(people.agency())
    assert "三次澄清都晚于约定时间" in agency.get(f"/ratings/{task.pk}-1/").content.decode()
