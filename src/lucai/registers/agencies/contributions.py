"""What other modules know of an agency: figures for its page, work that is still open.

The directory stands below the stages and the oversight; they register here what they know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lucai.kernel.actors import Viewer


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an agency's performance, with the page that proves it."""

    label: str
    value: str
    unit: str = ""
    href: str = ""


Source = Callable[[Viewer, int, str], tuple[Figure, ...]]
"""``(viewer, organisation, 统一社会信用代码)`` → figures."""

OpenWork = Callable[[Viewer, int], int]
"""``(viewer, organisation)`` → how many matters are still open."""

_sources: dict[str, tuple[int, Source]] = {}
_open: dict[str, OpenWork] = {}


def declare_figures(name: str, source: Source, *, order: int = 50) -> None:
    """Let a module show figures on an agency's page (called when its app is ready)."""
    _sources[name] = (order, source)


def declare_open_work(name: str, count: OpenWork) -> None:
    """Let a module say what an agency must finish before it leaves the directory."""
    _open[name] = count


def figures_of(viewer: Viewer, organisation: int, uscc: str) -> list[Figure]:
    """Gather every figure about an agency."""
    ordered = sorted(_sources.values(), key=lambda pair: pair[0])
    return [figure for _, source in ordered for figure in source(viewer, organisation, uscc)]


def open_work_of(viewer: Viewer, organisation: int) -> int:
    """Count what an agency has not finished."""
    return sum(count(viewer, organisation) for count in _open.values())
