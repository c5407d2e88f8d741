"""What the worker does for the yearly reports."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.law.calendar import beijing_day
from lucai.stages.contract.reserve_reports import services


def open_last_year(now: datetime) -> int:
    """Once the year is over, open the reports of all whose branch contracted reserved lots in it."""
    actor = Actor.system(Reason.DEADLINE_REACHED)
    return services.open_year(actor, year=beijing_day(now).year - 1)
