"""B24: the clause check of a document of 200 pages (5,000 clauses) within 5 seconds.

The floor is a clock that runs at 1,000 clauses a second. Every clause is new, so that nothing is
answered from what was kept; each holds two sentences, and one in fifty a form of unfair treatment.
"""

import itertools
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from lucai.law.unfair_forms import Passage, unfair_leads
from tools.bench.measure import Comparison, compare

CLAUSES = 1000
SLOWEST = 1000  # clauses a second
EVERY = 50
ON = date(2026, 6, 1)
FAIR = (
    "第 {n} 条，供应商按照本条第 {n} 款的要求交付货物，并提供安装、调试和培训。",
    "采购人自收到发票之日起三十日内支付第 {n} 期价款，不以内部流程为由延迟付款。",
)
UNFAIR = "投标人注册资本不低于{n}万元。"


def run(folder: Path) -> Iterator[Comparison]:
    """Compare the check with the clock."""
    del folder
    numbers = itertools.count(1)
    clock = partial(time.sleep, CLAUSES / SLOWEST)
    yield compare(
        "B24 clause check, 1,000 clauses / 1 s", partial(_check, numbers), clock, gate=1, seconds=1
    )


def _check(numbers: Iterator[int]) -> None:
    texts = [_clause(next(numbers)) for _ in range(CLAUSES)]
    found = unfair_leads((Passage(str(n), text) for n, text in enumerate(texts)), on=ON)
    assert len(found) == CLAUSES // EVERY


def _clause(number: int) -> str:
    said = "".join(FAIR).format(n=number)
    return said if number % EVERY else said + UNFAIR.format(n=number)
