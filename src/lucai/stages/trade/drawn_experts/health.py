"""How predictable a pool is: how many can be drawn, from how many units, how easily they are guessed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from lucai.stages.trade.drawn_experts.drawing import Candidate

THIN = 5
"""A pool with fewer than so many experts for each place is easily guessed: a measure of ours."""
CROWDED = 0.3
"""So is one of which so large a share comes from one unit."""
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class PoolHealth:
    """A pool before it is drawn from; nobody in it is named.

    ``chance`` is how likely a certain expert of it is drawn, in percent; ``guesses`` how many
    different panels the draw can bring about.
    """

    experts: int
    employers: int
    largest: int
    places: int
    chance: int
    guesses: int
    warnings: tuple[str, ...]


def health(pool: Sequence[Candidate], places: int) -> PoolHealth:
    """Measure a pool for so many places."""
    units = Counter(one.employer_tag for one in pool)
    largest = max(units.values(), default=0)
    count, taken = len(pool), min(places, len(pool))
    warnings = []
    if count < places * THIN:
        warnings.append(f"可抽取的专家不足名额的 {THIN} 倍，容易被猜中，建议放宽评审专业")
    if count and largest / count > CROWDED:
        warnings.append(
            f"{HUNDRED * largest // count}% 的专家来自同一单位，建议限制同一工作单位的人数"
        )
    return PoolHealth(
        experts=count, employers=len(units), largest=largest, places=places,
        chance=HUNDRED * taken // count if count else 0,
        guesses=comb(count, taken), warnings=tuple(warnings),
    )  # fmt: skip
