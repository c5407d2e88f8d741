"""The query wall: SQL is not compiled until somebody has said who is looking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import connections, models
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import AND

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import UnscopedQuery
from lucai.platform.records.plain import (
    PlainCompiler,
    RowIterable,
    plain_condition,
    plain_conditions,
)

_system: ContextVar[str | None] = ContextVar("system_access", default=None)


@contextmanager
def system_access(reason: str) -> Iterator[None]:
    """Open the wall for the system itself: services that re-read what they hold, readers, timers.

    The single bypass. Allowed only in services, journal readers and jobs; a house test
    lists where it is used.
    """
    token = _system.set(reason)
    try:
        yield
    finally:
        _system.reset(token)


EVERYBODY = ~models.Q(pk__in=[])
"""Matches every row, alone and beside other conditions."""


class ScopedQuery(Query):
    """The one door to SQL: shut until a scope is named."""

    scope: str | None = None

    def get_compiler(
        self, using: str | None = None, connection: Any = None, elide_empty: bool = True
    ) -> Any:
        """Refuse to compile without a scope."""
        self.demand_scope()
        if self.compiler != SQLCompiler.__name__:
            return super().get_compiler(using, connection, elide_empty)
        return PlainCompiler(self, connections[using] if using else connection, using, elide_empty)

    def add_q(self, q_object: models.Q, *args: Any, **how: Any) -> None:
        """Add conditions: on one table's own columns there are no joins to think about."""
        if (where := plain_conditions(self, q_object)) is not None:
            self.where.add(where, AND)
            return
        super().add_q(q_object, *args, **how)

    def build_filter(self, filter_expr: Any, *args: Any, **how: Any) -> Any:
        """Turn a condition into SQL: the short way for one on an own column, else Django's."""
        plain = not args and not how.get("current_negated")
        if plain and (condition := plain_condition(self, filter_expr)):
            return condition, {self.base_table}
        return super().build_filter(filter_expr, *args, **how)

    def combine(self, rhs: Any, connector: Any) -> None:
        """Refuse ``scoped | unscoped``: the union would leak."""
        self.demand_scope()
        if isinstance(rhs, ScopedQuery):
            rhs.demand_scope()
        super().combine(rhs, connector)

    def demand_scope(self) -> None:
        """Raise unless a viewer was named, the system looks, or nothing can match."""
        if self.scope is None and _system.get() is None and not self.is_empty():
            name = self.model.__name__ if self.model else "?"
            raise UnscopedQuery(f"{name}: name a viewer first (.seen_by)")


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that answers only to a viewer."""

    query: ScopedQuery

    def __init__(self, model: Any = None, query: Any = None, **kwargs: Any) -> None:
        super().__init__(model=model, query=query or ScopedQuery(model), **kwargs)
        self._iterable_class = RowIterable

    def seen_by(self, viewer: Viewer) -> Self:
        """Keep the rows this viewer may see, as the model's scope says."""
        scope = self.model.scope(viewer)
        # Most reading is the system's own: what narrows nothing need not be put into SQL.
        narrowed = self.all() if scope is EVERYBODY else self.filter(scope)
        narrowed.query.scope = f"viewer:{viewer.side}"
        return narrowed

    def update(self, **kwargs: Any) -> int:
        """Change rows; the wall stands here too."""
        self.query.demand_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows; the wall stands here too."""
        self.query.demand_scope()
        return super().delete()


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """``Model.objects`` behind the wall."""
