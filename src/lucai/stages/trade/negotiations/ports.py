"""Who goes on when the last quotes are opened: the evaluation registers itself here."""

from __future__ import annotations

from collections.abc import Callable

from lucai.kernel.actors import Actor

Following = Callable[[Actor, str, int], None]

_following: list[Following] = []


def use_following(following: Following) -> None:
    """Name who goes on after the last quotes."""
    _following[:] = [following]


def after_quotes(actor: Actor, project_number: str, lot_number: int) -> None:
    """Go on after the last quotes of a lot; part of the opening's own command."""
    for following in _following:
        following(actor, project_number, lot_number)
