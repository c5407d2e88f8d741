"""Exact arithmetic: numbers as given, rounding only where a rule names it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

_HALF = Fraction(1, 2)


def half_up(value: Fraction, places: int) -> Decimal:
    """Round half up to so many places; the value is exact until here."""
    scale = 10**places
    return Decimal(floor(value * scale + _HALF)).scaleb(-places)


def round_down(value: Fraction) -> int:
    """Drop what is below one unit: a cap in 分 never gains by rounding."""
    return floor(value)


def round_up(value: Fraction) -> int:
    """Take the next whole number: a minimum count is never short."""
    return ceil(value)
