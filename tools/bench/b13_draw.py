"""B13: a draw from a library of 100,000 experts, beside a scan of the whole table.

The product finds the experts of a specialty, leaves out who must avoid the 60 bidders, the buyer
and the agency or is barred, fixes the salted pool and walks to seven places and seven reserves.
The scan reads every expert and looks at each, as one would without the index of specialties, and
picks seven. A second line holds the slowest in a hundred draws against 20 milliseconds.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import os
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tools.bench import corpus
from tools.bench.measure import Comparison, compare

EXPERTS = int(os.environ.get("LUCAI_BENCH_EXPERTS", "100000"))
SEED = 20261126
EACH, EMPLOYERS, BARRED, BIDDERS = 3, 4000, 500, 60
LEVEL = 3
"""The level of the catalogue on which experts are entered."""
PLACES, DRAWS = 14, 300
SLOWEST_MS = 20


def run(folder: Path) -> Iterator[Comparison]:
    """Fill a scratch library, compare, and look at the slowest draws."""
    del folder
    corpus.prepare()
    dice = random.Random(SEED)  # noqa: S311 - a fictional library
    codes = _library(dice)
    avoided = frozenset(_employer(n)[1] for n in range(BIDDERS + 2))
    barred = frozenset(dice.sample(range(EXPERTS), min(BARRED, EXPERTS)))
    draw = partial(_draw, dice, codes, avoided, barred)
    scan = partial(_scan, dice, codes, avoided, barred)
    yield compare(f"B13 draw / scan of {EXPERTS:,} experts", draw, scan, gate=5, seconds=1)
    yield _slowest(draw)


def _library(dice: random.Random) -> list[str]:
    """Enter the experts; return the codes that somebody has."""
    from lucai.kernel import clock
    from lucai.kernel.actors import Actor, Reason
    from lucai.law.catalogue import catalogue
    from lucai.platform.records import system_access
    from lucai.registers.experts.models import ReviewExpert
    from lucai.registers.experts.services import specialties

    codes = sorted(one.code for one in catalogue().values() if one.level == LEVEL)
    rows = [
        ReviewExpert(
            number=f"ZJ{n:08}", person_id=n, organisation_id=1, name=f"示例专家{n}",
            employer=(at := _employer(dice.randrange(EMPLOYERS)))[0], employer_uscc=at[1],
            specialties=dice.sample(codes, EACH), state="active", state_since=clock.now(),
            region="370000", avoids=[_avoided(dice)] if n % 5 == 0 else [],
        )
        for n in range(EXPERTS)
    ]  # fmt: skip
    with system_access("bench"):
        ReviewExpert.objects.bulk_create(rows, batch_size=2000)
    for first in range(0, EXPERTS, 2000):
        specialties.keep(Actor.system(Reason.INSTALLATION), rows[first : first + 2000])
    return codes


def _employer(n: int) -> tuple[str, str]:
    return f"示例单位{n}", f"91370000{n:010}"


def _avoided(dice: random.Random) -> dict[str, str]:
    name, uscc = _employer(dice.randrange(EMPLOYERS))
    return {"name": name, "uscc": uscc, "reason": "配偶任职"}


def _draw(dice: random.Random, codes: list[str], avoided: Any, barred: Any) -> None:
    from lucai.kernel import chance
    from lucai.kernel.actors import SYSTEM
    from lucai.stages.trade.drawn_experts import drawing
    from lucai.stages.trade.draws.drawing import HASH
    from lucai.stages.trade.panels.selectors import drawable
    from lucai_trust.draw import ANY, Rule, list_root, taken

    wanted = (dice.choice(codes),)
    found = drawable(SYSTEM, wanted, avoided=avoided, taken=barred)
    pool = drawing.pool_of(found, wanted, lambda: chance.token_hex(32))
    list_root([member.leaf for member in pool], HASH)
    calls = drawing.walk_on(dice.randbytes(32), pool, Rule({ANY: PLACES}, 1), {})
    assert len(taken(calls)) == min(PLACES, len({member.employer for member in pool}))


def _scan(dice: random.Random, codes: list[str], avoided: Any, barred: Any) -> None:
    from lucai.platform.records import system_access
    from lucai.registers.experts.models import ReviewExpert

    wanted = dice.choice(codes)
    with system_access("bench"):
        found = [
            one
            for one in ReviewExpert.objects.filter(state="active").iterator()
            if wanted in one.specialties
            and one.person_id not in barred
            and one.employer_uscc not in avoided
            and not any(each["uscc"] in avoided for each in one.avoids)
        ]
    dice.sample(found, min(PLACES, len(found)))


def _slowest(draw: Any) -> Comparison:
    times = []
    for _ in range(DRAWS):
        began, cpu = time.perf_counter(), time.process_time()
        draw()
        times.append((time.perf_counter() - began, time.process_time() - cpu))
    p99 = sorted(took for took, _ in times)[int(DRAWS * 0.99)] * 1000
    cpu_ms = sum(cpu for _, cpu in times) / DRAWS * 1000
    allowed = 1000 / SLOWEST_MS
    name = f"B13 slowest of a hundred draws / {SLOWEST_MS} ms"
    return Comparison(name, allowed, 1000 / p99, allowed, SLOWEST_MS / p99, p99, cpu_ms, 1)
