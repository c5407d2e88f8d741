"""Where an intention led. The stages after this one say it: they know of it, not the reverse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lucai.kernel.actors import Viewer


@dataclass(frozen=True, slots=True)
class Trail:
    """One thing that came of an intention, as its page shows it."""

    label: str
    value: str
    href: str


Finder = Callable[[Viewer, str], Trail | None]

_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Let a later module say what it made of an intention (called when its app is ready)."""
    _finders[name] = finder


def trails(viewer: Viewer, code: str) -> tuple[Trail, ...]:
    """Return what came of an intention, as far as the viewer may see it, earliest first."""
    found = (finder(viewer, code) for finder in _finders.values())
    return tuple(trail for trail in found if trail)
