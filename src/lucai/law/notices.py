"""Notices as forms with typed fields: the national formats, their titles, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from string import Formatter
from typing import Any

from lucai.law.sheets import sheet_names, yaml_sheet
from lucai.law.status import NoSuchRule


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a notice; a list has columns, a choice has choices; money is in 分."""

    key: str
    label: str
    type: str
    required: bool
    heading: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part of a notice."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """The form of one kind of notice; ``timing`` is the rule that says when or how long."""

    kind: str
    label: str
    title_pattern: str
    timing: str | None
    cites: tuple[str, ...]
    evidence: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field in the order of the form."""
        return tuple(field for section in self.sections for field in section.fields)

    def title(self, fields: Mapping[str, Any]) -> str:
        """Fill the title pattern; a missing part stays empty.

        A name that ends as the words after it begin is not said twice: 采购合同公告.
        """
        title = ""
        for words, name, _, _ in Formatter().parse(self.title_pattern):
            title = _joined(title, words)
            title += str(fields.get(name, "")) if name else ""
        return title


SHORTEST_WORD = 2


def _joined(name: str, words: str) -> str:
    """Put words after a name; what both share where they meet stands once."""
    shared = (
        size for size in range(len(words), SHORTEST_WORD - 1, -1) if name.endswith(words[:size])
    )
    return name + words[next(shared, 0) :]


@cache
def notice_forms() -> dict[str, NoticeForm]:
    """Return every form by its kind."""
    forms = (_form(yaml_sheet("notices", name)) for name in sheet_names("notices"))
    return {form.kind: form for form in forms}


def notice_form(kind: str) -> NoticeForm:
    """Return the form of a kind.

    Raises:
        NoSuchRule: there is no such kind of notice.
    """
    found = notice_forms().get(kind)
    if found is None:
        raise NoSuchRule(f"没有“{kind}”这一种公告。")
    return found


def _form(sheet: dict[str, Any]) -> NoticeForm:
    return NoticeForm(
        sheet["kind"],
        sheet["label"],
        sheet["title"],
        sheet["timing"],
        tuple(sheet["cites"]),
        tuple(sheet["evidence"]),
        tuple(_section(s) for s in sheet["sections"]),
    )


def _section(sheet: dict[str, Any]) -> Section:
    heading = sheet["heading"]
    return Section(heading, tuple(_field(row, heading) for row in sheet["fields"]))


def _field(row: dict[str, Any], heading: str) -> Field:
    return Field(
        row["key"],
        row["label"],
        row["type"],
        row["required"],
        heading,
        tuple(row.get("choices", ())),
        tuple(_field(column, heading) for column in row.get("columns", ())),
    )


def check_notice(kind: str, fields: Mapping[str, Any]) -> list[str]:
    """List in Chinese what is missing from, or wrong in, the fields of a notice."""
    form = notice_form(kind)
    known = {field.key for field in form.fields}
    errors = [f"{form.label}没有“{key}”这一栏。" for key in fields if key not in known]
    for field in form.fields:
        errors += _check_field(field, fields.get(field.key), f"“{field.label}”")
    return errors


def _check_field(field: Field, value: Any, where: str) -> list[str]:
    if _is_empty(value):
        return [f"{where}为必填项。"] if field.required else []
    if field.type == "list":
        return _check_rows(field, value, where)
    if field.type == "choice":
        return [] if value in field.choices else [f"{where}应为：{'、'.join(field.choices)}。"]
    is_right, wanted = _TYPES[field.type]
    return [] if is_right(value) else [f"{where}应为{wanted}。"]


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple) and not value)


def _check_rows(field: Field, rows: Any, where: str) -> list[str]:
    if not isinstance(rows, list | tuple) or not all(isinstance(r, Mapping) for r in rows):
        return [f"{where}应为逐行填写的列表。"]
    return [
        error
        for number, row in enumerate(rows, 1)
        for column in field.columns
        for error in _check_field(
            column, row.get(column.key), f"{where}第{number}行“{column.label}”"
        )
    ]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str) and v.strip() for v in value)


def _reads(parse: Callable[[str], Any], kind: type) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        if isinstance(value, kind):
            return True
        try:
            parse(value)
        except (TypeError, ValueError):
            return False
        return True

    return check


def _parse_month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


_TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (_is_text, "文字"),
    "longText": (_is_text, "文字"),
    "document": (_is_text, "文件编号"),
    "money": (_is_whole, "以分为单位的非负整数金额"),
    "integer": (_is_whole, "非负整数"),
    "boolean": (_is_boolean, "是或者否"),
    "names": (_is_names, "姓名或者名称的列表"),
    "date": (_reads(date.fromisoformat, date), "日期"),
    "datetime": (_reads(datetime.fromisoformat, datetime), "日期和时间"),
    "month": (_reads(_parse_month, date), "年月"),
}
