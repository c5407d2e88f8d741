"""初审: to refuse, or to name the other authority, has three workdays and a to-do of its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import RuleBroken
from lucai.law.calendar import add_workdays, beijing_day
from lucai.oversight.complaints import selectors, services
from lucai.oversight.complaints.models import Complaint
from lucai.oversight.complaints.schemas import CorrectionIn, ReasonIn
from lucai.platform.duties import alerts
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from tests.makers import challenges, complaints, people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

world = kept(challenges.answered_award)
World = tuple[challenges.Announced, str]
SCREENING = "初审投诉：不予受理、不属于本部门管辖的告知投诉人"
EXAMINING = "审查投诉是否受理"
WHY = ReasonIn(reason="投诉事项没有经过质疑")


@pytest.fixture
def received(world: World) -> tuple[str, datetime]:
    """A complaint handed in, and when."""
    result, challenge = world
    with clock.at(result.at):
        return complaints.received(challenge), result.at


def duties(number: str) -> dict[str, datetime | None]:
    return {one.title: one.due_at for one in duty_list(people.finance()) if number in one.href}


def end_of(since: datetime, workdays: int) -> datetime:
    return clock.moment(add_workdays(beijing_day(since), workdays).date) + timedelta(days=1)


def rules_of(number: str, step: str) -> dict[str, bool]:
    entry = JournalEntry.objects.seen_by(SYSTEM).get(
        event=f"oversight.complaint.{step}", object_key=number
    )
    return {one["rule"]: one["holds"] for one in entry.body["rules"]}


def test_turning_away_has_three_workdays_and_examining_five(
    received: tuple[str, datetime],
) -> None:
    number, at = received
    with clock.at(at):
        assert duties(number) == {SCREENING: end_of(at, 3), EXAMINING: end_of(at, 5)}


@pytest.mark.parametrize(
    ("step", "received_on", "last"),
    [("accept", date(2025, 12, 12), date(2025, 12, 19)),
     ("screen", date(2025, 11, 3), date(2025, 11, 6))],
)  # fmt: skip
def test_the_vectors_of_the_rule_book_are_the_days_of_the_to_dos(
    step: str, received_on: date, last: date
) -> None:
    row = Complaint(state="received", received_at=clock.moment(received_on, 10))
    assert row.times_of(step)[1] == clock.moment(last) + timedelta(days=1)


def test_nobody_screens_in_time_and_everybody_concerned_is_told(
    received: tuple[str, datetime],
) -> None:
    number, at = received
    due = end_of(at, 3)
    told = {"event": "duty.overdue", "object_key": number, "body__step": "screen"}
    for now, times in ((due, 0), (due + timedelta(minutes=1), 1)):
        with clock.at(now):
            alerts.alert(now)
            assert JournalEntry.objects.seen_by(SYSTEM).filter(**told).count() == times
    with clock.at(due + timedelta(minutes=1)):
        assert SCREENING in {one.title for one in overdue_page(people.finance()).items}


def test_what_was_screened_waits_for_its_examination_alone(received: tuple[str, datetime]) -> None:
    number, at = received
    with clock.at(at):
        services.screen(complaints.finance(), number=number)
        assert duties(number) == {EXAMINING: end_of(at, 5)}
        assert rules_of(number, "screen") == {"GP-CMP-03": True}
        with pytest.raises(RuleBroken, match="已经初审通过"):
            services.screen(complaints.finance(), number=number)
        services.accept(complaints.finance(), number=number)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("step", ["refuse", "transfer"])
def test_turning_away_is_the_answer_and_is_late_the_day_after(
    received: tuple[str, datetime], step: str, *, late: bool
) -> None:
    number, at = received
    due = end_of(at, 3)
    with clock.at(due if late else due - timedelta(minutes=1)):
        getattr(services, step)(complaints.finance(), number=number, form=WHY)
        assert duties(number) == {}
    assert rules_of(number, step)["GP-CMP-03"] is not late
    with clock.at(due):
        state = selectors.complaint_seen(people.supplier(3), number).line.state
        assert state == {"refuse": "refused", "transfer": "transferred"}[step]


def test_a_corrected_complaint_is_screened_again_from_the_day_it_came_back(
    received: tuple[str, datetime],
) -> None:
    number, at = received
    with clock.at(at):
        services.screen(complaints.finance(), number=number)
        form = CorrectionIn(reason="请补充授权委托书", until=clock.today() + timedelta(days=5))
        services.ask_correction(complaints.finance(), number=number, form=form)
    back = challenges.after(at, 3)
    with clock.at(back):
        services.correct(challenges.loser(), number=number)
        assert duties(number)[SCREENING] == end_of(back, 3)
        services.refuse(complaints.finance(), number=number, form=WHY)


def test_screening_on_the_page(received: tuple[str, datetime]) -> None:
    number, at = received
    client, address = browse(people.finance()), f"/complaints/{number}/steps/screen/"
    with clock.at(at):
        assert address in client.get(f"/complaints/{number}/").content.decode()
        assert "初审" in client.get(address).content.decode()
        assert client.post(address, {"confirmed": "yes"}).status_code == 302
        assert SCREENING not in duties(number)
