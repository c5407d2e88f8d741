"""A notice laid out in the order, and under the headings, that its national format gives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock, money
from lucai.law.notices import Field, NoticeForm, Section, notice_forms

NONE = "无"
_NUMBER = re.compile(r"^[一二三四五六七八九十]+、")
_PARTIES = (
    ("buyer", "采购人信息"),
    ("agency", "采购代理机构信息"),
    ("contact", "项目联系方式"),
)
_SHORT = ("名称", "地址", "联系方式", "联系人", "联系电话")


@dataclass(frozen=True, slots=True)
class Line:
    """One field: its label and its words; ``href`` leads to a document."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A field of several rows; ``numeric`` says which columns hold figures."""

    label: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Whom to ask, in the closing section."""

    role: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One headed part; an empty one says 无, so that the law's numbering holds."""

    heading: str
    blocks: tuple[Line | Grid, ...] = ()
    parties: tuple[Party, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The fields of one value."""
        return tuple(block for block in self.blocks if isinstance(block, Line))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The fields of several rows."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def name(self) -> str:
        """The heading without its number."""
        return _NUMBER.sub("", self.heading)

    @property
    def numbered(self) -> bool:
        """Whether the format numbers it."""
        return self.name != self.heading

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.blocks or self.parties)


def lay_out(kind: str, fields: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return the parts of a notice."""
    form = notice_forms().get(kind)
    if form is None:
        lines = tuple(Line(key, str(value)) for key, value in fields.items() if value)
        return (Part("公告内容", lines),)
    return tuple(_part(section, fields) for section in form.sections)


def amount_of(form: NoticeForm | None, fields: Mapping[str, Any]) -> int | None:
    """Return the sum a list shows, in 分: the amount, the budget, or what the rows add up to."""
    if form is None:
        return None
    for key in ("amount", "budget"):
        value = fields.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    sums = (_sum(field, fields.get(field.key)) for field in form.fields if field.columns)
    return next((total for total in sums if total is not None), None)


def _sum(field: Field, rows: Any) -> int | None:
    keys = {column.key for column in field.columns if column.type == "money"}
    for key in ("amount", "budget"):
        found = [row[key] for row in rows or () if isinstance(row.get(key), int)]
        if key in keys and found:
            return sum(found)
    return None


def texts_of(value: Any) -> list[str]:
    """Return every text inside the fields of a notice, for search."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [text for inner in value for text in texts_of(inner)]
    return []


def _part(section: Section, fields: Mapping[str, Any]) -> Part:
    filled = [field for field in section.fields if not _is_blank(fields.get(field.key))]
    if _asks_whom(section):
        return Part(section.heading, parties=_parties(filled, fields))
    return Part(section.heading, tuple(_block(field, fields[field.key]) for field in filled))


def _block(field: Field, value: Any) -> Line | Grid:
    return _grid(field, value) if field.columns else _line(field, value)


def _asks_whom(section: Section) -> bool:
    prefixes = tuple(prefix for prefix, _ in _PARTIES)
    closing = section.fields[0].key == "buyerName" and len(section.fields) > len(_PARTIES)
    return closing and all(field.key.startswith(prefixes) for field in section.fields)


def _parties(filled: Sequence[Field], fields: Mapping[str, Any]) -> tuple[Party, ...]:
    found = (
        (role, [field for field in filled if field.key.startswith(prefix)])
        for prefix, role in _PARTIES
    )
    return tuple(
        Party(role, tuple(_contact(field, fields[field.key]) for field in mine))
        for role, mine in found
        if mine
    )


def _contact(field: Field, value: Any) -> Line:
    """The role says whose it is: 采购人地址 becomes 地址."""
    label = next((short for short in _SHORT if field.label.endswith(short)), field.label)
    return Line(label, in_words(field, value))


def _line(field: Field, value: Any) -> Line:
    words = in_words(field, value)
    if field.type == "document" and words.startswith("/"):
        return Line(field.label, "查看文件", words)
    return Line(field.label, words)


def _grid(field: Field, rows: Sequence[Mapping[str, Any]]) -> Grid:
    used = [c for c in field.columns if any(not _is_blank(row.get(c.key)) for row in rows)]
    return Grid(
        label=field.label,
        columns=tuple(c.label + ("（元）" if c.type == "money" else "") for c in used),
        numeric=tuple(c.type in {"money", "integer"} for c in used),
        rows=tuple(tuple(_cell(c, row.get(c.key)) for c in used) for row in rows),
    )


def _cell(column: Field, value: Any) -> str:
    if _is_blank(value):
        return "—"
    return money.yuan(value) if column.type == "money" else in_words(column, value)


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [], ()) or (isinstance(value, str) and not value.strip())


def in_words(field: Field, value: Any) -> str:
    """Say a value as the paper does; what is no value of its type is shown as it is."""
    show = _SHOW.get(field.type)
    try:
        return show(value) if show else str(value)
    except (TypeError, ValueError):
        return str(value)


def day_in_words(on: date) -> str:
    """Say a day: 2026 年 7 月 1 日."""
    return f"{on.year} 年 {on.month} 月 {on.day} 日"


def _date(value: Any) -> str:
    return day_in_words(value if isinstance(value, date) else date.fromisoformat(value))


def _moment(value: Any) -> str:
    at = moment_in(value)
    return f"{day_in_words(at.date())} {at:%H:%M}（北京时间）"


def moment_in(value: Any) -> datetime:
    """Read a moment of a notice, in Beijing time."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at.astimezone(clock.BEIJING) if at.tzinfo else at.replace(tzinfo=clock.BEIJING)


def _month(value: Any) -> str:
    year, number = str(value).split("-")[:2]
    return f"{int(year)} 年 {int(number)} 月"


_SHOW = {
    "money": lambda fen: f"{money.yuan(fen)} 元",
    "boolean": lambda yes: "是" if yes else "否",
    "date": _date,
    "datetime": _moment,
    "month": _month,
    "names": "、".join,
}
