"""From an application's answers to the facts that rules read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from lucai.stages.trade.prequalifications.rules import ApplicationFacts


class Asked(Protocol):
    """A round as far as an application needs it."""

    way: str
    method: str
    places: int
    conditions: Sequence[Mapping[str, str]]
    apply_until: datetime | None


def application_facts(row: Asked, answers: Mapping[str, str] | None = None) -> ApplicationFacts:
    """Return what the rules read of an application; without answers nothing is missed."""
    given = answers or {}
    unanswered = [c["name"] for c in row.conditions if not given.get(c["number"], "").strip()]
    return ApplicationFacts(
        way=row.way,
        method=row.method,
        places=row.places,
        apply_until=row.apply_until,
        unanswered=() if answers is None else tuple(unanswered),
    )
