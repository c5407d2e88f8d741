"""What the worker does for payments."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.stages.payment.requests import services


def tell_of_dates(now: datetime) -> int:
    """Remind of invoices that are soon due, and alert of those that are overdue."""
    return services.tell_of_dates(Actor.system(Reason.DEADLINE_REACHED), now=now)
