"""Short ways for what nearly every question looks like: whole rows of one table, by its own columns.

For every query Django works out anew what it found out for the one before: which columns a table
has, how each is spelt and read. Half of a page's time went there. What never changes is kept here;
whatever is not plain goes Django's own way, and ``tests/platform/test_plain_questions.py`` asks
about every table both ways: the SQL must be the same to the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model, Q
from django.db.models.base import ModelState
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import ORDER_DIR
from django.db.models.sql.query import get_order_dir
from django.db.models.sql.where import AND, WhereNode

M = TypeVar("M", bound=Model)

SCALARS = frozenset({str, int, bool, float, bytes, date, datetime, timedelta, Decimal})
LISTS = frozenset({list, tuple, set, frozenset})


class PlainCompiler(SQLCompiler):
    """Django's compiler, which remembers of each table how its whole rows are asked for and read."""

    _whole: _WholeRow | None = None

    def get_select(self, with_col_aliases: bool = False) -> Any:
        """Return columns, classes and annotations of the query, from memory for whole rows."""
        if with_col_aliases or not _asks_for_whole_rows(self.query):
            return super().get_select(with_col_aliases)
        self.query.get_initial_alias()
        known: dict[type[Model], _WholeRow] = vars(self.connection).setdefault("_whole_rows", {})
        self._whole = known.get(self.query.model)
        if not self._whole:
            select, classes, annotations = super().get_select()
            converters = super().get_converters([column for column, _, _ in select])
            self._whole = _WholeRow(select, classes, annotations, converters)
            known[self.query.model] = self._whole
        return list(self._whole.select), self._whole.classes, self._whole.annotations

    def get_converters(self, expressions: list[Any]) -> dict[int, Any]:
        """Return how values are read, from memory for whole rows."""
        if self._whole and len(expressions) == len(self._whole.select):
            return self._whole.converters
        converters: dict[int, Any] = super().get_converters(expressions)
        return converters

    def _order_by_pairs(self) -> Iterator[tuple[OrderBy, bool]]:
        columns = _own_order(self.query) if self._whole else None
        if columns is None:
            yield from super()._order_by_pairs()
            return
        alias = self.query.get_initial_alias()
        for field, descending in columns:
            yield OrderBy(field.get_col(alias), descending=descending), False


class _WholeRow(NamedTuple):
    """What a table's compiler found out once; nobody changes it."""

    select: list[Any]
    classes: dict[str, Any]
    annotations: dict[str, int]
    converters: dict[int, Any]


def _asks_for_whole_rows(query: Query) -> bool:
    """Whether a query wants all columns of one table under its own name and nothing else."""
    return (
        query.default_cols
        and not query.select_related
        and not query.annotations
        and not query.extra
        and not query.combinator
        and query.selected is None
        and query.deferred_loading == WHOLE
        and not query.model._meta.parents
        and query.base_table == query.model._meta.db_table
    )


WHOLE: tuple[frozenset[str], bool] = (frozenset(), True)
"""How Django says that no column was deferred."""


def _own_order(query: Query) -> list[tuple[Field[Any, Any], bool]] | None:
    """Return the own columns by which whole rows are ordered, or None for Django to say."""
    if not query.order_by or query.extra_order_by or not query.standard_ordering:
        return None
    found = []
    for name in query.order_by:
        if not isinstance(name, str):
            return None
        bare, order = get_order_dir(name, ORDER_DIR["ASC"][0])
        field = own_column(query.model, bare)
        if field is None:
            return None
        found.append((field, order == "DESC"))
    return found


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


def plain_condition(query: Query, condition: object) -> WhereNode | None:
    """Return the condition ``(name, value)`` on an own column as SQL has it, or None."""
    if type(condition) is not tuple or query.annotations or not query.alias_cols:
        return None
    asked, value = condition
    if not (value is None or _is_plain(value)) or not query.model:
        return None
    known = own_lookup(query.model, asked)
    if not known:
        return None
    column = known.column.get_col(query.get_initial_alias())
    if value is not None:
        return WhereNode([known.compare(column, value)], connector=AND)
    return WhereNode([known.is_null(column, True)], connector=AND) if known.is_null else None


def row_of(model: type[M], database: str | None, values: Sequence[Any]) -> M:
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
