"""Values of the law as people type them: read by unit, kept as exact text, given back as numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from lucai.law.parameters import Number
from lucai.law.wording import plain

WAN, YUAN, RATIO, FRACTION, DATE = "wan_yuan", "yuan", "ratio", "fraction", "date"
TYPED_UNITS = {
    WAN: "万元", YUAN: "元", RATIO: "%", "workday": "个工作日", "calendar_day": "日",
    "month": "个月", "year": "年", "points": "分", "minute": "分钟", "hour": "小时",
}  # fmt: skip
_PERCENT = Decimal(100)
_LARGEST = {WAN: Decimal(1_000_000), YUAN: Decimal(10_000_000_000)}
_PLACES = {WAN: 4, YUAN: 2}
_LARGEST_WHOLE = 9999


def read_value(text: str, unit: str) -> str:
    """Return the text that is kept: 1,200.50 → 1200.5 万元, 10% → 0.1.

    Raises:
        ValueError: a Chinese sentence: not a number of this unit, or beyond all sense.
    """
    typed = text.strip().replace(",", "").replace("，", "")
    return _READERS.get(unit, _whole)(typed, unit)


def number_of(text: str, unit: str) -> Number:
    """Return a kept value as the law counts with it."""
    if unit == DATE:
        return date.fromisoformat(text)
    if unit == FRACTION:
        return Fraction(text)
    return int(text) if text.isdecimal() else Decimal(text)


def typed_value(text: str, unit: str) -> str:
    """Return a kept value as it is typed: 0.1 → 10 (percent)."""
    return plain(Decimal(text) * _PERCENT) if unit == RATIO else text


def _amount(text: str, unit: str) -> str:
    found = _decimal(text.removesuffix("万元").removesuffix("元"), "请填写金额，例如 400")
    if not 0 < found <= _LARGEST[unit]:
        raise ValueError(f"金额应当大于 0 且不超过 {_LARGEST[unit]:,} {TYPED_UNITS[unit]}")
    exponent = found.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _PLACES[unit]:
        raise ValueError(f"最多 {_PLACES[unit]} 位小数")
    return plain(found)


def _ratio(text: str, unit: str) -> str:
    del unit
    found = _decimal(text.removesuffix("%").removesuffix("％"), "请填写百分数，例如 10")
    if not 0 <= found <= _PERCENT:
        raise ValueError("百分数应当在 0 到 100 之间")
    return plain(found / _PERCENT)


def _fraction(text: str, unit: str) -> str:
    del unit
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError("请填写分数，例如 2/3") from None
    if not 0 < found <= 1:
        raise ValueError("分数应当大于 0 且不超过 1")
    return str(found)


def _date(text: str, unit: str) -> str:
    del unit
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("请填写日期，例如 2026-07-01") from None


def _whole(text: str, unit: str) -> str:
    shown = TYPED_UNITS.get(unit, "")
    number = text.removesuffix(shown).strip() if shown else text
    if not (number.isascii() and number.isdigit()) or int(number) > _LARGEST_WHOLE:
        raise ValueError(f"请填写 0 到 {_LARGEST_WHOLE} 的整数")
    return str(int(number))


def _decimal(text: str, refusal: str) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(refusal) from None
    if not found.is_finite():
        raise ValueError(refusal)
    return found


_READERS: dict[str, Callable[[str, str], str]] = {
    WAN: _amount, YUAN: _amount, RATIO: _ratio, FRACTION: _fraction, DATE: _date,
}  # fmt: skip
