"""The line of a price over time, as coordinates of an inline picture. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDE, TALL = 400, 170
LEFT, RIGHT, TOP, BOTTOM = 78, 12, 14, 30
"""Room for the words at the sides, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One price in the picture."""

    x: float
    y: float
    at: datetime
    price: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A step line: a price holds until the next one. Prices in 分."""

    dots: tuple[Dot, ...]
    line: str
    lowest: int
    highest: int
    first: datetime
    last: datetime
    wide: int = WIDE
    tall: int = TALL


def chart_of(points: Sequence[tuple[datetime, int]]) -> Chart | None:
    """Return the line through (moment, price in 分) in the order of time; None: fewer than two prices."""
    if len(points) <= 1:
        return None
    first, last = points[0][0], points[-1][0]
    prices = [price for _, price in points]
    low, high = min(prices), max(prices)
    span, room = (last - first).total_seconds() or 1, (high - low) or 1
    dots = tuple(
        Dot(
            round(LEFT + (WIDE - LEFT - RIGHT) * (at - first).total_seconds() / span, 1),
            round(TALL - BOTTOM - (TALL - TOP - BOTTOM) * (price - low) / room, 1),
            at,
            price,
        )
        for at, price in points
    )
    return Chart(dots, _steps(dots), low, high, first, last)


def _steps(dots: Sequence[Dot]) -> str:
    """Return the path: along the old price until the moment of the new one."""
    path = [f"M{dots[0].x} {dots[0].y}"]
    path += [f"H{dot.x}V{dot.y}" for dot in dots[1:]]
    return "".join(path)
