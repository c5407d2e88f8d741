"""The result notice as it will be read, before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lucai.kernel import money
from lucai.law.notices import Field, Section, notice_form


@dataclass(frozen=True, slots=True)
class Part:
    """One headed part: labelled values, and the lines of its list."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def preview(fields: Mapping[str, Any]) -> list[Part]:
    """Return the parts of the result notice that have content."""
    parts = [_part(section, fields) for section in notice_form("result").sections]
    return [part for part in parts if part.rows or part.lines]


def _part(section: Section, fields: Mapping[str, Any]) -> Part:
    filled = [f for f in section.fields if fields.get(f.key) not in (None, "", [])]
    table = next((f for f in filled if f.type == "list"), None)
    used = _used_columns(table, fields) if table else []
    return Part(
        heading=section.heading,
        rows=tuple((f.label, _shown(f, fields[f.key])) for f in filled if f.type != "list"),
        columns=tuple(column.label for column in used),
        lines=tuple(
            tuple(_shown(column, line.get(column.key)) for column in used)
            for line in (fields[table.key] if table else ())
        ),
    )


def _used_columns(table: Field, fields: Mapping[str, Any]) -> list[Field]:
    return [c for c in table.columns if any(line.get(c.key) for line in fields[table.key])]


def _shown(field: Field, value: Any) -> str:
    if value in (None, ""):
        return "—"
    if field.type == "money":
        return f"{money.yuan(value)} 元"
    return "、".join(value) if field.type == "names" else str(value)
