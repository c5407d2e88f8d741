"""Offers pasted from a table: a line each, columns in any order when there are titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

TITLES = {
    "micro": ("小微", "小型", "微型"),
    "bidder": ("投标人", "供应商", "单位", "名称", "企业"),
    "price": ("报价", "价格", "金额"),
    "domestic_cost_share": ("成本",),
    "domestic": ("本国",),
    "consortium_share": ("份额", "联合体"),
}
ORDER = ("bidder", "price", "micro", "domestic", "consortium_share", "domestic_cost_share")
"""The order of the columns where a table has no titles."""
MOST_OFFERS = 200
_YES = {"是", "有", "√", "✓", "y", "yes", "1", "true", "小微", "小型", "微型", "小微企业"}
_FLAGS = frozenset({"micro", "domestic"})
_NUMBERS = frozenset({"price", "consortium_share", "domestic_cost_share"})
_SEPARATORS = re.compile(r"\t|\s{2,}|[;；|]")
_ANY_GAP = re.compile(r"[\s,，;；|]+")


@dataclass(slots=True)
class PastedOffers:
    """A table as read: values under the form's names, and what could not be read."""

    values: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    count: int = 0


def read_offers(text: str) -> PastedOffers:
    """Read a pasted table; every line that cannot be read is named with its number."""
    found = PastedOffers()
    columns: Sequence[str] = ORDER
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        titled = _columns(line)
        if titled:
            columns = titled
            continue
        _read_line(found, number, dict(zip(columns, cells(line), strict=False)))
    if found.count > MOST_OFFERS:
        found.problems.append(f"最多 {MOST_OFFERS} 家，粘贴了 {found.count} 家")
    return found


def cells(line: str) -> list[str]:
    """Cut a line where a spreadsheet puts tabs; by any gap where there are none."""
    parts = _SEPARATORS.split(line.strip())
    return [part.strip() for part in (parts if len(parts) > 1 else _ANY_GAP.split(line.strip()))]


def _columns(line: str) -> list[str]:
    """Return the columns a line of titles names; empty for a line of content."""
    parts = cells(line)
    if any(character.isdigit() for character in line):
        return []
    named = [_column(part) for part in parts]
    return named if "bidder" in named and "price" in named else []


def _column(title: str) -> str:
    for name, words in TITLES.items():
        if any(word in title for word in words):
            return name
    return ""


def _read_line(found: PastedOffers, number: int, row: Mapping[str, str]) -> None:
    bidder, price = row.get("bidder", ""), _number(row.get("price", ""))
    if not bidder or not re.fullmatch(r"\d+(\.\d+)?", price):
        found.problems.append(f"第 {number} 行读不出投标人和报价")
        return
    for name, text in row.items():
        if name:
            found.values[f"offers.{found.count}.{name}"] = _value(name, text)
    found.count += 1


def _value(name: str, text: str) -> str:
    if name in _FLAGS:
        return "yes" if text.casefold() in _YES else ""
    return _number(text) if name in _NUMBERS else text


def _number(text: str) -> str:
    return re.sub(r"[,，\s]|元$|%$|％$|^[¥￥]", "", text.strip())
