"""Open data: every public change is a release, every release is valid OCDS 1.1.5."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import ocds
from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal import readers
from lucai.platform.journal.services import Entry, record
from lucai.publication.ocds import assembly
from tests.makers import people
from tests.publication.schemas import problems_of

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system(Reason.INSTALLATION)


def tell(fragment: dict[str, Any], *, key: str = "P1", public: bool = True) -> None:
    record(
        SYSTEM,
        Entry(
            event="trade.example.publish",
            object_type="trade.example",
            object_key=key,
            label="发布招标公告",
            region="370102",
            public=public,
            body={"ocds": fragment},
        ),
    )


def tender(status: str = "active") -> dict[str, Any]:
    buyer, agency = people.buyer(), people.agency()
    assert buyer.organisation
    assert agency.organisation
    return {
        "tag": "tender",
        "buyer": ocds.reference(buyer.organisation, buyer.organisation_name),
        "tender": {
            "id": "P1",
            "title": "示例项目",
            "status": status,
            "procurementMethod": "open",
            "procuringEntity": ocds.reference(agency.organisation, agency.organisation_name),
            "value": ocds.value(123456700),
            "items": [ocds.item("1", "示例课桌", "A05010201", "办公桌", 40, "张", 120000)],
        },
    }


def test_a_public_fragment_becomes_a_valid_release(
    client: Client, pump: Callable[[], None]
) -> None:
    tell(tender())
    pump()
    package = client.get("/ocds/releases.json").json()
    assert problems_of("release-package", package) == []
    [release] = package["releases"]
    assert release["tag"] == ["tender"]
    assert release["tender"]["value"] == {"amount": 1234567, "currency": "CNY"}
    assert {tuple(p["roles"]) for p in release["parties"]} == {("buyer",), ("procuringEntity",)}
    assert release["buyer"]["id"].startswith("CN-USCC-91")


def test_a_sealed_entry_makes_no_release(client: Client, pump: Callable[[], None]) -> None:
    tell(tender(), public=False)
    pump()
    assert client.get("/ocds/releases.json").json()["releases"] == []


def test_reading_the_journal_twice_makes_no_second_release(
    client: Client, pump: Callable[[], None]
) -> None:

    tell(tender())
    pump()
    readers.rewind("ocds")
    pump()
    assert len(client.get("/ocds/releases.json").json()["releases"]) == 1


def test_packages_are_paged_to_the_end_and_miss_nothing(
    client: Client, pump: Callable[[], None]
) -> None:
    for n in range(250):
        tell({"tag": "tenderUpdate", "tender": {"id": str(n)}}, key=f"P{n}")
    pump()
    seen, address = [], "/ocds/releases.json"
    while address:
        package = client.get(address).json()
        seen += [release["tender"]["id"] for release in package["releases"]]
        address = package.get("links", {}).get("next", "")
    assert seen == [str(n) for n in range(250)]


def test_a_record_is_valid_and_its_compiled_release_keeps_the_last_word(
    client: Client, pump: Callable[[], None]
) -> None:
    tell(tender())
    tell({"tag": "tenderUpdate", "tender": {"id": "P1", "status": "complete"}})
    pump()
    package = client.get(f"/ocds/records/{ocds.ocid('P1')}.json").json()
    assert problems_of("record-package", package) == []
    compiled = package["records"][0]["compiledRelease"]
    assert compiled["tender"]["status"] == "complete"
    assert compiled["tender"]["title"] == "示例项目"


def test_an_unknown_process_is_not_found(client: Client) -> None:
    assert client.get("/ocds/records/nothing.json").status_code == 404
    assert client.get("/ocds/projects/nothing.json").status_code == 404


def test_the_validator_finds_what_is_wrong() -> None:
    wrong = assembly.package("https://lucai.example/x", "yesterday", releases=[{"ocid": "x"}])
    assert problems_of("release-package", wrong)


def test_lists_are_merged_by_id_and_other_lists_are_replaced() -> None:
    first = {"ocid": "x", "date": "1", "tender": {"lots": [{"id": "1", "status": "active"}]}}
    second = {
        "ocid": "x",
        "date": "2",
        "tender": {"lots": [{"id": "1", "title": "包 1"}, {"id": "2"}]},
    }
    merged = assembly.compiled([first, second])
    assert merged["tender"]["lots"] == [
        {"id": "1", "status": "active", "title": "包 1"},
        {"id": "2"},
    ]


def test_a_party_keeps_the_roles_it_had_before(client: Client, pump: Callable[[], None]) -> None:
    tell(tender())
    pump()
    buyer = people.buyer()
    assert buyer.organisation
    paid = {
        "id": "T1",
        "date": "2026-06-01T00:00:00+08:00",
        "value": ocds.value(100),
        "payer": ocds.reference(buyer.organisation, buyer.organisation_name),
    }
    contract = {"id": "C1", "awardID": "A1", "implementation": {"transactions": [paid]}}
    tell({"tag": "implementationUpdate", "contracts": [contract]})
    pump()
    [record] = client.get(f"/ocds/records/{ocds.ocid('P1')}.json").json()["records"]
    roles = {party["id"]: party["roles"] for party in record["compiledRelease"]["parties"]}
    assert roles[record["compiledRelease"]["buyer"]["id"]] == ["buyer", "payer"]
