"""The clock that notes when certificates end."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.actors import Actor, Reason
from lucai.registers.suppliers import services


def watch_certificates(now: datetime) -> int:
    """Note which certificates end soon or have ended by now."""
    del now
    return services.watch_certificates(Actor.system(Reason.DEADLINE_REACHED))
