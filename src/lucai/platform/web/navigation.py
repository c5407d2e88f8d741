"""The menu of each side: declared by modules, filtered by what the viewer may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lucai.kernel.actors import Side, Viewer


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the menu. ``order`` sorts inside its group."""

    href: str
    label: str
    icon: str
    group: str
    sides: frozenset[Side]
    order: int = 50
    count: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its links."""

    title: str
    links: tuple[Link, ...]


Count = Callable[[Viewer], int]

_badges: dict[str, Count] = {}


def declare_badge(href: str, count: Count) -> None:
    """Let a module show a number at its link (called when its app is ready)."""
    _badges[href] = count


def badge(href: str, viewer: Viewer) -> int:
    """Return the number at a link; nothing for the public."""
    return _badges[href](viewer) if href in _badges and viewer.side is not Side.PUBLIC else 0


GROUPS = ("", "采购", "履约", "资源", "监管", "系统")
_links: list[Link] = []


def declare(*links: Link) -> None:
    """Add links to the menu (called when a module's app is ready)."""
    _links.extend(link for link in links if link not in _links)


def menu(viewer: Viewer, path: str, duty_count: int) -> list[Group]:
    """Return the viewer's menu with the current page marked."""
    mine = [link for link in _links if viewer.side in link.sides]
    best = max((link.href for link in mine if _holds(link.href, path)), key=len, default="")
    marked = [
        replace(link, current=link.href == best, count=duty_count if link.href == "/duties/" else 0)
        for link in sorted(mine, key=lambda link: link.order)
    ]
    groups = (Group(title, tuple(x for x in marked if x.group == title)) for title in GROUPS)
    return [group for group in groups if group.links]


def _holds(href: str, path: str) -> bool:
    """Whether a page lies below a link; the first page holds only itself."""
    return path == href or (href != "/" and path.startswith(href))
