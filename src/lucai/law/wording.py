"""How numbers and days are written in the Chinese sentences of a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from lucai.law.calendar import BEIJING

_FEN = Decimal(100)


def yuan(fen: int) -> str:
    """Write an amount in 分 as yuan with thousands: 1,234.50元."""
    return f"{Decimal(fen) / _FEN:,.2f}元"


def percent(ratio: Decimal | Fraction | int) -> str:
    """Write a ratio as a percentage without idle zeros: 0.02 → 2%."""
    value = Decimal(ratio.numerator) / ratio.denominator if isinstance(ratio, Fraction) else ratio
    return f"{plain(Decimal(value) * 100)}%"


def plain(value: Decimal | int) -> str:
    """Write a number without exponent or idle zeros: 30.00 → 30."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(at: datetime) -> str:
    """Write a moment in Beijing time: 2026-03-04 09:30."""
    local = at.astimezone(BEIJING) if at.tzinfo else at
    return local.strftime("%Y-%m-%d %H:%M")


def day(on: date | None) -> str:
    """Write a day, or say that it is missing."""
    return on.isoformat() if on else "（未填）"


def listed(things: Iterable[str]) -> str:
    """Join names as a Chinese sentence lists them."""
    return "、".join(things)
