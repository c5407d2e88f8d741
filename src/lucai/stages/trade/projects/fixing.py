"""Whether the units of a project are fixed: later modules say when, the project asks them."""

from __future__ import annotations

from collections.abc import Callable

_fixed: list[Callable[[str], bool]] = []


def register(fixed: Callable[[str], bool]) -> None:
    """Let a module say that a project's units cannot change any more (when its app is ready)."""
    _fixed.append(fixed)


def are_fixed(project_number: str) -> bool:
    """Whether no unit can be asked or asked again."""
    return any(fixed(project_number) for fixed in _fixed)
