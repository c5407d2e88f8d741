"""No read without a viewer, no write without an actor."""

import inspect
from collections.abc import Callable

import pytest

from tests.house.modules import public_functions

# Parts of a read or a write whose viewer or actor stands one call higher, each with its reason.
PARTS = {
    "lucai.platform.access.selectors.card": "shows a row that is in hand",
    "lucai.platform.files.selectors.card": "shows a row that is in hand",
    "lucai.platform.files.services.path_of": "a path from a digest; reads and writes nothing",
    "lucai.platform.duties.services.due": "a date from a rule; reads and writes nothing",
    "lucai.platform.duties.services.follow": "the frame of a step, which has the actor",
    "lucai.platform.duties.services.open_for": "the frame of a step, which has the actor",
    "lucai.platform.duties.services.settle": "the frame of a step, which has the actor",
    "lucai.stages.plan.intentions.selectors.card_of": "shows a row that is in hand",
    "lucai.stages.plan.intentions.selectors.content_of": "shows a row that is in hand",
    "lucai.stages.plan.plans.selectors.card_of": "shows a row that is in hand",
    "lucai.stages.plan.plans.selectors.cases.passed": "looks at rows that are in hand",
    "lucai.stages.plan.plans.selectors.total_of": "multiplies; reads nothing",
    "lucai.stages.trade.evaluations.selectors.sheets.phase_of": "names a state; reads nothing",
    "lucai.stages.plan.plans.services.checks.cost_of": "adds up a form; writes nothing",
    "lucai.stages.plan.plans.services.checks.demand_sound": "looks at a form; writes nothing",
}
READS = dict(public_functions("selectors"))
WRITES = dict(public_functions("services"))


def first_parameter(function: Callable[..., object]) -> tuple[str, str]:
    for parameter in inspect.signature(function).parameters.values():
        kind = parameter.annotation
        return parameter.name, kind if isinstance(kind, str) else getattr(kind, "__name__", "")
    return "", ""


@pytest.mark.parametrize("name", sorted(set(READS) - set(PARTS)))
def test_a_selector_takes_its_viewer_first(name: str) -> None:
    assert first_parameter(READS[name]) == ("viewer", "Viewer")


@pytest.mark.parametrize("name", sorted(set(WRITES) - set(PARTS)))
def test_a_service_takes_its_actor_first(name: str) -> None:
    assert first_parameter(WRITES[name]) == ("actor", "Actor")


def test_every_exception_is_still_a_function() -> None:
    assert set(PARTS) <= set(READS) | set(WRITES)
