"""The platform through which banks lend against contracts (中征应收账款融资服务平台, I-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from lucai.kernel.errors import WrongState


@dataclass(frozen=True, slots=True)
class Product:
    """What a bank offers; ``rate`` in hundredths of a percent a year, ``least`` in 分."""

    code: str
    bank_code: str
    bank_name: str
    name: str
    rate: int
    share_percent: int
    most_months: int
    least: int
    remark: str

    @property
    def rate_text(self) -> str:
        """The rate as pages show it."""
        return f"{self.rate // 100}.{self.rate % 100:02d}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a supplier asks for, and what it consented to; ``amount`` in 分."""

    flow_number: str
    product: str
    bank_code: str
    supplier_code: str
    amount: int
    months: int
    kinds: tuple[str, ...]
    until: date
    consent: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One piece of data sent to the bank."""

    flow_number: str
    kind: str
    serial: int
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform answered to a delivery."""

    number: str
    accepted: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the bank decided: an offer with its terms, or a refusal with its reason."""

    offered: bool
    reference: str
    amount: int = 0
    rate: int = 0
    valid_until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A loan paid out, and the account into which the contract is paid from now on."""

    reference: str
    amount: int
    rate: int
    start: date
    end: date
    account_name: str
    account_number: str
    account_bank: str


class FinancePlatform(Protocol):
    """Who brings suppliers and banks together."""

    name: str

    def products(self, amount: int) -> Sequence[Product]:
        """Return what banks offer for a contract of so much, in 分."""
        ...

    def receive(self, asked: Asked, delivery: Delivery, today: date) -> Receipt:
        """Take one delivery; safe to repeat with the same serial.

        A delivery outside the consent, or of another supplier's contract, is not accepted.
        """
        ...

    def decide(self, asked: Asked, delivered: Sequence[Delivery], today: date) -> Decision:
        """Return the bank's decision on what it has been sent."""
        ...

    def stop(self, asked: Asked, today: date) -> Receipt:
        """Hear that a consent has ended: nothing more will come."""
        ...

    def grant(self, asked: Asked, decision: Decision, today: date) -> Grant:
        """Pay out what was offered and accepted."""
        ...

    def repaid(self, grant: Grant, delivered: Sequence[Delivery]) -> bool:
        """Whether what was paid into the locked account covers the loan."""
        ...


_platform: list[FinancePlatform] = []


def use(platform: FinancePlatform) -> None:
    """Choose the platform (done in the wiring)."""
    _platform[:] = [platform]


def platform() -> FinancePlatform:
    """Return the chosen platform.

    Raises:
        WrongState: none is connected.
    """
    if not _platform:
        raise WrongState("还没有接入融资服务平台，这一步暂时不能办理。")
    return _platform[0]
