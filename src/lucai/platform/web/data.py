"""What a page shows as plain data: the read-models of its selectors, for programs.

A selector's read-model holds what its viewer may know and nothing else (the shape wall), so its
fields are given as they are, and its properties with them: amounts in 分, moments with their zone,
codes as codes. What only helps to draw a page is left out.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import PurePath
from typing import Any

from django.db.models import Model
from pydantic import BaseModel

from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.law.verdicts import Verdict
from lucai.platform.web.fields import PATTERN_ROW, FormField
from lucai.platform.web.forms import Form

Data = Any
"""What JSON can say."""

LEFT_OUT = (Viewer, Actor, Lifecycle, Model, PurePath, type, bytes)
"""Helpers of the drawing, rows that a view works with, and what has no place in a text."""


def as_data(value: object) -> Data:
    """Return what a template was given as JSON's own types.

    Raises:
        TypeError: a thing that no page should hold.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    for kinds, told in TELLERS:
        if isinstance(value, kinds):
            return told(value)
    if is_dataclass(value):
        kind: type = type(value)
        return _named((name, getattr(value, name)) for name in _members(kind))
    if isinstance(value, Iterable):
        return [as_data(one) for one in value if not _left_out(one)]
    raise TypeError(f"a page shows no {type(value).__name__}")


@cache
def _members(kind: type) -> tuple[str, ...]:
    """Return what a read-model says of itself: its fields, and what follows from them."""
    held = [one.name for one in fields(kind)]
    follows = [name for name in dir(kind) if isinstance(getattr(kind, name), property)]
    return tuple(dict.fromkeys([*held, *follows]))


def _named(pairs: Iterable[tuple[object, object]]) -> dict[str, Data]:
    shown = ((str(name), value) for name, value in pairs if not str(name).startswith("_"))
    return {name: as_data(value) for name, value in shown if not _left_out(value)}


def _left_out(value: object) -> bool:
    return isinstance(value, LEFT_OUT) or (callable(value) and not is_dataclass(value))


def _form(form: Form[Any]) -> Data:
    names = list(dict.fromkeys([*_names(form.schema), *form.values]))
    return {
        "fields": [as_data(form.field(name)) for name in names],
        "problems": dict(form.problems),
        "rules": [as_data(verdict) for verdict in form.broken],
    }


def _names(schema: type[BaseModel], before: str = "") -> list[str]:
    """Return the dotted names of a schema; ``__i__`` stands for the number of a row.

    Where a schema takes both a field's name and its alias, the page's controls have the name.
    """
    by_name = schema.model_config.get("populate_by_name", False)
    names: list[str] = []
    for name, info in schema.model_fields.items():
        inner = _model_in(info.annotation)
        row = f"{PATTERN_ROW}." if typing.get_origin(info.annotation) is list else ""
        place = f"{before}{name if by_name else info.alias or name}"
        names += _names(inner, f"{place}.{row}") if inner else [place]
    return names


def _model_in(annotation: Any) -> type[BaseModel] | None:
    parts = (annotation, *typing.get_args(annotation))
    models = (part for part in parts if isinstance(part, type) and issubclass(part, BaseModel))
    return next(models, None)


def _field(field: FormField) -> Data:
    return {one.name: as_data(getattr(field, one.name)) for one in fields(field)}


def _offer(offer: Offer) -> Data:
    step = offer.step
    return {
        "step": step.name,
        "label": step.label,
        "open": offer.open,
        "reason": offer.reason,
        "rules": [as_data(verdict) for verdict in offer.verdicts],
        "permission": offer.permission,
        "page": step.page,
        "confirm": step.confirm,
    }


def _verdict(verdict: Verdict) -> Data:
    return {
        "rule": verdict.rule,
        "holds": verdict.holds,
        "blocks": verdict.blocks,
        "message": verdict.message,
        "cites": list(verdict.cites),
        "calculation": list(verdict.calculation),
        "opens_at": as_data(verdict.opens_at),
    }


def _moment(value: Any) -> str:
    return str(value.isoformat())


TELLERS: tuple[tuple[Any, Callable[[Any], Data]], ...] = (
    (Enum, lambda value: value.value),
    (str, str),
    ((datetime, date, time), _moment),
    (timedelta, lambda value: value.total_seconds()),
    (Decimal, str),
    (Form, _form),
    (FormField, _field),
    (Offer, _offer),
    (Verdict, _verdict),
    (BaseModel, lambda value: _named(iter(value))),
    (Mapping, lambda value: _named(value.items())),
)
"""Who is asked first: an enumeration may be a text, a moment is a date."""
