"""The short ways for plain questions: the same SQL and the same rows as Django's own way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import Q
from django.db.models.sql import Query

from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.platform.records.models import MoneyField, Record
from lucai.platform.records.plain import own_column, own_lookup, plain_condition
from lucai.stages.trade.projects.models import Lot, ProcurementProject

TABLES = [model for model in apps.get_models() if issubclass(model, Record)]
VALUES: dict[type[models.Field[Any, Any]], object] = {
    models.CharField: "x",
    models.TextField: "x",
    models.BooleanField: True,
    models.DateTimeField: datetime(2026, 7, 1, tzinfo=UTC),
    models.DateField: date(2026, 7, 1),
    models.BigAutoField: 7,
    models.BigIntegerField: 7,
    models.PositiveIntegerField: 7,
    models.PositiveSmallIntegerField: 7,
    MoneyField: 7,
    models.JSONField: "x",
}

Shape = Callable[["models.QuerySet[Any]"], "models.QuerySet[Any]"]

LOTS: dict[str, Shape] = {
    "by two columns": lambda rows: rows.filter(number=1, state__in=["open", "failed"]),
    "by none of a list": lambda rows: rows.filter(state__in=[]),
    "not so": lambda rows: rows.exclude(reason="").exclude(number__in=(1, 2)),
    "one or the other": lambda rows: rows.filter(Q(number=1) | Q(state="open", ceiling=None)),
    "not one or the other": lambda rows: rows.filter(~(Q(number=1) | ~Q(state="open"))),
    "by a row of another table": lambda rows: rows.filter(project__number="x", number=1),
    "by a row in hand": lambda rows: rows.filter(project=ProcurementProject(pk=1), number=1),
    "twice the same": lambda rows: rows.filter(number=1).filter(number=1, state="open"),
    "after another table": lambda rows: rows.filter(project__number="x").filter(project_id=1),
    "before another table": lambda rows: rows.filter(project_id=1).filter(project__number="x"),
    "by the other table's key": lambda rows: rows.filter(project_id=1, number=2).order_by(
        "-number"
    ),
    "with the other table": lambda rows: rows.select_related("project").filter(number=1),
    "ordered by the other table": lambda rows: rows.order_by("project__number", "number"),
    "backwards": lambda rows: rows.order_by("number").reverse(),
    "the first three": lambda rows: rows.order_by("number", "pk")[:3],
    "only some columns": lambda rows: rows.only("number").filter(state="open"),
    "as values": lambda rows: rows.filter(state="open").values_list("number", flat=True),
    "counted": lambda rows: rows.values("state").annotate(n=models.Count("pk")).filter(n=1),
    "by what was counted": lambda rows: rows.annotate(number2=models.F("number")).filter(number2=1),
    "distinct": lambda rows: rows.filter(state="open").order_by("number").distinct(),
}


def django_s_way(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return a queryset that knows neither wall nor short ways."""
    return models.QuerySet(model, query=Query(model))


def asked(rows: models.QuerySet[Any]) -> object:
    """Return what a queryset asks the database, or that it need not ask."""
    with system_access("test"):
        try:
            return rows.query.get_compiler("default").as_sql()
        except EmptyResultSet:
            return "nothing"


def the_same(model: type[Any], shape: Shape) -> None:
    """Demand the same question of both ways, asked twice: the second time from memory."""
    for _ in range(2):
        assert asked(shape(model.objects.all())) == asked(shape(django_s_way(model)))


def test_every_table_is_asked_by_all_of_its_columns_as_django_asks() -> None:
    for model in TABLES:
        having = {
            field.attname: 1 if field.is_relation else VALUES[type(field)]
            for field in model._meta.concrete_fields
            if type(field) in VALUES or field.is_relation
        }
        names = list(having)
        the_same(model, lambda rows: rows)
        the_same(model, lambda rows, h=having, n=names: rows.filter(**h).order_by(*n))
        lacking = {f"{name}__isnull": True for name in names}
        the_same(model, lambda rows, n=lacking: rows.filter(**n).order_by("-pk"))


@pytest.mark.parametrize("name", ["number", "state", "project", "project_id", "pk", "ceiling"])
def test_each_comparison_is_made_as_django_makes_it(name: str) -> None:
    value = "open" if name == "state" else 1
    for asks in ({name: value}, {name: None}, {f"{name}__in": [value, value]}, {f"{name}__gte": 1}):
        the_same(Lot, lambda rows, a=asks: rows.filter(**a).order_by(f"-{name}"))
        the_same(Lot, lambda rows, a=asks: rows.exclude(**a))


@pytest.mark.parametrize("shape", LOTS)
def test_what_is_not_plain_is_asked_as_django_asks(shape: str) -> None:
    the_same(Lot, LOTS[shape])


def test_the_short_way_is_taken_for_own_columns_only() -> None:
    assert own_lookup(Lot, "state__in")
    assert own_column(Lot, "pk")
    assert not any(own_column(Lot, name) for name in ("project", "project_id", "nothing", "?"))
    assert plain_condition(Lot.objects.all().query, ("number", 1))
    assert not plain_condition(Lot.objects.all().query, ("number", models.F("pk")))
    assert not plain_condition(Lot.objects.all().query, ("number__gte", None))
    assert not plain_condition(Lot.objects.all().query, ("project__number", "x"))
    assert not plain_condition(JournalEntry.objects.all().query, ("body", None))


@pytest.mark.django_db
def test_a_row_is_read_as_django_reads_it() -> None:
    at = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    entry = JournalEntry(
        at=at, event="a.b", object_type="a", object_key="1", label="x", region="370102",
        public=True, actor_side="buyer", audience=[1, 2], body={"a": {"b": [1]}},
    )  # fmt: skip
    with system_access("test"):
        entry.save()
        for _ in range(2):
            read, own = JournalEntry.objects.get(pk=entry.pk), django_s_way(JournalEntry).get()
            names = [field.attname for field in JournalEntry._meta.concrete_fields]
            assert [getattr(read, n) for n in names] == [getattr(own, n) for n in names]
            assert (read.at, read.body, read.public) == (at, {"a": {"b": [1]}}, True)
        assert (read._state.adding, read._state.db) == (False, "default")
        assert read == own
        assert not JournalEntry.objects.exclude(pk=read.pk).exists()
