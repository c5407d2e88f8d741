"""The strip that shows how prices lie: places on a line, worked out so that labels do not meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lucai.kernel.money import FEN_PER_YUAN, YUAN_PER_WAN, wan

WIDTH, LEFT, RIGHT = 420, 20, 400
LINE = 52
ABOVE, BELOW = 38, 76
LABEL_ROOM = 46
FEN_PER_WAN = FEN_PER_YUAN * YUAN_PER_WAN


@dataclass(frozen=True, slots=True)
class Dot:
    """One price on the strip."""

    x: int
    label_y: int
    label: str
    lowest: bool


@dataclass(frozen=True, slots=True)
class PriceStrip:
    """The prices of a lot on one line, with the ceiling."""

    dots: tuple[Dot, ...]
    ceiling_x: int
    ceiling: str
    least: str
    most: str
    words: str


def price_strip(prices: Sequence[int], ceiling: int) -> PriceStrip | None:
    """Return the strip of some prices under a ceiling, all in 分; None without prices."""
    if not prices:
        return None
    ordered = sorted(prices)
    least = ordered[0] - max((ceiling - ordered[0]) // 8, FEN_PER_WAN // 10)
    most = max(ceiling, ordered[-1]) + max((ceiling - ordered[0]) // 20, 1)

    def place(price: int) -> int:
        return LEFT + (RIGHT - LEFT) * (price - least) // max(most - least, 1)

    labels = [wan(price) for price in ordered]
    return PriceStrip(
        dots=_dots([place(price) for price in ordered], labels),
        ceiling_x=place(ceiling),
        ceiling=wan(ceiling),
        least=wan(max(least, 0)),
        most=wan(most),
        words=f"报价分布：{'、'.join(labels)} 万元，最高限价 {wan(ceiling)} 万元",
    )


def _dots(places: Sequence[int], labels: Sequence[str]) -> tuple[Dot, ...]:
    """Put a label above, the next one below when it would meet, none when both are taken."""
    free = {ABOVE: -LABEL_ROOM, BELOW: -LABEL_ROOM}
    dots = []
    for number, (x, label) in enumerate(zip(places, labels, strict=True)):
        side = next((y for y, taken in free.items() if x - taken >= LABEL_ROOM), 0)
        if side:
            free[side] = x
        dots.append(Dot(x, side, label if side else "", lowest=number == 0))
    return tuple(dots)
