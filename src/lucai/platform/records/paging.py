"""Pages of a list by key: the thousandth page costs what the first does, and nothing is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: its items, and the key that asks for the next (empty: this is the last)."""

    items: list[T] = field(default_factory=list)
    following: str = ""
    first: bool = True


MOST_DIGITS = 18
"""Of a key: what is longer, no database gave."""


def key_in(after: str) -> int:
    """Return the key that a page's address names; 0 for anything else that somebody typed."""
    return int(after) if after.isdecimal() and len(after) <= MOST_DIGITS else 0


def keyset(rows: Any, after: str, show: Callable[[Any], T], *, size: int = SIZE) -> Page[T]:
    """Return a page of rows, newest (highest id) first.

    ``after`` is the key a previous page gave; anything else is the first page.
    """
    start = key_in(after)
    if start:
        rows = rows.filter(pk__lt=start)
    found = list(rows.order_by("-pk")[: size + 1])
    following = str(found[size - 1].pk) if len(found) > size else ""
    return Page([show(row) for row in found[:size]], following, first=not start)
