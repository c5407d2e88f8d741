"""What panels ask of the outside: is the person at the screen the one who was drawn?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """Who should be at the screen, for which procurement, and the ticket of the picture taken.

    ``person`` is a reference within LuCai, never the number of an identity card.
    """

    person: str
    name: str
    purpose: str
    face: str


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    """What the system answered: passed or why not, its own reference, when it was asked.

    ``by_hand``: nobody answered, so the agency looks at the member's papers on the spot.
    """

    passed: bool
    reason: str
    source: str
    reference: str
    at: str
    by_hand: bool = False


class IdentitySystemDown(Exception):
    """The system does not answer."""


class IdentityCheck(Protocol):
    """An identity check of the region (face against the register)."""

    name: str

    def check(self, question: IdentityQuestion, at: datetime) -> IdentityAnswer:
        """Answer whether the picture shows the person.

        Raises:
            IdentitySystemDown: no answer.
        """
        ...

    def choices(self) -> list[tuple[str, str]]:
        """Return what a simulation lets one hold before its camera; empty for a real one."""
        ...


_system: list[IdentityCheck] = []


def use(system: IdentityCheck | None) -> None:
    """Choose the system to ask (wiring, and tests); None: none is connected."""
    _system[:] = [system] if system else []


def choices() -> list[tuple[str, str]]:
    """Return what the system's simulation offers; empty where a camera is asked or nobody is."""
    return _system[0].choices() if _system else []


def ask(question: IdentityQuestion, at: datetime) -> IdentityAnswer:
    """Ask the system; where none answers say that papers are looked at by hand."""
    try:
        if _system:
            return _system[0].check(question, at)
        why = "没有接入身份核验系统"
    except IdentitySystemDown as error:
        why = str(error)
    reason = f"{why}，由代理机构现场核对证件"
    return IdentityAnswer(True, reason, "现场核对证件", "", at.isoformat(), by_hand=True)
