"""Everything the demonstration's procurements make public is valid open data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from lucai.platform.records import system_access
from lucai.publication.ocds.models import Release
from lucai.stages.trade.projects.models import ProcurementProject
from tests.makers import demonstration
from tests.publication.schemas import problems_of

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]


@pytest.fixture(scope="module", autouse=True)
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Build the world once for the module; nothing of it is left to other tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.build_world(demonstration.varied())
        yield
        transaction.set_rollback(True)


def packages(client: Client) -> Iterator[dict[str, Any]]:
    """Yield every package of releases, following ``links.next``."""
    address = "/ocds/releases.json"
    while address:
        package = client.get(address).json()
        yield package
        address = package.get("links", {}).get("next", "")


def processes() -> list[str]:
    with system_access("test"):
        return sorted(set(Release.objects.values_list("ocid", flat=True)))


def test_every_release_package_and_record_is_valid(client: Client) -> None:
    found = [p for package in packages(client) for p in problems_of("release-package", package)]
    assert found == []
    for process in processes():
        package = client.get(f"/ocds/records/{process}.json").json()
        assert problems_of("record-package", package) == []


def test_one_process_tells_a_procurement_from_intention_to_payment(client: Client) -> None:
    with system_access("test"):
        [project] = ProcurementProject.objects.filter(buyer_name="示例济南市第一中学")
    package = client.get(f"/ocds/projects/{project.number}.json").json()
    tags = {tag for release in package["releases"] for tag in release["tag"]}
    assert {"planning", "tender", "award", "contract", "implementation"} <= tags
    assert {release["ocid"] for release in package["releases"]} == {project.ocid}
    record = client.get(f"/ocds/records/{project.ocid}.json").json()["records"][0]
    whole = record["compiledRelease"]
    assert whole["tender"]["status"] == "complete"
    [contract] = [c for c in whole["contracts"] if c["awardID"].endswith("-1")]
    paid = sum(t["value"]["amount"] for t in contract["implementation"]["transactions"])
    assert paid == contract["value"]["amount"]
    roles = {role for party in whole["parties"] for role in party["roles"]}
    assert {"buyer", "procuringEntity", "supplier", "payer", "payee"} <= roles


def test_a_failed_procurement_says_so(client: Client) -> None:
    with system_access("test"):
        project = ProcurementProject.objects.get(state="ended")
    record = client.get(f"/ocds/records/{project.ocid}.json").json()["records"][0]
    tender = record["compiledRelease"]["tender"]
    assert tender["status"] == "unsuccessful"
    assert [lot["status"] for lot in tender["lots"]] == ["unsuccessful"]
