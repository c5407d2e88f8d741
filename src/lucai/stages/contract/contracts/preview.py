"""A notice as it will be read, before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lucai.kernel import money
from lucai.law.notices import Field, notice_form


@dataclass(frozen=True, slots=True)
class PreviewSection:
    """One headed part: labelled values, and the lines of a list."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()


def preview(kind: str, fields: Mapping[str, Any]) -> tuple[PreviewSection, ...]:
    """Return the filled sections of a notice."""
    made = (_section(s.heading, s.fields, fields) for s in notice_form(kind).sections)
    return tuple(section for section in made if section.rows or section.lines)


def _section(heading: str, asked: Sequence[Field], fields: Mapping[str, Any]) -> PreviewSection:
    rows = tuple(
        (field.label, shown(field, fields[field.key]))
        for field in asked
        if field.type != "list" and fields.get(field.key) not in (None, "", [])
    )
    table = next((f for f in asked if f.type == "list" and fields.get(f.key)), None)
    if not table:
        return PreviewSection(heading, rows)
    lines = tuple(
        tuple(shown(column, line.get(column.key)) for column in table.columns)
        for line in fields[table.key]
    )
    return PreviewSection(heading, rows, tuple(c.label for c in table.columns), lines)


def shown(field: Field, value: Any) -> str:
    """Write one value as a notice prints it."""
    match field.type:
        case "money":
            return f"{money.yuan(value)} 元"
        case "boolean":
            return "是" if value else "否"
        case "names":
            return "、".join(value)
    return str(value)
