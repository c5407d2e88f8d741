"""What panels ask of the outside: call the drawn experts, and hear what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CallOut:
    """Whom to call, what to say, until when an answer counts (None: none is wanted).

    ``person`` is a reference within LuCai; ``purpose`` tells calls apart, so that the same one is
    not made twice. ``text`` names neither procurement nor parties: who answers may be overheard.
    """

    person: str
    purpose: str
    text: str
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class CallReceipt:
    """What the system made of a call; ``refused`` says why it did not take it."""

    source: str
    reference: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer by telephone: to which call, yes or no, why not."""

    reference: str
    coming: bool
    reason: str
    at: datetime


class NotifierDown(Exception):
    """The system does not answer; it is asked again."""


class Notifier(Protocol):
    """A notification system (语音电话、短信) that calls people and takes their answers."""

    name: str

    def call(self, call: CallOut, at: datetime) -> CallReceipt:
        """Call somebody; the same purpose once more gives the same receipt.

        Raises:
            NotifierDown: no answer.
        """
        ...

    def heard(self, references: Sequence[str], at: datetime) -> list[Heard]:
        """Return the answers to these calls that have come by now.

        Raises:
            NotifierDown: no answer.
        """
        ...


_system: list[Notifier] = []


def use(system: Notifier | None) -> None:
    """Choose the system that calls (wiring, and tests); None: none is connected."""
    _system[:] = [system] if system else []


def connected() -> Notifier | None:
    """Return the system that calls; without one experts are asked by their to-dos alone."""
    return _system[0] if _system else None
