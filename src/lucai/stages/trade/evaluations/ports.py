"""What other modules have to say in an evaluation report; they make themselves known when ready."""

from __future__ import annotations

from collections.abc import Callable

from lucai.kernel.actors import Viewer

Teller = Callable[[Viewer, str, int], tuple[str, ...]]
_tellers: dict[str, Teller] = {}


def tell_in_report(heading: str, teller: Teller) -> None:
    """Let a module add a section to reports: its lines for a viewer, a project and a lot."""
    _tellers[heading] = teller


def told_in_report(
    viewer: Viewer, project_number: str, lot_number: int
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sections that others add, with their headings; those without a line are left out."""
    found = ((name, tell(viewer, project_number, lot_number)) for name, tell in _tellers.items())
    return tuple((name, lines) for name, lines in found if lines)
