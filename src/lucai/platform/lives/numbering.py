"""Objects that get the next number of a series when they begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.lives.services import begin
from lucai.platform.records import LivingRecord, system_access

L = TypeVar("L", bound=LivingRecord)

DIGITS = 5
TRIES = 8


def begin_numbered(
    actor: Actor,
    row: L,
    lifecycle: Lifecycle,
    *,
    prefix: str,
    field: str,
    label: str,
    body: Mapping[str, Any] | None = None,
) -> L:
    """Begin an object under the next number after ``prefix``; no counter row is locked.

    Raises:
        Conflict: too many began at the same moment.
    """
    for _ in range(TRIES):
        setattr(row, field, f"{prefix}{_last(type(row), field, prefix) + 1:0{DIGITS}d}")
        try:
            # Two that read the same last number: the unique column lets one through.
            with transaction.atomic():
                return begin(actor, row, lifecycle, label=label, body=body)
        except IntegrityError:
            row.pk = None
    raise Conflict("同时提交的人较多，请再试一次。您填写的内容已保留。")


def _last(model: type[LivingRecord], field: str, prefix: str) -> int:
    with system_access("numbering"):
        rows = model.objects.filter(**{f"{field}__startswith": prefix})
        last = rows.order_by(f"-{field}").values_list(field, flat=True).first()
    return int(last.removeprefix(prefix)) if last else 0
