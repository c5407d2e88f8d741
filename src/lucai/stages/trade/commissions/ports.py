"""What begins with an accepted commission where a method has no tender document of its own.

The modules of such methods stand on those that read bids, which stand on this one: they say here
what begins (called when their app is ready).
"""

from __future__ import annotations

from typing import Protocol

from lucai.kernel.actors import Actor


class Beginning(Protocol):
    """Begins what takes the tender document's place."""

    def __call__(self, actor: Actor, *, project_number: str) -> None:
        """Begin it: the agency has just accepted."""
        ...


_beginnings: dict[str, Beginning] = {}


def use_beginning(method: str, beginning: Beginning) -> None:
    """Say what begins with a commission of this method."""
    _beginnings[method] = beginning


def beginning_of(method: str) -> Beginning | None:
    """Return what begins with a commission of this method; None: its tender document."""
    return _beginnings.get(method)
