"""The list of archives among a million: which index answers, and one query whatever the filters."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from lucai.kernel.actors import Viewer
from lucai.stages.archive.packages.models import ArchivePackage
from lucai.stages.archive.packages.selectors import package_page
from tests.makers import people

pytestmark = pytest.mark.django_db

COUNTY, AGENCY, BRANCH = (
    "archive_package_region",
    "archive_package_agency",
    "archive_package_branch",
)


@pytest.fixture(autouse=True)
def _planned_as_if_full() -> None:
    """PostgreSQL reads an empty table whole unless that is forbidden."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def plan(viewer: Viewer, *order: str) -> str:
    rows = ArchivePackage.objects.seen_by(viewer).order_by(*order)
    return rows[:26].explain()


def test_a_county_and_an_agency_read_their_own_by_index() -> None:
    assert COUNTY in plan(people.finance(), "-id")
    assert AGENCY in plan(people.agency(), "-id")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_a_branch_is_found_by_the_beginning_of_its_path() -> None:
    assert BRANCH in plan(people.buyer())


def test_the_list_is_one_query_whatever_is_asked(django_assert_num_queries: Any) -> None:
    for viewer in (people.buyer(), people.agency(), people.finance()):
        with django_assert_num_queries(1):
            package_page(viewer, words="示例", state="archived", year="2026")
