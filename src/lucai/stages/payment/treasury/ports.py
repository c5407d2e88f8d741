"""The treasury's system as this house sees it: instructions out, answers and statements in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lucai.stages.payment.requests.selectors import Instruction

PAID, RETURNED, REFUNDED = "paid", "returned", "refunded"
KINDS = {PAID: "已支付", RETURNED: "支付失败退回", REFUNDED: "退票"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the treasury says of one instruction; ``amount`` in 分, never below zero.

    ``undoes`` names the voucher that money came back of (``refunded``).
    """

    serial: str
    kind: str
    request_number: str
    voucher: str
    amount: int
    on: date
    payee_account: str = ""
    reason: str = ""
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One voucher of the treasury's day; ``amount`` in 分, below zero: money came back."""

    voucher: str
    request_number: str
    amount: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The treasury's day: its own totals, and its lines."""

    day: date
    count: int
    amount: int
    lines: tuple[StatementLine, ...]


class Unreadable(Exception):
    """A file is not what the counterpart sends; the text is a Chinese sentence for the clerk."""


class Dialect(Protocol):
    """How the treasury's system writes and reads."""

    name: str
    file_ending: str
    media_type: str

    def write_instruction(self, instruction: Instruction) -> bytes:
        """Return an instruction as the treasury takes it."""
        ...

    def read_answers(self, content: bytes) -> list[Answer]:
        """Return the answers of a file.

        Raises:
            Unreadable: it is no such file, or a line of it says nothing one could book.
        """
        ...

    def read_statement(self, content: bytes) -> Statement:
        """Return the statement of a file.

        Raises:
            Unreadable: it is no such file.
        """
        ...


_chosen: list[Dialect] = []


def use(dialect: Dialect) -> None:
    """Choose the dialect of the installation (wiring only)."""
    _chosen[:] = [dialect]


def dialect() -> Dialect:
    """Return the chosen dialect.

    Raises:
        LookupError: the wiring chose none.
    """
    if not _chosen:
        raise LookupError("没有配置国库接口")
    return _chosen[0]
