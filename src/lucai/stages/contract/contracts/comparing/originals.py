"""What tender and bid say, as far as a contract has to follow them; money in 分."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OriginalItem:
    """One thing: as the tender asked for it (name, quantity, unit) and the bid offered it."""

    place: int
    name: str
    quantity: str
    unit: str
    offered: str
    unit_price: int
    amount: int


@dataclass(frozen=True, slots=True)
class OriginalRequirement:
    """A requirement of the tender and the bid's answer."""

    number: str
    text: str
    response: str
    substantive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """Tender and winning bid of a lot."""

    ceiling: int
    performance_period: str
    price: int
    delivery_days: int
    items: tuple[OriginalItem, ...]
    requirements: tuple[OriginalRequirement, ...]
    general: tuple[tuple[str, str], ...]
