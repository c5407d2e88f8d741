"""Who obtained a tender document: told by the module that keeps the record, known to nobody else.

The record comes after the document in the life of a tender, so the document asks through this
register instead of importing it. Holders are secret until the deadline (GP-TEN-24): services
use the ids to send messages and show them to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Keeper:
    """What the keeper of the record offers: the holders, and longer secrecy."""

    holders: Callable[[Actor, str], tuple[int, ...]]
    keep_secret: Callable[[Actor, str, datetime], None]


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Let a module keep the record of who obtained documents."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def holders_of(actor: Actor, project_number: str) -> tuple[int, ...]:
    """Return the organisations to tell of a change."""
    return tuple(
        {holder for keeper in _keepers for holder in keeper.holders(actor, project_number)}
    )


def keep_secret(actor: Actor, project_number: str, until: datetime) -> None:
    """Keep the holders secret until a postponed deadline."""
    for keeper in _keepers:
        keeper.keep_secret(actor, project_number, until)
