"""Rows added to and removed from a form by its own buttons, for those who run no scripts.

The buttons of ``ui.repeat`` post ``add=lots`` or ``remove=lots.2``; the form comes back with
a row more or less and everything else as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.http import HttpRequest
from pydantic import BaseModel

from lucai.platform.web.fields import PATTERN_ROW, FormField
from lucai.platform.web.forms import Form, is_row, typed

S = TypeVar("S", bound=BaseModel)

ADD, REMOVE = "add", "remove"


def reshaped(schema: type[S], request: HttpRequest) -> Form[S] | None:
    """Return the form with a row more or less; None when no such button was pressed."""
    values = typed(request)
    add, remove = values.pop(ADD, ""), values.pop(REMOVE, "")
    if add:
        return Form(schema, with_row(values, add), bound=True)
    if remove:
        return Form(schema, without_row(values, remove), bound=True)
    return None


def rows_of(
    form: Form[Any],
    prefix: str,
    schema: type[BaseModel],
    *,
    choices: Mapping[str, list[tuple[str, str]]] | None = None,
) -> dict[str, Any]:
    """Return what ``ui.repeat`` shows of a group: its rows, and the pattern of one more.

    ``choices`` offers values by the name of a row's field.
    """

    def row(place: object) -> list[FormField]:
        fields = [form.field(f"{prefix}.{place}.{name}") for name in schema.model_fields]
        for field in fields:
            field.choices = (choices or {}).get(field.name.rpartition(".")[2], field.choices)
        return fields

    rows = [row(place) for place in form.rows(prefix, least=0)]
    return {prefix: rows, f"{prefix}_pattern": row(PATTERN_ROW)}


def with_row(values: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Add an empty row after the last one."""
    return {**values, f"{prefix}.{len_of(values, prefix)}.row": ""}


def without_row(values: Mapping[str, str], row: str) -> dict[str, str]:
    """Take a row away and let those after it move up."""
    prefix, _, number = row.rpartition(".")
    kept: dict[str, str] = {}
    for name, value in values.items():
        place = _place(name, prefix)
        if place is None or not is_row(number) or place < int(number):
            kept[name] = value
        elif place > int(number):
            rest = name.removeprefix(f"{prefix}.{place}.")
            kept[f"{prefix}.{place - 1}.{rest}"] = value
    return kept


def len_of(values: Mapping[str, str], prefix: str) -> int:
    """Return one more than the highest number in use."""
    places = (_place(name, prefix) for name in values)
    return max((place for place in places if place is not None), default=-1) + 1


def _place(name: str, prefix: str) -> int | None:
    if not name.startswith(f"{prefix}."):
        return None
    number = name.removeprefix(f"{prefix}.").split(".")[0]
    return int(number) if is_row(number) else None
