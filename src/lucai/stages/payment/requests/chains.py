"""A buyer's chain of approvals: one to three levels, each another person."""

from __future__ import annotations

from dataclasses import dataclass

MOST_LEVELS = 3
APPROVING = frozenset({"review", "approve", "send_back"})
"""The steps that a level of the chain takes."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level: what it is called, and who takes it; None: any colleague with the right."""

    title: str
    person: int | None = None
    name: str = ""


PLAIN = (Level("支付审批"),)
"""What holds for a buyer that has set nothing: one approval by another person (ROL-04)."""
