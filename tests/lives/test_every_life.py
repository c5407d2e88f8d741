"""Every life of the house, whatever anybody tries on an object of it."""

from collections import Counter

import pytest
from hypothesis.stateful import run_state_machine_as_test

from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.access.permissions import lifecycles
from tests.house.matrix import TABLES, candidates
from tests.lives.any_life import AnyLife
from tests.lives.running import trying
from tests.makers import world
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

busy = kept(world.busy)
BARRED = {
    "acceptance.acceptance", "archive.archiveLoan", "contract.contractPoint",
    "contract.performanceSecurity", "payment.invoice", "performance.delivery",
    "trade.cooperationResponse", "trade.openingRecord",
}  # fmt: skip
"""Whose tables want more than the state of whoever moves on: their services write it."""
LIVED = sorted(of for of in TABLES if any(life.of == of and life.steps for life in lifecycles()))


def machine_of(life: Lifecycle) -> type[AnyLife]:
    """Return the machine of a life, over objects from which its steps can be taken."""
    keys = {candidates(life, step)[0].row.pk for step in life.steps}
    held = {"life": life, "table": TABLES[life.of], "keys": sorted(keys), "reached": Counter()}
    return type("LifeHere", (AnyLife,), held)


@pytest.mark.parametrize("of", LIVED)
def test_an_object_goes_only_where_its_life_leads_and_its_to_dos_follow(
    busy: world.World, of: str
) -> None:
    machine = machine_of(next(life for life in lifecycles() if life.of == of))
    run_state_machine_as_test(machine, settings=trying(3, steps=12))
    # A machine that gets nowhere would pass as well.
    assert machine.reached or of in BARRED
