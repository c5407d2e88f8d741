"""No read without a viewer, no write without an actor."""

import inspect
from collections.abc import Callable

import pytest

from tests.house.modules import public_functions

READS = dict(public_functions("selectors"))
WRITES = dict(public_functions("services"))


def first_parameter(function: Callable[..., object]) -> tuple[str, str]:
    for parameter in inspect.signature(function).parameters.values():
        kind = parameter.annotation
        return parameter.name, kind if isinstance(kind, str) else getattr(kind, "__name__", "")
    return "", ""


@pytest.mark.parametrize("name", READS)
def test_a_selector_takes_its_viewer_first(name: str) -> None:
    assert first_parameter(READS[name]) == ("viewer", "Viewer")


@pytest.mark.parametrize("name", WRITES)
def test_a_service_takes_its_actor_first(name: str) -> None:
    assert first_parameter(WRITES[name]) == ("actor", "Actor")
