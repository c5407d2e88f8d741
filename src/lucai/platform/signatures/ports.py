"""What papers need from outside: a seal service (电子印章系统) that keeps organisations' seals.

Its side of the contract: the key of a seal never leaves it. It is asked for one digest at a time and
answers a stamped seal (GB/T 38540) over it, for the organisation whose seal it is, when somebody of
that organisation has signed an act by certificate on which the paper rests; it checks that
signature itself. It says no with a sentence that people understand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class SealRefused(Exception):
    """A seal is not put on; the text says why, to people."""


@dataclass(frozen=True, slots=True)
class SealRequest:
    """An act that somebody of the organisation signed: the statement, and the signature over it."""

    statement: bytes
    signature: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class SealOrder:
    """Whose seal is wanted on which paper; ``request`` is the act it rests on, if there is one."""

    owner: str
    code: str
    title: str
    project_number: str
    request: SealRequest | None


@dataclass(frozen=True, slots=True)
class OfferedSeal:
    """A seal that will be put on: its picture as a one-page PDF, and how long the stamp may get."""

    name: str
    appearance: bytes
    room: int


class SealService(Protocol):
    """A seal service."""

    @property
    def name(self) -> str:
        """What the screen calls it."""
        ...

    def offer(self, order: SealOrder, at: datetime) -> OfferedSeal:
        """Look at an order and say which seal is put on.

        Raises:
            SealRefused: there is no such seal, the request is missing or not good, or the service
                does not answer.
        """
        ...

    def put(self, order: SealOrder, digest: bytes, *, over: str, at: datetime) -> bytes:
        """Return the stamped seal over an SM3 digest; ``over`` says what the digest is of.

        Raises:
            SealRefused: as for ``offer``.
        """
        ...


PLATFORM_ALONE = (
    "单位电子印章：没有接入电子印章系统，正式文件先加盖平台的电子文件专用章，"
    "您的证书签名随文件保存；接入后自动补盖单位印章。"
)
ORDERED = "单位电子印章：正式文件形成时，由{name}凭您的证书签名为本单位加盖。"


_services: list[SealService] = []


def use(service: SealService | None) -> None:
    """Choose the service; none: organisations have no seals here."""
    _services[:] = [] if service is None else [service]


def service() -> SealService | None:
    """Return the service, if one is connected."""
    return _services[0] if _services else None


def said_before_signing() -> str:
    """Return what a signer reads of the own organisation's seal."""
    found = service()
    return ORDERED.format(name=found.name) if found else PLATFORM_ALONE
