"""What a disclosure says of a year: summed from its invoices, and compared with what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lucai.law.disclosure_rules import DisclosureFacts


class Owed(Protocol):
    """An invoice that was owed when the year ended; ``owed`` in 分."""

    @property
    def contract_number(self) -> str:
        """Its contract."""
        ...

    @property
    def owed(self) -> int:
        """What of it was not paid then."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """What is disclosed of a year; ``amount`` in 分."""

    contracts: int
    invoices: int
    amount: int


def figures_of(lines: Sequence[Owed]) -> Figures:
    """Sum what was owed at the year's end."""
    contracts = {line.contract_number for line in lines}
    return Figures(len(contracts), len(lines), sum(line.owed for line in lines))


def facts_of(year: int, published: Figures, now: Figures) -> DisclosureFacts:
    """Return a disclosure as rules read it: whether today's books say otherwise."""
    changed = (published.contracts, published.amount) != (now.contracts, now.amount)
    return DisclosureFacts(year=year, changed=changed)
