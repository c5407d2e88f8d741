"""Reading the questions of the machine door: every wrong value becomes a Chinese sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Real
from typing import Any

from lucai.law.calendar import beijing_day
from lucai.law.status import LawRefuses

OBJECTS = {
    "goods": "goods",
    "货物": "goods",
    "services": "services",
    "service": "services",
    "服务": "services",
    "works": "works",
    "work": "works",
    "工程": "works",
}
METHODS = {
    "open": "open",
    "opentender": "open",
    "公开": "open",
    "公开招标": "open",
    "invited": "invited",
    "invitation": "invited",
    "邀请": "invited",
    "邀请招标": "invited",
    "negotiation": "negotiation",
    "competitivenegotiation": "negotiation",
    "谈判": "negotiation",
    "竞争性谈判": "negotiation",
    "consultation": "consultation",
    "competitiveconsultation": "consultation",
    "磋商": "consultation",
    "竞争性磋商": "consultation",
    "inquiry": "inquiry",
    "enquiry": "inquiry",
    "询价": "inquiry",
    "singlesource": "single_source",
    "单一来源": "single_source",
    "framework": "framework",
    "frameworkclosed": "framework",
    "框架协议": "framework",
    "封闭式框架协议": "framework",
    "cooperative": "cooperative",
    "合作创新": "cooperative",
    "合作创新采购": "cooperative",
    "emergency": "emergency",
    "紧急采购": "emergency",
}
INFORMATION_SYSTEM = "政务信息系统"
_LARGEST_EXPONENT = 30
_PLACES = 30


@dataclass(frozen=True, slots=True)
class Question:
    """One JSON object from outside, read field by field."""

    fields: Mapping[str, Any]

    def has(self, key: str) -> bool:
        """Tell whether a field is there and not null."""
        return self.fields.get(key) is not None

    def required(self, key: str) -> Any:
        """Return a field that must be there.

        Raises:
            LawRefuses: it is missing.
        """
        if not self.has(key):
            raise LawRefuses(f"缺少“{key}”。")
        return self.fields[key]

    def text(self, key: str) -> str:
        """Read a text."""
        value = self.required(key)
        if not isinstance(value, str):
            raise LawRefuses(f"“{key}”应为文字。")
        return value

    def day(self, key: str) -> date:
        """Read a day; a moment with an offset becomes its Beijing day."""
        text = self.text(key).strip()
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
        try:
            return beijing_day(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            raise LawRefuses(f"“{key}”应为日期，如2026-02-12，填写的是“{text[:40]}”。") from None

    def number(self, key: str) -> Decimal:
        """Read an exact number from a JSON number or a text of digits."""
        return exact_number(self.required(key), key)

    def optional_number(self, key: str) -> Decimal | None:
        """Read a number that may be missing."""
        return self.number(key) if self.has(key) else None

    def whole(self, key: str) -> int:
        """Read a whole number."""
        value = self.number(key)
        if value != value.to_integral_value():
            raise LawRefuses(f"“{key}”应为整数。")
        return int(value)

    def flag(self, key: str) -> bool:
        """Read yes or no; missing is no."""
        value = self.fields.get(key)
        if value is not None and not isinstance(value, bool):
            raise LawRefuses(f"“{key}”应为true或者false。")
        return bool(value)

    def object(self) -> str:
        """Read goods, services or works, in English or Chinese."""
        return self._chosen("object", OBJECTS, "采购对象应为货物、服务或者工程。")

    def method(self) -> str:
        """Read the procurement method, in English or Chinese."""
        return self._chosen("method", METHODS, "没有这种采购方式。")

    def _chosen(self, key: str, names: Mapping[str, str], refusal: str) -> str:
        text = self.text(key).strip().replace("_", "").replace("-", "").lower()
        found = names.get(text)
        if found is None:
            raise LawRefuses(f"“{key}”填写的是“{text[:40]}”：{refusal}")
        return found

    def rows(self, key: str) -> list[Any]:
        """Read a list."""
        value = self.required(key)
        if not isinstance(value, list):
            raise LawRefuses(f"“{key}”应为列表。")
        return value


def exact_number(value: Any, key: str) -> Decimal:
    """Turn what JSON brings into an exact number.

    Raises:
        LawRefuses: it is no finite number of a sensible size.
    """
    if isinstance(value, bool) or not isinstance(value, Real | Decimal | str):
        raise LawRefuses(f"“{key}”应为数字。")
    try:
        number = Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        raise LawRefuses(f"“{key}”应为数字，填写的是“{str(value)[:40]}”。") from None
    if not number.is_finite() or not _is_sensible(number):
        raise LawRefuses(f"“{key}”超出可以计算的范围。")
    return number


def _is_sensible(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    small = isinstance(exponent, int) and exponent >= -_PLACES
    return small and number.adjusted() <= _LARGEST_EXPONENT


def exact_fraction(value: Any, key: str) -> Fraction:
    """Turn what JSON brings into an exact fraction."""
    return Fraction(exact_number(value, key))
