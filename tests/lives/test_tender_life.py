"""The life of a tender, from draft to opening, whatever anybody tries."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.lives.running import trying
from tests.lives.tender_life import World, life_of, made_world
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

world = kept(made_world)


def test_whatever_anybody_tries_a_tender_stays_lawful_declared_and_written_down(
    world: World,
) -> None:
    life = life_of(world)
    run_state_machine_as_test(life, settings=trying(6, steps=16))
    # A machine that gets nowhere would pass as well.
    assert {"trade.tenderDocument:publish", "trade.sealedBid:seal"} <= set(life.reached)
