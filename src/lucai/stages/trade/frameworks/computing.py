"""What anybody can recompute: draws, the ranking, whose turn it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One valid response: its price in 分, its quality in hundredths of a point, its draw."""

    key: str
    price: int
    quality: int
    draw: str


def ranked(lines: Iterable[Line], *, quality_first: bool) -> list[str]:
    """Return the keys, best first: lowest price, or best quality and then the lower price.

    What is still equal follows the draw, which follows from the envelopes in the log (:func:`lucai.stages.trade.rounds.draws.drawn`).
    """
    if quality_first:
        return [one.key for one in sorted(lines, key=lambda o: (-o.quality, o.price, o.draw))]
    return [one.key for one in sorted(lines, key=lambda o: (o.price, o.draw))]


def next_in_turn(order: Sequence[int], history: Iterable[int]) -> int | None:
    """Return whose turn it is: the first in the published order that had none in this round.

    ``order`` names the members there are now, ``history`` who was awarded, oldest first. A
    round ends when everybody in it had one turn (财政部令第110号 第三十四条).
    """
    taken: set[int] = set()
    for supplier in history:
        taken.add(supplier)
        if set(order) <= taken:
            taken.clear()
    return next((supplier for supplier in order if supplier not in taken), None)
