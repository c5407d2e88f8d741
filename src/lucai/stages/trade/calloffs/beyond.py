"""What later stages hang on an order's page: its contract, its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lucai.kernel.actors import Viewer

Shown = Callable[[Viewer, str], bool]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A page of an order's later life; ``href`` with ``{number}``, the order's."""

    label: str
    href: str
    shown: Shown


_pages: dict[str, Beyond] = {}


def register(page: Beyond) -> None:
    """Hang a page on every order that has it (called when a module's app is ready)."""
    _pages[page.label] = page


def pages_of(viewer: Viewer, number: str) -> Iterator[tuple[str, str]]:
    """Yield label and address of what an order has, as far as the viewer sees it."""
    for one in _pages.values():
        if one.shown(viewer, number):
            yield one.label, one.href.format(number=number)
