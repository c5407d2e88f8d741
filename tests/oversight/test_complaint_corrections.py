"""补正: its time is the complainant's, what comes late or not at all has its own clock."""

from datetime import datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import RuleBroken
from lucai.law.calendar import add_workdays, beijing_day
from lucai.oversight.complaints import selectors, services
from lucai.oversight.complaints.schemas import CorrectionIn, ReasonIn
from lucai.platform.duties import alerts
from lucai.platform.duties.selectors import DutyLine, duty_list
from lucai.platform.journal.models import JournalEntry
from tests.makers import challenges, complaints, people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

world = kept(challenges.answered_award)
World = tuple[challenges.Announced, str]
DAYS = 5
SCREENING = "初审投诉：不予受理、不属于本部门管辖的告知投诉人"
REFUSAL = ReasonIn(reason="补正期限内没有补正")


@pytest.fixture
def asked(world: World) -> tuple[str, datetime]:
    """A complaint to be corrected within five days, and when it was asked."""
    result, challenge = world
    with clock.at(result.at):
        number = complaints.received(challenge)
        until = clock.today() + timedelta(days=DAYS)
        form = CorrectionIn(reason="请补充授权委托书", until=until)
        services.ask_correction(complaints.finance(), number=number, form=form)
    return number, result.at


def duties(number: str) -> list[DutyLine]:
    return [duty for duty in duty_list(people.finance()) if number in duty.href]


def end_of(since: datetime, workdays: int) -> datetime:
    return clock.moment(add_workdays(beijing_day(since), workdays).date) + timedelta(days=1)


def test_nobody_is_refused_while_the_time_to_correct_runs(asked: tuple[str, datetime]) -> None:
    number, at = asked
    last = at + timedelta(days=DAYS)
    with clock.at(clock.moment(beijing_day(last), 23, 59)), pytest.raises(RuleBroken) as early:
        services.refuse(complaints.finance(), number=number, form=REFUSAL)
    assert [verdict.rule for verdict in early.value.verdicts if verdict.blocks] == ["GP-CMP-03"]
    with clock.at(clock.moment(beijing_day(last) + timedelta(days=1))):
        services.refuse(complaints.finance(), number=number, form=REFUSAL)
        assert selectors.complaint_seen(people.supplier(3), number).line.state == "refused"


def test_a_correction_that_does_not_come_is_the_authoritys_to_do_for_three_workdays(
    asked: tuple[str, datetime],
) -> None:
    number, at = asked
    last = beijing_day(at) + timedelta(days=DAYS)
    due = end_of(clock.moment(last), 3)
    with clock.at(clock.moment(last, 12)):
        found = duties(number)
        assert [duty.title for duty in found] == ["补正期限届满没有补正，告知不予受理"]
        assert (found[0].opens_at, found[0].due_at) == (
            clock.moment(last) + timedelta(days=1), due,
        )  # fmt: skip
    told = {"event": "duty.overdue", "object_key": number, "body__step": "refuse"}
    for now, times in ((due, 0), (due + timedelta(minutes=1), 1)):
        with clock.at(now):
            alerts.alert(now)
            assert JournalEntry.objects.seen_by(SYSTEM).filter(**told).count() == times


def test_the_days_to_examine_do_not_count_the_correction(asked: tuple[str, datetime]) -> None:
    number, at = asked
    back = challenges.after(at, DAYS)
    with clock.at(back):
        services.correct(challenges.loser(), number=number)
        found = duties(number)
        # Received and asked on the same day: none of the five workdays is used up.
        assert {duty.title: duty.due_at for duty in found} == {
            SCREENING: end_of(back, 3), "审查投诉是否受理": end_of(back, 5),
        }  # fmt: skip
        services.accept(complaints.finance(), number=number)
        assert duties(number)[0].due_at == end_of(back, 8)
