"""Experts of a review group are called out as those of a panel: answering, lapsing, followed, called off."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest

from lucai.adapters.notifiers.simulated import DOWN, SimulatedNotifier
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.platform.suspensions.models import Suspension
from lucai.registers.experts.models import ReviewExpert
from lucai.stages.trade.drawn_experts.calls import CallCounts
from lucai.stages.trade.drawn_experts.jobs import call_out
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.groups import services
from lucai.stages.trade.groups.selectors import group_row, group_seen, seats_of
from lucai.stages.trade.groups.selectors.following import call_counts, call_seen
from tests.makers import frameworks, people, registers
from tests.makers.browsing import browse
from tests.makers.calling import expert, silent
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db
BEGUN = clock.moment(date(2026, 3, 24), 10)
"""Two workdays before the review."""
NO = CallAnswerIn(coming=Coming.NO, reason="当天有课")
YES = CallAnswerIn(coming=Coming.YES)


def responded() -> str:
    """Return the number of the group to be formed for a call that three responded to."""
    return f"{frameworks.responded(suppliers=3)}-Z1"


key = kept(responded)


@pytest.fixture(autouse=True)
def notifier() -> Iterator[SimulatedNotifier]:
    """A notification system at which nobody presses a key."""
    with silent() as system:
        yield system


def at(after: int) -> AbstractContextManager[None]:
    """Hold the clock so many minutes after the draw."""
    return clock.at(BEGUN + timedelta(minutes=after))


def tick(after: int) -> None:
    """Let the clock's job run then."""
    with at(after):
        call_out(clock.now())


def drawn(key: str, **changes: Any) -> None:
    """Draw four experts who have an hour to answer, and have them called."""
    with at(0):
        frameworks.drawn(key.removesuffix("-Z1"), **changes)
    tick(0)


def answer(key: str, place: int, form: CallAnswerIn, after: int = 10) -> None:
    """Let who has a place answer."""
    with at(after):
        services.answer_call(people.actor(holder(key, place)), number=key, form=form)


def holder(key: str, place: int) -> Viewer:
    """Return who has a place."""
    return expert(seats_of(SYSTEM, key)[place - 1].person_id)


def states(key: str) -> list[str]:
    return [seat.state for seat in seats_of(SYSTEM, key) if seat.kind == "expert"]


def counts(viewer: Viewer, key: str, after: int = 20) -> CallCounts:
    with at(after):
        found = call_counts(viewer, key)
    assert found
    return found


def test_silence_is_a_no_when_the_time_is_over_and_not_a_minute_before(key: str) -> None:
    drawn(key)
    for place in (2, 3, 4):
        answer(key, place, YES)
    tick(59)
    assert states(key) == ["asked", "drawn", "drawn", "drawn"]
    first = holder(key, 1)
    tick(60)
    assert states(key) == ["declined", "drawn", "drawn", "drawn", "asked"]
    assert not [d for d in duty_list(first) if d.title.startswith("答复")]
    assert [d for d in duty_list(holder(key, 6)) if d.title.startswith("答复")]
    with pytest.raises(RuleBroken, match="截止"):
        answer(key, 6, YES, after=121)


def test_nobody_is_silent_whom_the_notification_system_was_not_yet_made_to_call(
    key: str, notifier: SimulatedNotifier
) -> None:
    habits = notifier.habits
    notifier.habits = dict.fromkeys(habits, DOWN)
    drawn(key)
    tick(61)
    assert set(states(key)) == {"asked"}
    notifier.habits = habits
    tick(90)
    tick(149)
    assert set(states(key)) == {"asked"}
    tick(150)
    assert states(key).count("declined") == 4


def test_an_answer_by_telephone_counts_like_one_on_the_screen(
    key: str, notifier: SimulatedNotifier
) -> None:
    with at(0):
        frameworks.drawn(key.removesuffix("-Z1"))
    ill = holder(key, 1).person
    notifier.habits = {f"P{ill}": "生病"}
    tick(0)
    tick(4)
    assert set(states(key)) == {"asked"}
    tick(6)
    assert states(key) == ["declined", "drawn", "drawn", "drawn", "asked"]
    assert seats_of(SYSTEM, key)[0].left_reason == "生病"
    tick(12)
    assert counts(people.finance(), key, 13).coming == 4


def test_organiser_and_supervision_see_how_many_and_never_who(key: str) -> None:
    drawn(key, reserves=1)
    answer(key, 1, NO)
    answer(key, 2, YES)
    tick(11)
    for viewer in (frameworks.centre(), people.finance()):
        told = counts(viewer, key)
        assert (told.rung, told.coming, told.asked, told.declined) == (5, 1, 3, 1)
        assert (told.silent, told.moved_up, told.reserves, told.vacant) == (0, 1, 0, 0)
        with at(20):
            sheet = group_seen(viewer, key)
        assert sheet is not None
        assert sheet.members == ()
    tick(71)
    assert counts(people.finance(), key, 72).silent == 3
    for stranger in (people.agency(2), people.supplier(), people.public()):
        with pytest.raises(NotFound):
            call_counts(stranger, key)
    with system_access("test"):
        told_entries = list(JournalEntry.objects.filter(object_type="trade.groupSeat"))
        names = [seat.name for seat in seats_of(SYSTEM, key) if seat.kind == "expert"]
    assert not [entry for entry in told_entries if entry.public]
    assert not [n for n in names for e in told_entries if n in f"{e.body}{e.label}{e.actor_name}"]


