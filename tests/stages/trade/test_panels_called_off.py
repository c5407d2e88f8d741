"""A panel that ends before it met: nobody has to come any more, and who was called is told so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lucai.adapters.notifiers.simulated import SimulatedNotifier
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.selectors import panel_seen, seats_of
from tests.makers import bids, evaluation, people
from tests.makers.calling import answer, drawn, expert, minutes, silent, tick
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db
call = kept(evaluation.prepared)
NO = CallAnswerIn(coming=Coming.NO, reason="当天有课")
YES = CallAnswerIn(coming=Coming.YES)


@pytest.fixture(autouse=True)
def notifier() -> Iterator[SimulatedNotifier]:
    """A notification system at which nobody presses a key."""
    with silent() as system:
        yield system


def of_panels(viewer: Viewer) -> list[str]:
    """Return what somebody has to do for panels."""
    return [one.title for one in duty_list(viewer)]


def test_of_a_panel_that_ended_before_it_met_nobody_is_asked_anything_any_more(
    call: bids.Call,
) -> None:
    drawn(call, reserves=1)
    answer(call, seats_of(SYSTEM, call.number)[0], YES)
    members = [expert(seat.person_id) for seat in seats_of(SYSTEM, call.number)]
    assert all(of_panels(member) for member in members)
    services.dissolve(people.actor(people.agency()), project_number=call.number)
    assert not any(of_panels(member) for member in members)
    with clock.at(call.bid_deadline + timedelta(hours=1)):
        sheet = panel_seen(members[0], call.number)
        assert sheet is not None
        assert sheet.own_offers == ()
        with pytest.raises(WrongState, match="取消"):
            services.sign_in(
                people.actor(members[0]), project_number=call.number, form=evaluation.DECLARED
            )


def test_whoever_was_called_for_a_review_that_is_cancelled_is_told_once(
    call: bids.Call, notifier: SimulatedNotifier
) -> None:
    drawn(call, reserves=1)
    answer(call, seats_of(SYSTEM, call.number)[0], NO)
    tick(call, 20)
    with minutes(call, 30):
        services.dissolve(people.actor(people.agency()), project_number=call.number)
    before = len(notifier.made)
    tick(call, 40)
    told = [purpose for purpose in list(notifier.made)[before:] if purpose.endswith("-off")]
    assert len(told) == len(seats_of(SYSTEM, call.number, "asked", "drawn", "reserve")) == 5 - 1
    tick(call, 50)
    assert len(notifier.made) == before + len(told)


def test_nobody_is_called_off_from_a_review_that_was_held_or_is_long_over(
    call: bids.Call, notifier: SimulatedNotifier
) -> None:
    drawn(call)
    with minutes(call, 30):
        services.dissolve(people.actor(people.agency()), project_number=call.number)
    before = len(notifier.made)
    tick(call, 30 + 24 * 60)
    assert len(notifier.made) == before
