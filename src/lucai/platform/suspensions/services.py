"""Placing and lifting suspensions. Called inside the command of the object that causes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.records import LivingRecord, system_access
from lucai.platform.suspensions.models import Suspension


def suspend(  # noqa: PLR0913 - everything a suspension says, by name
    actor: Actor,
    row: LivingRecord,
    object_type: str,
    *,
    stops: Sequence[str],
    rule: str,
    reason: str,
    lots: Sequence[int] = (),
    until: datetime | None = None,
    under: str = "",
) -> None:
    """Hold back steps of a row's project, or of what stands ``under`` a number, because of that row.

    Takes no journal entry of its own: the step or note that causes it is one.
    """
    del actor
    Suspension(
        object_type=object_type,
        object_key=row.key,
        project_number=under or row.project_number,
        lots=list(lots),
        stops=list(stops),
        rule=rule,
        reason=reason,
        since=clock.now(),
        until=until,
    ).save(force_insert=True)


def lift(actor: Actor, row: LivingRecord, object_type: str) -> int:
    """End what a row holds back; return how many suspensions that were."""
    del actor
    with system_access("suspensions of a row in hand"):
        held = Suspension.objects.filter(
            object_type=object_type, object_key=row.key, lifted_at=None
        )
        return held.update(lifted_at=clock.now())
