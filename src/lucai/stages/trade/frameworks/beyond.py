"""What later stages hang on the page of a framework or an order: its contract, its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lucai.kernel.actors import Viewer

Address = Callable[[Viewer, str], str]
"""From the number of a framework or an order to the page of it that the viewer may open, or to nothing."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """A page of the later life of a framework or an order."""

    label: str
    address: Address


_pages: dict[str, Beyond] = {}


def register(page: Beyond) -> None:
    """Hang a page on every framework and order that has it (called when a module's app is ready)."""
    _pages[page.label] = page


def pages_of(viewer: Viewer, number: str) -> Iterator[tuple[str, str]]:
    """Yield label and address of what a framework or an order has, as far as the viewer sees it."""
    for one in _pages.values():
        if href := one.address(viewer, number):
            yield one.label, href
