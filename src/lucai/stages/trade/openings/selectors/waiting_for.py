"""What an opening that is due still waits for."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.stages.trade.sealing.policies import GROUPS
from lucai.stages.trade.sealing.selectors import groups_missing, has_policy


def missing_groups(viewer: Viewer, number: str, state: str, deadline: datetime) -> tuple[str, ...]:
    """Name the groups whose shares are still missing, to those who can do something about it."""
    due = state == "scheduled" and clock.now() >= deadline
    if not due or viewer.side not in {Side.AGENCY, Side.BUYER} or not has_policy(viewer, number):
        return ()
    return tuple(GROUPS[group] for group in groups_missing(viewer, number))
