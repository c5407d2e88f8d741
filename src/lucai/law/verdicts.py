"""What the law says about one set of facts: verdicts, and the shape of a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

F = TypeVar("F")


class Severity(StrEnum):
    """How hard a broken rule bites (rule book §1.5)."""

    BLOCK = "block"
    WARN = "warn"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule applied to one set of facts.

    ``message`` is the Chinese sentence a user reads, ``calculation`` the lines that
    show how it was reached, ``opens_at`` the earliest moment at which the rule would hold.
    One that ``applies`` not was not in force on that day: it holds and says so.
    """

    rule: str
    holds: bool
    message: str
    cites: tuple[str, ...] = ()
    severity: Severity = Severity.BLOCK
    calculation: tuple[str, ...] = field(default=())
    opens_at: datetime | date | None = None
    applies: bool = True

    @property
    def blocks(self) -> bool:
        """Whether this verdict closes the step."""
        return not self.holds and self.severity is Severity.BLOCK


Rule = Callable[[Any, datetime], Verdict]
"""A rule is pure: ``(facts, at) -> Verdict``; ``at`` is the moment of the act."""
