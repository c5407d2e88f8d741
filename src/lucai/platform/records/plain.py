"""Short ways for what nearly every question looks like: whole rows of one table, by its own columns.

For every query Django works out anew what it found out for the one before: which columns a table
has, how each is spelt and read. Half of a page's time went there. What never changes is kept here;
whatever is not plain goes Django's own way, and ``tests/platform/test_plain_questions.py`` asks
about every table both ways: the SQL must be the same to the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model, Q
from django.db.models.base import ModelState
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import AND, WhereNode

M = TypeVar("M", bound=Model)

SCALARS = frozenset({str, int, bool, float, bytes, date, datetime, timedelta, Decimal})
LISTS = frozenset({list, tuple, set, frozenset})


class PlainCompiler(SQLCompiler):
    """Django's compiler, which remembers of each table how its whole rows are asked for and read."""

    _whole: _WholeRow | None = None

    def get_select(self, with_col_aliases: bool = False) -> Any:
        """Return columns, classes and annotations of the query, from memory for whole rows."""
        model = self.query.model
        if with_col_aliases or not model or not _asks_for_whole_rows(self.query):
            return super().get_select(with_col_aliases)
        self.query.get_initial_alias()
        known: dict[type[Model], _WholeRow] = vars(self.connection).setdefault("_whole_rows", {})
        self._whole = known.get(model)
        if not self._whole:
            select, classes, annotations = super().get_select()
            converters = super().get_converters([column for column, _, _ in select])
            self._whole = _WholeRow(select, classes, annotations, converters, {})
            known[model] = self._whole
        return list(self._whole.select), self._whole.classes, self._whole.annotations

    def get_converters(self, expressions: list[Any]) -> dict[int, Any]:
        """Return how values are read, from memory for whole rows."""
        if self._whole and len(expressions) == len(self._whole.select):
            return self._whole.converters
        converters: dict[int, Any] = super().get_converters(expressions)
        return converters

    def get_order_by(self) -> Any:
        """Return the columns to order by, from memory for whole rows and own columns."""
        query = self.query
        names: tuple[Any, ...] = tuple(query.order_by)
        if not self._whole or query.extra_order_by or not query.standard_ordering:
            return super().get_order_by()
        if not names or not all(isinstance(name, str) for name in names):
            return super().get_order_by()
        if not all(_is_own_order(query.model, name) for name in names):
            return super().get_order_by()
        if names not in self._whole.orders:
            self._whole.orders[names] = super().get_order_by()
        return list(self._whole.orders[names])


class RowIterable(ModelIterable):
    """Makes the objects of a queryset, by the short way where it asks for whole rows."""

    def __iter__(self) -> Iterator[Any]:
        rows: Any = self.queryset
        if rows._known_related_objects or not _asks_for_whole_rows(rows.query):  # noqa: SLF001
            yield from super().__iter__()
            return
        compiler = rows.query.get_compiler(using=rows.db)
        results = compiler.execute_sql(chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size)
        for values in compiler.results_iter(results):
            yield row_of(rows.model, rows.db, values)


class _WholeRow(NamedTuple):
    """What a table's compiler found out once; nobody changes it."""

    select: list[Any]
    classes: dict[str, Any] | None
    annotations: dict[str, int]
    converters: dict[int, Any]
    orders: dict[tuple[str, ...], list[Any]]


class _OwnColumn(Col):
    """A table's own column in a condition: there is nothing to resolve, so it is not copied."""

    def resolve_expression(self, *_args: Any, **_how: Any) -> _OwnColumn:
        return self


def _asks_for_whole_rows(query: Query) -> bool:
    """Whether a query wants all columns of one table under its own name and nothing else."""
    model = query.model
    return (
        query.default_cols
        and model is not None
        and not query.select_related
        and not query.annotations
        and not query.extra
        and not query.combinator
        and query.selected is None
        and query.deferred_loading == WHOLE
        and not model._meta.parents
        and next(iter(query.alias_map), model._meta.db_table) == model._meta.db_table
    )


WHOLE: tuple[frozenset[str], bool] = (frozenset(), True)
"""How Django says that no column was deferred."""


@cache
def _is_own_order(model: type[Model], name: str) -> bool:
    return own_column(model, name.removeprefix("-")) is not None


@cache
def _column(field: Field[Any, Any]) -> Col:
    return _OwnColumn(field.model._meta.db_table, field)


@cache
def own_column(model: type[Model], name: str) -> Field[Any, Any] | None:
    """Return a table's own column of that name that leads nowhere else, or None."""
    field = _own(model, name)
    return None if field is None or field.is_relation else field


@cache
def own_lookup(model: type[Model], asked: str) -> OwnLookup | None:
    """Return how a condition such as ``state__in`` is put on an own column, or None."""
    name, _, lookup = asked.partition(LOOKUP_SEP)
    field = None if LOOKUP_SEP in lookup else _own(model, name)
    found = field.get_lookup(lookup or "exact") if field else None
    if not field or not found:
        return None
    is_null = field.get_lookup("isnull")
    needs_value = found.can_use_none_as_rhs or found.lookup_name != "exact"
    return OwnLookup(field, found, None if needs_value else is_null)


class OwnLookup(NamedTuple):
    """A column, the comparison asked for, and what ``None`` means there, where it means empty."""

    column: Field[Any, Any]
    compare: Callable[[Any, Any], Any]
    is_null: Callable[[Any, Any], Any] | None


def _own(model: type[Model], name: str) -> Field[Any, Any] | None:
    try:
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if not isinstance(field, Field) or not field.concrete or model._meta.parents:
        return None
    # A key of another table's row is a column as well; what lies beyond it is not.
    return field if not field.is_relation or isinstance(field, ForeignKey) else None


def plain_conditions(query: Query, conditions: Q) -> WhereNode | None:
    """Return conditions that all hold, each on an own column of the query's one table, or None."""
    if conditions.negated or conditions.connector != AND or len(query.alias_map) > 1:
        return None
    if not conditions.children:
        return None
    where = WhereNode(connector=AND)
    for condition in conditions.children:
        found = plain_condition(query, condition)
        if found is None:
            return None
        where.add(found, AND)
    return where


def plain_condition(query: Any, condition: object) -> WhereNode | None:
    """Return the condition ``(name, value)`` on an own column as SQL has it, or None."""
    if type(condition) is not tuple or query.annotations or not query.alias_cols:
        return None
    asked, value = condition
    if not (value is None or _is_plain(value)) or not query.model:
        return None
    known = own_lookup(query.model, asked)
    if not known:
        return None
    field, alias = known.column, query.get_initial_alias()
    column = _column(field) if alias == field.model._meta.db_table else field.get_col(alias)
    if value is not None:
        return WhereNode([known.compare(column, value)], connector=AND)
    return WhereNode([known.is_null(column, True)], connector=AND) if known.is_null else None


def row_of(model: type[M], database: str | None, values: Iterable[Any]) -> M:
    """Return the object of a whole row; ``__init__`` would set every field through a descriptor."""
    row = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, database
    row.__dict__.update(zip(_names(model), values, strict=True), _state=state)
    return row


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def _is_plain(value: object) -> bool:
    kind = type(value)
    return kind in SCALARS or (kind in LISTS and SCALARS.issuperset(map(type, value)))  # type: ignore[call-overload]
