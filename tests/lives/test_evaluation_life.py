"""The life of an evaluation, from the checks to the announced result, whatever anybody tries."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.lives.evaluation_life import TOGETHER, World, life_of, made_world
from tests.lives.running import trying
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

world = kept(made_world)


def test_whatever_anybody_tries_an_evaluation_keeps_its_secrets_and_the_best_bid_wins(
    world: World,
) -> None:
    life = life_of(world)
    run_state_machine_as_test(life, settings=trying(6, steps=10))
    # A machine that gets nowhere would pass as well.
    assert set(life.reached) & set(TOGETHER)
