"""The life of an asked expert, whatever anybody answers and whenever."""

from datetime import date, timedelta

import pytest
from hypothesis.stateful import run_state_machine_as_test

from lucai.kernel import clock
from lucai.stages.trade.groups import services as groups
from lucai.stages.trade.groups.services.circle import GROUPS
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.services.circle import PANELS
from tests.lives.asked_life import EXPERTS, MINUTES_TO_ANSWER, World, life_of
from tests.lives.running import trying
from tests.makers import evaluation, frameworks, people

pytestmark = pytest.mark.django_db


def panel() -> World:
    """A panel that was drawn three days before its evaluation."""
    call, agency = evaluation.prepared(), people.agency()
    begun, number = call.bid_deadline - timedelta(days=3), call.number
    evaluation.library(EXPERTS)
    form = evaluation.draw_form(call.bid_deadline, answer_minutes=MINUTES_TO_ANSWER, reserves=1)
    with clock.at(begun):
        panels.draw(people.actor(agency), project_number=number, form=form)

    def end() -> None:
        panels.dissolve(people.actor(agency), project_number=number)

    return World(PANELS, number, begun, agency, end)


def group() -> World:
    """A review group that was drawn two workdays before its review."""
    number, begun = frameworks.responded(suppliers=3), clock.moment(date(2026, 3, 24), 10)
    evaluation.library(EXPERTS)
    with clock.at(begun):
        key = frameworks.drawn(number, reserves=1)

    def end() -> None:
        groups.dissolve(people.actor(frameworks.centre()), number=key)

    return World(GROUPS, key, begun, frameworks.centre(), end)


@pytest.mark.parametrize("made", [panel, group])
def test_whatever_anybody_answers_places_are_filled_by_the_draw_and_names_stay_sealed(
    made: type[World],
) -> None:
    life = life_of(made())
    run_state_machine_as_test(life, settings=trying(8, steps=12))
    # A machine that gets nowhere would pass as well.
    assert {"yes", "no", "tick", "lapse"} <= {name for name, count in life.reached.items() if count}
