"""All permissions there are: the steps of registered lifecycles and declared functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lucai.kernel.actors import Actor, Side, Viewer
from lucai.kernel.errors import NotAllowed
from lucai.kernel.lifecycle import Lifecycle


@dataclass(frozen=True, slots=True)
class Function:
    """Something a role may grant that is not a step of a life (an import, a draft's editing)."""

    permission: str
    label: str
    sides: tuple[Side, ...]


_lifecycles: dict[str, Lifecycle] = {}
_functions: dict[str, Function] = {}


def declare(*functions: Function) -> None:
    """Make functions known (called when a module's app is ready)."""
    catalogue.cache_clear()
    _functions.update({function.permission: function for function in functions})


def register(lifecycle: Lifecycle) -> None:
    """Make a lifecycle known (called when a module's app is ready)."""
    catalogue.cache_clear()
    _lifecycles[lifecycle.of] = lifecycle


def lifecycles() -> tuple[Lifecycle, ...]:
    """Return every registered lifecycle."""
    return tuple(_lifecycles.values())


@cache
def catalogue() -> Mapping[str, Function]:
    """Return permission → function for every step and declared function."""
    steps = {
        lifecycle.permission(step): Function(
            lifecycle.permission(step), f"{lifecycle.title} · {step.label}", step.by
        )
        for lifecycle in lifecycles()
        for step in lifecycle.steps
    }
    return {**steps, **_functions}


def demand(actor: Actor | Viewer, permission: str) -> None:
    """Refuse an act whose function the viewer's roles do not grant.

    Raises:
        NotAllowed: with the function's label.
    """
    viewer = actor.viewer if isinstance(actor, Actor) else actor
    if viewer.side is Side.SYSTEM or viewer.may(permission):
        return
    known = catalogue().get(permission)
    label = known.label if known else permission
    raise NotAllowed(f"您的岗位没有“{label}”的权限，请联系本单位管理员分配。")
