"""What a framework asks of the second stage, which comes after it: its deals so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DealLine:
    """What one supplier was awarded under a framework; the total in 分."""

    supplier_id: int
    supplier_name: str
    contracts: int
    total: int


@dataclass(frozen=True, slots=True)
class Deals:
    """The running account: what is still undecided, what each supplier was awarded.

    ``ordered`` says how much of each package was ordered, ``turns`` who had a turn of each, oldest
    first.
    """

    unfinished: int = 0
    lines: tuple[DealLine, ...] = ()
    ordered: tuple[tuple[int, int], ...] = ()
    turns: tuple[tuple[int, int], ...] = ()

    @property
    def total(self) -> int:
        """All awards together, in 分."""
        return sum(line.total for line in self.lines)

    @property
    def contracts(self) -> int:
        """How many awards there are."""
        return sum(line.contracts for line in self.lines)

    def history(self, package_number: int) -> list[int]:
        """Return who had a turn of a package, oldest first."""
        return [supplier for package, supplier in self.turns if package == package_number]

    def quantity(self, package_number: int) -> int:
        """Return how much of a package was ordered."""
        return dict(self.ordered).get(package_number, 0)


Reader = Callable[[str], Deals]

_readers: list[Reader] = []


def use_deals(reader: Reader) -> None:
    """Name who keeps the account (called when the second stage's app is ready)."""
    _readers[:] = [reader]


def deals_of(number: str) -> Deals:
    """Return the account of a framework."""
    return _readers[0](number) if _readers else Deals()
