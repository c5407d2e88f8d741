"""采购意向: drafted, published thirty days ahead, cancelled with a reason, used by one plan."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.notices import check_notice
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.plan.intentions import selectors, services
from tests.makers import people, plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    people.finance()
    with clock.at(clock.moment(TODAY, 9)):
        yield


def as_buyer() -> Actor:
    return people.actor(people.buyer())


def publish(code: str) -> None:
    services.take(as_buyer(), code=code, step="publish")


def last_entry() -> JournalEntry:
    with system_access("test"):
        return JournalEntry.objects.order_by("-pk").first()


def test_a_draft_is_seen_by_its_buyer_alone_and_a_published_one_by_everybody() -> None:
    code = plan.intention()
    strangers = [v for name, v in people.everyone().items() if name != "buyer"]
    for viewer in strangers:
        with pytest.raises(NotFound):
            selectors.intention_seen(viewer, code)
    publish(code)
    assert all(selectors.intention_seen(viewer, code).code == code for viewer in strangers)


def limit(code: str) -> tuple[datetime | None, str]:
    found = next(
        d for d in duty_list(people.buyer()) if d.title == "公开采购意向" and code in d.href
    )
    return found.due_at, found.rule


def test_a_draft_is_due_thirty_days_before_its_month_is_over() -> None:
    code = plan.intention(expected_month="2026-04")
    assert limit(code) == (clock.moment(date(2026, 4, 1)), "GP-INT-01")
    later = plan.intention_content(expected_month="2026-05")
    services.edit_intention(as_buyer(), code=code, content=later)
    assert limit(code)[0] == clock.moment(date(2026, 5, 2))


def test_a_month_too_near_sets_no_limit_that_is_over_already() -> None:
    with clock.at(clock.moment(date(2026, 4, 1), 9)):
        code = plan.intention(expected_month="2026-04")
        assert limit(code)[0] is None
    with clock.at(clock.moment(date(2026, 3, 31), 9)):
        assert limit(plan.intention(expected_month="2026-04", title="示例另一项目"))[0] is not None


def test_publishing_writes_a_public_notice_that_the_national_form_accepts() -> None:
    code = plan.intention()
    publish(code)
    entry = last_entry()
    assert entry.public
    assert check_notice("intention", entry.body["notice"]["fields"]) == []
    assert entry.body["ocds"]["planning"]["budget"]["amount"]["amount"] == "3000000.00"


def test_the_first_day_of_procurement_is_thirty_days_after_publication() -> None:
    code = plan.intention()
    publish(code)
    assert selectors.intention_seen(people.buyer(), code).earliest_start == date(2026, 4, 1)


@pytest.mark.parametrize(("month", "warned"), [("2026-03", True), ("2026-04", False)])
def test_a_month_that_comes_too_soon_is_warned_about_and_not_blocked(
    month: str, warned: bool
) -> None:
    code = plan.intention(expected_month=month)
    offer = selectors.intention_sheet(people.buyer(), code).offers[0]
    assert offer.open
    assert bool(offer.warnings) is warned


def test_a_past_month_is_refused_at_its_field() -> None:
    with pytest.raises(InvalidInput) as error:
        plan.intention(expected_month="2026-02")
    assert "2026-03" in error.value.fields["expected_month"]


def test_a_month_may_be_written_in_chinese() -> None:
    code = plan.intention(expected_month="2026年5月")
    assert selectors.intention_seen(people.buyer(), code).expected_month == "2026-05"


def test_an_amount_that_was_meant_in_wan_is_refused_with_the_right_figure() -> None:
    with pytest.raises(ValueError, match="应填 650000"):
        plan.intention_content(amount="65")


def test_the_same_project_is_not_drafted_twice() -> None:
    plan.intention(title="示例物业服务")
    with pytest.raises(InvalidInput) as error:
        plan.intention(title="示例物业服务")
    assert "已经编制过" in error.value.fields["title"]


def test_a_table_is_taken_in_whole_or_not_at_all() -> None:
    plan.intention(title="示例物业服务")
    rows = [plan.intention_content(), plan.intention_content(title="示例物业服务")]
    with pytest.raises(InvalidInput) as error:
        services.import_intentions(as_buyer(), rows=rows)
    assert set(error.value.fields) == {"rows.1.title"}
    assert len(selectors.intention_page(people.buyer()).items) == 1


def test_a_table_of_last_year_comes_in_as_drafts_that_cannot_be_published_yet() -> None:
    rows = [plan.intention_content(expected_month="2026-01")]
    code = services.import_intentions(as_buyer(), rows=rows)[0]
    with pytest.raises(RuleBroken) as error:
        publish(code)
    assert "2026-01" in str(error.value)


def test_codes_follow_each_other() -> None:
    rows = [plan.intention_content(), plan.intention_content()]
    first, second = services.import_intentions(as_buyer(), rows=rows)
    assert (first[-5:], second[-5:]) == ("00001", "00002")


def test_a_published_intention_cannot_be_changed() -> None:
    code = plan.intention()
    publish(code)
    with pytest.raises(WrongState):
        services.edit_intention(as_buyer(), code=code, content=plan.intention_content())


def test_cancelling_needs_a_reason_and_publishes_it() -> None:
    code = plan.intention()
    publish(code)
    with pytest.raises(InvalidInput):
        services.take(as_buyer(), code=code, step="cancel")
    services.take(as_buyer(), code=code, step="cancel", reason="预算调整，项目不再实施")
    entry = last_entry()
    assert entry.public
    assert check_notice("termination", entry.body["notice"]["fields"]) == []
    assert people.buyer().name not in str(entry.body)


def test_an_intention_in_use_cannot_be_cancelled() -> None:
    code = plan.published_intention()
    services.use_intention(as_buyer(), code=code, plan_number="JH1")
    with pytest.raises(RuleBroken) as error:
        services.take(as_buyer(), code=code, step="cancel", reason="不再实施")
    assert "JH1" in str(error.value)


def test_another_buyer_cannot_touch_it() -> None:
    code = plan.published_intention()
    with pytest.raises(NotAllowed):
        services.take(people.actor(people.buyer(2)), code=code, step="cancel", reason="不是我的")


def test_the_clerk_is_told_to_publish() -> None:
    code = plan.intention()
    assert f"/intentions/{code}/" in [line.href for line in duty_list(people.buyer())]
    publish(code)
    assert duty_list(people.buyer()) == []
