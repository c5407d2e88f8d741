"""Making every table longer without the services: copies of the rows that are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from lucai.platform.records import Record, system_access

LEFT = frozenset(
    {
        "organisation", "person", "post", "role",
        "plan_funding", "plan_package_funding", "plan_review", "draw_result",
        "prequalification", "data_key", "inspection_draw", "waiting_draw", "checkpoint",
    }
)  # fmt: skip
"""Who is who, and rows that another row must match: a copy would contradict it."""


def grow(times: int) -> None:
    """Copy every row of every record that often; what must be unique gets another value."""
    with system_access("maker"):
        for model in apps.get_models():
            if issubclass(model, Record) and model._meta.db_table not in LEFT:
                _copy(model, times)


def _copy(model: type[Record], times: int) -> None:
    apart = list(_told_apart_by(model))
    if any(field.is_relation for field in apart):
        return
    rows = list(model.objects.order_by("pk")[:ROWS])
    copies = [_another(row) for row in rows for _ in range(times)]
    for n, copy in enumerate(copies, start=1):
        for field in apart:
            _change(copy, field, n)
    model.objects.bulk_create(copies, ignore_conflicts=True)


ROWS = 3
"""How many rows of a table are copied: enough to meet each parent of the world's first pages."""


def _another(row: Record) -> Record:
    fields = [f for f in row._meta.concrete_fields if not f.primary_key]
    return type(row)(**{f.attname: getattr(row, f.attname) for f in fields})


def _told_apart_by(model: type[Record]) -> Iterator[models.Field[Any, Any]]:
    """Yield, of everything unique, the last field: the one that numbers within its parent.

    A field of a few known words cannot take others; the one before it tells apart as well.
    """
    meta = model._meta
    yield from (f for f in meta.concrete_fields if f.unique and not f.primary_key)
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            told = [name for name in constraint.fields if name not in OF_FEW_WORDS]
            yield meta.get_field(told[-1])


OF_FEW_WORDS = frozenset({"side", "party"})


def _change(copy: Record, field: models.Field[Any, Any], n: int) -> None:
    value = getattr(copy, field.attname)
    if isinstance(value, date) and not isinstance(value, datetime):
        setattr(copy, field.attname, value - timedelta(days=n))
    elif isinstance(value, int):
        setattr(copy, field.attname, value + 500 * n)
    elif value is not None:
        room = (field.max_length or 400) - 5
        setattr(copy, field.attname, f"{str(value)[:room]}~{n:04d}")
