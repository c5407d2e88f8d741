"""The query wall: every way to read is shut until a viewer is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Subquery, Sum

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import Conflict, UnscopedQuery
from lucai.platform.access.models import Organisation, Post, Role, RoleGrant
from lucai.platform.records import system_access
from lucai.stages.budget.indicators.models import BudgetIndicator, BudgetMovement
from tests.makers import people

pytestmark = pytest.mark.django_db

O = BudgetIndicator.objects  # noqa: E741 - short, since it stands in every line below

SHUT: dict[str, Callable[[], Any]] = {
    "iterate": lambda: list(O.all()),
    "get": lambda: O.get(pk=1),
    "first": lambda: O.first(),
    "last": lambda: O.last(),
    "latest": lambda: O.latest("pk"),
    "earliest": lambda: O.earliest("pk"),
    "slice": lambda: O.all()[0],
    "count": lambda: O.count(),
    "len": lambda: len(O.all()),
    "bool": lambda: bool(O.all()),
    "exists": lambda: O.exists(),
    "contains": lambda: O.contains(BudgetIndicator(pk=1)),
    "aggregate": lambda: O.aggregate(Sum("amount")),
    "annotate": lambda: list(O.annotate(n=Count("pk"))),
    "values": lambda: list(O.values("code")),
    "values_list": lambda: list(O.values_list("code", flat=True)),
    "values+annotate": lambda: list(O.values("region").annotate(n=Count("pk"))),
    "dates": lambda: list(O.dates("state_since", "day")),
    "datetimes": lambda: list(O.datetimes("state_since", "day")),
    "iterator": lambda: list(O.iterator()),
    "in_bulk": lambda: O.in_bulk([1]),
    "update": lambda: O.update(name="x"),
    "filtered update": lambda: O.filter(pk=1).update(amount=F("amount") + 1),
    "bulk_update": lambda: O.bulk_update([BudgetIndicator(pk=1, name="x")], ["name"]),
    "delete": lambda: O.all().delete(),
    "get_or_create": lambda: O.get_or_create(code="x"),
    "update_or_create": lambda: O.update_or_create(code="x"),
    "select_for_update": lambda: O.select_for_update().get(pk=1),
    "subquery in filter": lambda: list(
        BudgetMovement.objects.filter(indicator__in=O.filter(amount__gt=0))
    ),
    "outer ref": lambda: list(
        O.annotate(x=Subquery(BudgetMovement.objects.filter(indicator=OuterRef("pk")).values("pk")))
    ),
    "exists subquery": lambda: list(
        O.filter(Exists(BudgetMovement.objects.filter(indicator=OuterRef("pk"))))
    ),
    "union": lambda: list(O.all().union(O.all())),
    "or of two unscoped": lambda: list(O.filter(pk=1) | O.filter(pk=2)),
    "explain": lambda: O.all().explain(),
    "prefetch unscoped": lambda: list(
        O.prefetch_related(Prefetch("pk", queryset=BudgetMovement.objects.all()))
    ),
    "forward foreign key": lambda: PostHeld().organisation,
}


def PostHeld() -> Post:  # noqa: N802 - reads like a row in hand
    """Return a post as if it had just been read."""
    return Post(pk=1, organisation_id=1, person_id=1)


@pytest.mark.parametrize("way", SHUT)
def test_a_read_without_a_viewer_is_refused(way: str) -> None:
    with pytest.raises(UnscopedQuery):
        SHUT[way]()


@pytest.fixture
def two_buyers() -> tuple[Viewer, Viewer]:
    first, second = people.buyer(1), people.buyer(2)
    for n, of in enumerate((first, second)):
        row = BudgetIndicator(
            code=f"I-{n}0000",
            name="示例指标",
            fiscal_year=2026,
            current_year=2026,
            buyer_id=of.organisation,
            buyer_path=of.unit_path,
            buyer_name=of.organisation_name,
            finance_id=1,
            region="370102",
            fund_type="一般公共预算",
            amount=100,
            state="active",
            state_since="2026-01-01T00:00:00+08:00",
        )
        row.save()
    return first, second


def test_a_union_of_scoped_and_unscoped_is_refused_in_both_orders(
    two_buyers: tuple[Viewer, Viewer],
) -> None:
    scoped = O.seen_by(two_buyers[0])
    for leak in (lambda: scoped | O.filter(pk=2), lambda: O.filter(pk=2) | scoped):
        with pytest.raises(UnscopedQuery):
            list(leak())


def test_a_viewer_reads_counts_locks_and_sums_its_own_rows_only(
    two_buyers: tuple[Viewer, Viewer],
) -> None:
    mine = O.seen_by(two_buyers[0])
    assert mine.count() == 1
    assert mine.aggregate(total=Sum("amount"))["total"] == 100
    assert mine.filter(code="I-10000").first() is None
    assert [row.code for row in mine.select_for_update()] == ["I-00000"]


def test_a_supervisor_reads_the_region_and_no_other(two_buyers: tuple[Viewer, Viewer]) -> None:
    del two_buyers
    assert O.seen_by(people.finance("370102")).count() == 2
    assert O.seen_by(people.finance("370202")).count() == 0
    assert O.seen_by(people.finance("370000", "province")).count() == 2


def test_a_table_without_a_scope_is_seen_by_nobody(two_buyers: tuple[Viewer, Viewer]) -> None:
    del two_buyers
    assert O.seen_by(people.public()).count() == 0
    assert O.seen_by(people.supplier()).count() == 0


def test_reverse_names_do_not_exist(two_buyers: tuple[Viewer, Viewer]) -> None:
    with pytest.raises(Exception, match="Cannot resolve keyword"):
        list(O.seen_by(two_buyers[0]).values("budgetmovement__amount"))


def test_a_lost_update_is_refused(two_buyers: tuple[Viewer, Viewer]) -> None:
    first, second = (O.seen_by(two_buyers[0]).get() for _ in range(2))
    first.change(name="先改")
    with pytest.raises(Conflict):
        second.change(name="后改")


def test_full_clean_and_saving_a_new_row_work(two_buyers: tuple[Viewer, Viewer]) -> None:
    del two_buyers
    role = Role(code="x", name="示例", side="buyer", description="示例")
    role.full_clean()
    role.save()
    RoleGrant(role=role, permission="a:b").full_clean()
    with system_access("test"):
        assert Organisation.objects.count() == 2
