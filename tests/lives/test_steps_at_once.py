"""Every step of every life, pressed by two at once: one succeeds, the other is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from lucai.kernel import clock
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import lifecycles
from lucai.platform.records import Record, system_access
from tests.house.matrix import candidates
from tests.lives.pressing import both_take, twice
from tests.makers import budget, plan, world

pytestmark = pytest.mark.django_db(transaction=True)

OF_A_PLAN = {"budget.indicator", "plan.intention", "plan.plan"}
SERVED = 150
"""Of so many steps at least the whole service is pressed by two while a busy world is built."""


HELD: dict[str, dict[str, Any]] = {
    "archive.archiveLoan": {"until": clock.moment(date(2026, 5, 20))},
}
"""What an object of a life needs to stand in any state."""

CHANGES: dict[str, dict[str, Any]] = {
    "archive.archivePackage:destroy": {
        "file_id": None, "destroyed_on": date(2100, 1, 1), "destroyed_by": 2,
    },
    "archive.archiveTransfer:receive": {"receipt": "示例回执"},
    "trade.finalOffer:open": {"price": 100},
}  # fmt: skip
"""What a step has to write besides the state."""

MOST = 8
"""So many objects are tried, where the tables themselves keep the first from going there."""


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    """Empty the database afterwards, from which SQLite lets nobody delete what is archived."""
    yield
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f'DROP TRIGGER "{name}"')
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    with connection.cursor() as cursor:
        for _, statement in guards:
            cursor.execute(statement)


def pressed(lives: set[str]) -> list[str]:
    """Press every step of these lives on an object that stands; return what went wrong."""
    steps = [(life, step) for life in lifecycles() if life.of in lives for step in life.steps]
    return [told for life, step in steps if (told := press(life, step))]


def press(life: Lifecycle, step: Step) -> str:
    """Press one step; return what went wrong, such as that there is nothing to press it on."""
    permission = life.permission(step)
    held, changes = HELD.get(life.of, {}), CHANGES.get(permission, {})
    told = "没有可以试的例子"
    try:
        for thing in candidates(life, step)[:MOST]:
            found = both_take(life, step, thing.row, held, changes)
            told = found.wrong(step.target)
            if not found.barred:
                return told
    except (LookupError, DatabaseError) as error:
        return f"{permission}：没有可以试的例子：{error}"
    return told


def test_two_who_press_a_step_of_a_plan_at_once_are_told_apart() -> None:
    with clock.at(world.NOW), twice() as found:
        plan.filed_plan()
    assert "\n".join(found.wrong) == ""
    assert {"plan.plan.submit", "plan.plan.pass_review", "plan.plan.file"} <= found.steps
    with clock.at(world.NOW):
        assert "\n".join(pressed(OF_A_PLAN)) == ""


def test_a_row_that_does_not_mind_its_version_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(row: Record, **values: object) -> Record:
        with system_access("careless"):
            type(row).objects.filter(pk=row.pk).update(**values, version=row.version + 1)
        return row

    with clock.at(world.NOW):
        budget.indicator()
        monkeypatch.setattr(Record, "change", careless)
        told = pressed({"budget.indicator"})
    steps = next(life for life in lifecycles() if life.of == "budget.indicator").steps
    assert [one for one in told if "应当恰有一人成功" in one] == told
    assert len(told) == len(steps)


@pytest.mark.nightly
@pytest.mark.usefixtures("emptied")
def test_two_who_press_any_step_of_any_life_at_once_are_told_apart() -> None:
    with twice() as found:
        world.busy()
    assert "\n".join(found.wrong) == ""
    assert len(found.steps) > SERVED, sorted(found.steps)
    with clock.at(world.NOW):
        assert "\n".join(pressed({life.of for life in lifecycles()})) == ""
