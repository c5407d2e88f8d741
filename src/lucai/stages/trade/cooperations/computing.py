"""What anybody can recompute: the mean of the members' points, and the ranking. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lucai.law.exact import half_up

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Scored:
    """One supplier's total in hundredths of a point, its cost in 分, its draw."""

    supplier: int
    total: int
    cost: int
    draw: str


def ranked(lines: Iterable[Scored]) -> list[int]:
    """Return the suppliers, the highest total first.

    Equal ones follow the lower research cost, then the draw
    (:func:`lucai.stages.trade.rounds.draws.drawn`).
    """
    return [one.supplier for one in sorted(lines, key=lambda o: (-o.total, o.cost, o.draw))]


def means(given: Sequence[Sequence[int]]) -> list[int]:
    """Return the members' mean for each factor, in whole hundredths of a point."""
    return [int(half_up(Fraction(sum(each), len(each)), 0)) for each in zip(*given, strict=True)]
