"""One comparison: slices of floor and product in turn, so that noise hits both alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[], object]

SLICES = 5
MOST_DRIFT = 0.3
TRIES = 3


@dataclass(frozen=True, slots=True)
class Slice:
    """What one stretch of repeating showed."""

    rate: float
    p95_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The product beside its floor, both measured in one run.

    Attributes:
        floor_before, floor_after: acts a second of the floor at both ends of the run.
        cpu_ms: processor time of one act of the product; noise hardly moves it.
        ratio: median over the slices of product rate to floor rate.
        gate: the least ratio that may land.
    """

    name: str
    floor_before: float
    product: float
    floor_after: float
    ratio: float
    p95_ms: float
    cpu_ms: float
    gate: float

    @property
    def valid(self) -> bool:
        """Whether the machine was steady: the floor's two ends differ by less than 30 %."""
        low, high = sorted((self.floor_before, self.floor_after))
        return high - low <= MOST_DRIFT * high

    @property
    def verdict(self) -> str:
        """``passed`` or ``failed``; ``noisy`` is neither."""
        if not self.valid:
            return "noisy"
        return "passed" if self.ratio >= self.gate else "failed"

    def __str__(self) -> str:
        """Print the four figures of a bench and the verdict."""
        return (
            f"{self.name}: floor_before {self.floor_before:.0f}/s, product {self.product:.0f}/s, "
            f"floor_after {self.floor_after:.0f}/s, ratio {self.ratio:.2f} (gate {self.gate:.2f}), "
            f"p95 {self.p95_ms:.1f} ms, cpu {self.cpu_ms:.2f} ms: {self.verdict}"
        )


def compare(name: str, product: Act, floor: Act, *, gate: float, seconds: float = 2) -> Comparison:
    """Measure a product against its floor; a noisy run is repeated, at most twice."""
    for _ in range(TRIES):
        compared = _compare_once(name, product, floor, gate, seconds)
        if compared.valid:
            break
    return compared


def _compare_once(name: str, product: Act, floor: Act, gate: float, seconds: float) -> Comparison:
    product()
    floor()
    floors, products = [_repeat(floor, seconds)], []
    for _ in range(SLICES):
        products.append(_repeat(product, seconds))
        floors.append(_repeat(floor, seconds))
    ratios = [
        2 * made.rate / (before.rate + after.rate)
        for made, before, after in zip(products, floors, floors[1:], strict=False)
    ]
    return Comparison(
        name=name,
        floor_before=floors[0].rate,
        product=statistics.median(made.rate for made in products),
        floor_after=floors[-1].rate,
        ratio=statistics.median(ratios),
        p95_ms=statistics.median(made.p95_ms for made in products),
        cpu_ms=statistics.median(made.cpu_ms for made in products),
        gate=gate,
    )


def _repeat(act: Act, seconds: float) -> Slice:
    times: list[float] = []
    cpu = time.process_time()
    started = now = time.perf_counter()
    while now - started < seconds:
        act()
        times.append(time.perf_counter() - now)
        now = time.perf_counter()
    used = time.process_time() - cpu
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    return Slice(len(times) / (now - started), p95 * 1000, used / len(times) * 1000)
