"""What later stages know of what is challenged: whether a contract binds already.

Contracts come after trade; they register here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lucai.kernel.actors import SYSTEM, Actor, Viewer

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
    return any(binds(SYSTEM, number, lots) for binds in _binds)


def give_back_contract(actor: Actor, number: str) -> None:
    """Take back what of an order's contract does not bind yet."""
    for gives_back in _gives_back:
        gives_back(actor, number)
