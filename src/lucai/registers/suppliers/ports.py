"""What the supplier library asks of the outside: who stands behind a 统一社会信用代码."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Tie:
    """Who stands behind a firm: a person, or a unit with its code; days and share as text.

    ``kind`` is shareholder, controller or manager; ``share`` in percent.
    """

    kind: str
    name: str
    uscc: str = ""
    born_on: str = ""
    share: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What the register of enterprises (市场监管 企业登记) says of a code.

    ``found`` False: ``reason`` says why nobody can register under it. ``region`` is the six-digit
    code of where it is registered.
    """

    found: bool
    reason: str = ""
    name: str = ""
    legal_representative: str = ""
    address: str = ""
    region: str = ""
    status: str = ""
    source: str = ""
    reference: str = ""
    ties: tuple[Tie, ...] = ()


class RegisterDown(Exception):
    """The register does not answer; the message says so in Chinese."""


class BusinessRegister(Protocol):
    """The register of enterprises; it tells facts only to who names the legal representative."""

    name: str

    def look_up(self, uscc: str, legal_representative: str, at: datetime) -> RegisterAnswer:
        """Return what is registered under a code, if the legal representative is the named one.

        Raises:
            RegisterDown: no answer.
        """
        ...

    def samples(self) -> list[tuple[str, str]]:
        """Return codes that a simulation knows, with what comes of each; empty for a real one."""
        ...


_register: list[BusinessRegister] = []


def use(register: BusinessRegister | None) -> None:
    """Choose the register to ask (wiring, and tests); None: none is connected."""
    _register[:] = [register] if register else []


def samples() -> list[tuple[str, str]]:
    """Return what the register's simulation offers; empty where a real one is asked, or none."""
    return _register[0].samples() if _register else []


def look_up(uscc: str, legal_representative: str, at: datetime) -> RegisterAnswer:
    """Ask the register.

    Raises:
        RegisterDown: none is connected, or it does not answer.
    """
    if not _register:
        raise RegisterDown("没有接入企业登记系统，暂时不能在线注册，请稍后再试")
    return _register[0].look_up(uscc, legal_representative, at)
