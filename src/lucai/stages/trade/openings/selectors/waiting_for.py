"""What an opening that is due still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.stages.trade.decryptions.selectors import window_of
from lucai.stages.trade.openings.rules import UnsealFacts
from lucai.stages.trade.sealing.policies import GROUPS
from lucai.stages.trade.sealing.selectors import groups_missing, has_policy, sealed_lots


@dataclass(frozen=True, slots=True)
class Waiting:
    """The groups whose shares are missing; ``registry``: the system has yet to seal the registry."""

    groups: tuple[str, ...] = ()
    registry: bool = False


def waiting_for(viewer: Viewer, number: str, state: str, deadline: datetime) -> Waiting:
    """Tell what is missing to those who can do something about it.

    Until the registry is sealed, seconds after the deadline, nobody knows who has to release.
    """
    due = state == "scheduled" and clock.now() >= deadline
    if not due or viewer.side not in {Side.AGENCY, Side.BUYER} or not has_policy(viewer, number):
        return Waiting()
    if not any(lot.registry for lot in sealed_lots(viewer, number)):
        return Waiting(registry=True)
    return Waiting(tuple(GROUPS[group] for group in groups_missing(viewer, number)))


def unseal_facts(viewer: Viewer, project_number: str) -> UnsealFacts:
    """Return an opening's window as its rules judge it."""
    window = window_of(viewer, project_number)
    if not window:
        return UnsealFacts(due_at=clock.now())
    return UnsealFacts(
        due_at=window.due_at,
        waiting=window.waiting,
        requested=window.requested,
        awaited=window.awaited,
    )
