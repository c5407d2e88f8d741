"""B14: an evaluation of 60 bids by 7 experts over 40 factors, ranked once more from its inputs.

The inputs are what is published with a result. The clock allows 200 milliseconds.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tools.bench import corpus
from tools.bench.measure import Comparison, compare

BIDS, FACTORS, MEMBERS = 60, 40, 7
PRICE_WEIGHT, FULL = 30, 175
"""Points of the price; hundredths of a point of each other factor: together a hundred."""
ALLOWED = 0.2
SEED = 20261126


def run(folder: Path) -> Iterator[Comparison]:
    """Compare the ranking with the clock."""
    del folder
    corpus.prepare()
    again = partial(_again, _inputs(random.Random(SEED)))  # noqa: S311 - a fictional evaluation
    clock = partial(time.sleep, ALLOWED)
    yield compare("B14 7 x 60 x 40 ranked / 0.2 s", again, clock, gate=1, seconds=1)


def _again(inputs: dict[str, Any]) -> None:
    from lucai.stages.trade.evaluations.computing import ranking_from, read_inputs

    found = ranking_from(read_inputs(inputs))
    assert len(found.bids) == BIDS


def _inputs(dice: random.Random) -> dict[str, Any]:
    criteria = [
        {"key": str(n), "name": f"因素{n}", "weight": _points(FULL), "objective": n % 2 == 0}
        for n in range(1, FACTORS + 1)
    ]
    return {
        "date": "2026-06-01", "object": "goods", "method": "comprehensive",
        "weight": str(PRICE_WEIGHT), "informationSystem": False, "domesticApplies": True,
        "tieRule": "draw", "tieSeed": dice.randbytes(32).hex(), "criteria": criteria,
        "offers": [_offer(dice, n, criteria) for n in range(BIDS)],
    }  # fmt: skip


def _offer(dice: random.Random, n: int, criteria: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "bidder": f"TB{n:03}", "name": f"示例供应商{n}", "price": f"{dice.randint(800_000, 999_999)}.00",
        "micro": n % 3 == 0, "smeRate": "0.1" if n % 3 == 0 else None, "consortiumShare": None,
        "domesticCostShare": None, "domestic": n % 2 == 0,
        "scores": {one["key"]: _marks(dice, objective=one["objective"]) for one in criteria},
    }  # fmt: skip


def _marks(dice: random.Random, *, objective: bool) -> list[str]:
    """Objective factors get the same from everybody, the others what each member thinks."""
    if objective:
        return [_points(dice.randint(0, FULL))] * MEMBERS
    return [_points(dice.randint(0, FULL)) for _ in range(MEMBERS)]


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"
