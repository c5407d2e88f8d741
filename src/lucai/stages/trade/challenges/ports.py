"""What later stages know of what is challenged: whether a contract binds, and what the mall sells.

Contracts come after trade; they register here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.kinds import LATER, kind_of

Known = tuple[date | None, date | None, bool, int]
"""The day it was known, the end of the notice period, whether one took part, the call."""


class Later(Protocol):
    """What a later stage keeps and can be challenged: orders and enquiries of the mall."""

    def seen(self, viewer: Viewer, number: str) -> Subject:
        """Return it; NotFound where there is none or the viewer may not see it."""

    def known(self, viewer: Viewer, number: str, about: str, typed: date | None) -> Known:
        """Return where the window of a challenge begins."""

    def decided(self, viewer: Viewer, number: str) -> bool:
        """Whether its result is public."""

    def concerned(self, viewer: Viewer, number: str) -> dict[int, str]:
        """Return the suppliers whose deal a challenge may touch."""

    def held(self, viewer: Viewer, number: str) -> tuple[str, ...]:
        """Return the numbers under which its steps and those of its contract are held back."""

    def questions(self, viewer: Viewer, number: str) -> list[Any]:
        """List the questions asked about it that the viewer may read."""

    def undo(self, actor: Actor, number: str, reason: str) -> None:
        """Undo a deal that binds nobody yet; part of the act that mends or decides."""


Binds = Callable[[Viewer, str, Sequence[int]], bool]
GivesBack = Callable[[Actor, str], None]

_binds: list[Binds] = []
_gives_back: list[GivesBack] = []


def register_binding(binds: Binds) -> None:
    """Let a module say whether a contract of some lots of a number is signed by both sides."""
    if binds not in _binds:
        _binds.append(binds)


def register_giving_back(gives_back: GivesBack) -> None:
    """Let a module take back a contract on an order that one side alone has signed."""
    if gives_back not in _gives_back:
        _gives_back.append(gives_back)


def contract_binds(number: str, lots: Sequence[int]) -> bool:
    """Whether a contract that came of the challenged result binds."""
    return any(binds(SYSTEM, one, lots) for one in numbers_of(number) for binds in _binds)


def numbers_of(number: str) -> tuple[str, ...]:
    """Return the numbers under which steps, contracts and files of what is disputed stand."""
    return later().held(SYSTEM, number) if kind_of(number) in LATER else (number,)


def give_back_contract(actor: Actor, number: str) -> None:
    """Take back what of an order's contract does not bind yet."""
    for gives_back in _gives_back:
        gives_back(actor, number)


_later: list[Later] = []


def register_later(kept: Later) -> None:
    """Let the mall say what is challenged in it."""
    _later[:] = [kept]


def later() -> Later:
    """Return what the mall says."""
    return _later[0]
