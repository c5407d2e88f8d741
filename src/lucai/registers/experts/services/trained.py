"""Which of an expert's trainings count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lucai.kernel.actors import Actor
from lucai.registers.experts.lifecycle import CONFIRMED
from lucai.registers.experts.models import ReviewExpert


def keep(actor: Actor, row: ReviewExpert, trainings: Sequence[dict[str, Any]]) -> None:
    """Write the trainings of an entry; the last one confirmed counts."""
    del actor
    days = [one["on"] for one in trainings if one.get("state") == CONFIRMED]
    last = max(filter(None, (row.trained_on, *map(date.fromisoformat, days))), default=None)
    row.change(trainings=list(trainings), trained_on=last)
