"""A schema's field as a control on a page, and the types that controls read."""

from __future__ import annotations

import typing
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainSerializer
from pydantic.fields import FieldInfo

from lucai.kernel import clock, money


class Own(str):
    """A name, or what somebody has written: never put into the words of a method."""

    __slots__ = ()


@dataclass(slots=True)
class FormField:
    """One control: everything its macro needs."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    error: str = ""
    hint: str = ""
    required: bool = False
    unit: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    attrs: dict[str, str] = field(default_factory=dict)


def _read_money(value: Any) -> Any:
    return money.parse_yuan(value) if isinstance(value, str) else value


def _read_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _read_flag(value: Any) -> Any:
    return value in {"yes", "on", "true", "1"} if isinstance(value, str) else value


def _read_beijing(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=clock.BEIJING)


def _not_in_wan(fen: int | None) -> int | None:
    """Refuse a total that only makes sense in 万元."""
    if fen is not None and 0 < fen < SMALLEST_TOTAL:
        meant = money.plain_yuan(fen * money.YUAN_PER_WAN).removesuffix(".00")
        raise ValueError(
            f"只有 {money.yuan(fen)} 元，是不是按“万元”填写了？本栏单位是元，应填 {meant}"
        )
    return fen


SMALLEST_TOTAL = 1000 * money.FEN_PER_YUAN

Money = Annotated[
    int,
    BeforeValidator(_read_money),
    PlainSerializer(money.plain_yuan, return_type=str),
    Field(json_schema_extra={"kind": "money", "unit": "元"}),
]
"""An amount typed in 元, kept in 分."""

OptionalMoney = Annotated[
    int | None,
    BeforeValidator(lambda v: None if _read_blank(v) is None else _read_money(v)),
    PlainSerializer(lambda fen: "" if fen is None else money.plain_yuan(fen), return_type=str),
    Field(json_schema_extra={"kind": "money", "unit": "元"}),
]

Total = Annotated[Money, AfterValidator(_not_in_wan)]
"""The sum of a whole project, lot or contract: too small a figure is a slip of the unit."""

OptionalTotal = Annotated[OptionalMoney, AfterValidator(_not_in_wan)]

OptionalDate = Annotated[date | None, BeforeValidator(_read_blank)]
OptionalNumber = Annotated[Decimal | None, BeforeValidator(_read_blank)]

Flag = Annotated[bool, BeforeValidator(_read_flag), Field(json_schema_extra={"kind": "checkbox"})]
"""A box that is ticked or not."""

Moment = Annotated[datetime, AfterValidator(_read_beijing)]
"""A Beijing time typed without a zone."""

OptionalMoment = Annotated[
    datetime | None,
    BeforeValidator(_read_blank),
    AfterValidator(lambda at: None if at is None else _read_beijing(at)),
    Field(json_schema_extra={"kind": "datetime"}),
]
"""The same, or nothing typed."""

LongText = Annotated[str, Field(json_schema_extra={"kind": "textarea"})]


PATTERN_ROW = "__i__"
"""What stands for a row's number in the pattern from which the browser makes new rows."""


def describe(schema: type[BaseModel], name: str) -> FormField:
    """Return the control for a dotted name; unknown names get a plain text control."""
    info = _find(schema, name.split("."))
    if info is None:
        return FormField(name, name)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    choices = _choices(info.annotation)
    return FormField(
        name=name,
        label=info.title or name,
        kind=str(extra.get("kind") or _kind(info.annotation, bool(choices))),
        hint=info.description or "",
        required=info.is_required(),
        unit=str(extra.get("unit", "")),
        choices=choices,
        value="" if info.is_required() or info.default in (None, False) else str(info.default),
    )


def _find(schema: type[BaseModel], path: list[str]) -> FieldInfo | None:
    info: FieldInfo | None = None
    current: Any = schema
    for part in path:
        if part.isdigit() or part == PATTERN_ROW:
            continue
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            return None
        info = _named(current, part)
        if info is None:
            return None
        current = _inner(info.annotation)
    return info


def _named(schema: type[BaseModel], part: str) -> FieldInfo | None:
    """Return the field of that name or alias."""
    known = schema.model_fields.get(part)
    aliased = (info for info in schema.model_fields.values() if info.alias == part)
    return known or next(aliased, None)


def _inner(annotation: Any) -> Any:
    """Return the model inside ``list[Model]`` or ``Model | None``."""
    for part in typing.get_args(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return annotation


def _choices(annotation: Any) -> list[tuple[str, str]]:
    for part in (annotation, *typing.get_args(annotation)):
        if isinstance(part, type) and issubclass(part, Enum):
            return [(str(item.value), str(getattr(item, "label", item.value))) for item in part]
    return []


def _kind(annotation: Any, chosen: bool) -> str:
    kinds = {date: "date", datetime: "datetime", int: "number", Decimal: "number", bool: "checkbox"}
    parts = (annotation, *typing.get_args(annotation))
    return "select" if chosen else next((kinds[part] for part in parts if part in kinds), "text")
