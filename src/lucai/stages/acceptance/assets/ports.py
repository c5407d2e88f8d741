"""The asset system (行政事业单位国有资产管理), as asset cards see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lucai.kernel.errors import WrongState


class AssetSystemDown(Exception):
    """The system did not answer; trying again later can help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOut:
    """One asset card as it is sent; money in 分. The number is the idempotency key."""

    number: str
    unit_code: str
    category: str
    name: str
    specification: str
    quantity: str
    unit: str
    unit_price: int
    value: int
    serial: str
    acquired_on: date
    department: str
    keeper: str
    location: str
    contract: str


@dataclass(frozen=True, slots=True)
class CardReceipt:
    """What the system answered: its own number, or why and at which field it refused."""

    accepted: bool
    number: str = ""
    code: str = ""
    message: str = ""
    field: str = ""


class AssetSystem(Protocol):
    """Who keeps the books of assets."""

    name: str

    def register(self, card: CardOut, today: date) -> CardReceipt:
        """Take one card; safe to repeat with the same number.

        Raises:
            AssetSystemDown: no answer; send it again later.
        """
        ...


_system: list[AssetSystem] = []


def use(system: AssetSystem) -> None:
    """Choose the system (done in the wiring)."""
    _system[:] = [system]


def asset_system() -> AssetSystem:
    """Return the chosen system.

    Raises:
        WrongState: none is connected.
    """
    if not _system:
        raise WrongState("还没有接入资产管理系统，这一步暂时不能办理。")
    return _system[0]