def test_who_said_no_or_stood_by_is_named_to_nobody_even_on_the_day(key: str) -> None:
    drawn(key, reserves=2)
    answer(key, 1, NO)
    with clock.at(frameworks.DEADLINE):
        sheet = group_seen(frameworks.centre(), key)
        assert sheet is not None
        shown = {line.person_id for line in sheet.members}
    hidden = {s.person_id for s in seats_of(SYSTEM, key, "declined", "reserve")}
    assert len(hidden) == 2
    assert not shown & hidden


def test_a_place_that_nobody_can_take_stays_empty_until_the_library_has_grown(key: str) -> None:
    drawn(key)
    seated = [seat.person_id for seat in seats_of(SYSTEM, key)]
    with system_access("test"):
        ReviewExpert.objects.exclude(person_id__in=seated).update(state="suspended")
    answer(key, 1, NO)
    assert group_row(SYSTEM, key).vacant == 1
    with system_access("test"):
        [spent] = JournalEntry.objects.filter(event="trade.reviewGroup.draw-spent")
    assert set(spent.audience) == {
        frameworks.centre().organisation, people.finance().organisation
    }  # fmt: skip
    registers.registered_expert(9)
    tick(11)
    assert group_row(SYSTEM, key).vacant == 0
    assert holder(key, 6).person == people.expert(9).person


def test_after_a_pause_of_the_procurement_everybody_is_asked_anew_and_has_the_whole_time(
    key: str, notifier: SimulatedNotifier
) -> None:
    drawn(key)
    called = len(notifier.made)
    with system_access("test"):
        pause = paused(key, since=20)
        tick(60)
        assert set(states(key)) == {"asked"}
        assert len(notifier.made) == called
        pause.change(lifted_at=BEGUN + timedelta(minutes=90))
    tick(91)
    assert set(states(key)) == {"asked"}
    assert len(notifier.made) == called + 4
    answer(key, 1, YES, after=150)
    tick(150)
    assert states(key) == ["drawn", "asked", "asked", "asked"]
    tick(151)
    assert states(key).count("declined") == 3


def test_a_pause_that_ended_before_the_call_gives_no_more_time(key: str) -> None:
    with system_access("test"):
        paused(key, since=-20).change(lifted_at=BEGUN)
    drawn(key)
    tick(60)
    assert states(key).count("declined") == 4


def paused(key: str, *, since: int) -> Suspension:
    """Hold back what members of a group do, from so many minutes after the draw."""
    row = Suspension(
        object_type="test", object_key="test", project_number=key.removesuffix("-Z1"), lots=[],
        stops=["trade.groupSeat:*"], rule="GP-CMP-07", reason="投诉处理期间暂停采购活动",
        since=BEGUN + timedelta(minutes=since),
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def test_whoever_was_called_for_a_review_that_is_cancelled_is_told_once_and_asked_no_more(
    key: str, notifier: SimulatedNotifier
) -> None:
    drawn(key, reserves=1)
    answer(key, 1, NO)
    tick(20)
    with at(30):
        services.dissolve(people.actor(frameworks.centre()), number=key)
    before = len(notifier.made)
    tick(40)
    told = [purpose for purpose in list(notifier.made)[before:] if purpose.endswith("-off")]
    assert len(told) == len(seats_of(SYSTEM, key, "asked", "drawn", "reserve")) - 1
    tick(50)
    assert len(notifier.made) == before + len(told)
    assert not [d for d in duty_list(holder(key, 2)) if d.href.startswith("/review-groups/")]
    with pytest.raises(WrongState, match="取消"):
        answer(key, 2, YES, after=55)


def test_nobody_is_called_off_a_day_after_it_was_cancelled(
    key: str, notifier: SimulatedNotifier
) -> None:
    drawn(key)
    with at(30):
        services.dissolve(people.actor(frameworks.centre()), number=key)
    before = len(notifier.made)
    tick(30 + 24 * 60)
    assert len(notifier.made) == before


def test_an_expert_answers_on_a_page_of_the_own_and_the_groups_page_counts(key: str) -> None:
    drawn(key, reserves=1)
    address = f"/review-groups/{key}/call/"
    own = browse(holder(key, 1))
    with at(5):
        assert "提交答复" in own.get(address).content.decode()
        assert "答复能否参加" in own.get(f"/review-groups/{key}/").content.decode()
        refused = own.post(address, {"coming": "no", "reason": ""})
        assert "请写明不能参加的理由" in refused.content.decode()
        assert own.post(address, {"coming": "yes"}).status_code == 302
        assert call_seen(holder(key, 1), key).state == "drawn"
        assert browse(people.expert(12)).get(address).status_code == 404
        assert browse(frameworks.centre()).get(address).status_code in {403, 404}
        shown = browse(frameworks.centre()).get(f"/review-groups/{key}/").content.decode()
    assert "通知专家" in shown
    assert "超时" in shown
    assert not [seat.name for seat in seats_of(SYSTEM, key) if seat.name in shown]


def test_a_draw_that_gives_no_time_asks_nobody_and_takes_no_silence_for_a_no(key: str) -> None:
    drawn(key, answer_minutes=0)
    tick(24 * 60)
    assert set(states(key)) == {"drawn"}
