"""The supervision of the four libraries: counts by state and region, and warnings that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.oversight.libraries import selectors
from lucai.registers.agencies.models import ProcurementAgency
from tests.makers import agencies, experts, people, products
from tests.makers.browsing import browse
from tests.makers.crawling import Reading, counted
from tests.makers.registers import registered_supplier

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


def watched(title: str) -> list[str]:
    watches = selectors.libraries(agencies.province()).watches
    return [one.label for watch in watches if title in watch.title for one in watch.found]


def test_every_library_is_counted_by_state_and_region() -> None:
    agencies.submitted()
    people.agency()
    registered_supplier(1)
    experts.accepted(1)
    products.listed()
    sheet = selectors.libraries(people.finance())
    assert [one.total for one in sheet.libraries] == [2, 1, 1, 1]
    parts = [(part.label, part.count) for one in sheet.libraries for part in one.parts]
    assert ("待核对", 1) in parts
    assert ("小型", 1) in parts
    [line] = sheet.regions
    assert (line.code, line.counts) == (people.REGION, (2, 1, 1, 1))
    assert selectors.libraries(people.finance("370202")).regions == ()


def test_an_agency_short_of_staff_is_named_and_one_with_five_is_not() -> None:
    people.agency()
    assert watched("专职人员") == []
    ProcurementAgency.objects.seen_by(SYSTEM).update(staff_count=4)
    assert watched("专职人员") == ["示例代理机构1"]


@pytest.mark.parametrize(("days", "told"), [(334, False), (335, True)])
def test_a_certificate_of_a_product_is_told_of_thirty_days_before(days: int, *, told: bool) -> None:
    products.listed()
    with clock.at(clock.moment(MONDAY + timedelta(days=days), 9)):
        assert bool(watched("商品")) is told


def test_every_warning_and_figure_leads_to_its_page_in_few_queries() -> None:
    experts.accepted(1)
    products.listed()
    with clock.at(clock.moment(date(2045, 6, 1), 10)):
        client = browse(people.finance())
        page, queries = counted(client, "/libraries/")
        reading = Reading(page.content.decode())
        inside = [link for link in reading.links if link.startswith(("/experts/", "/products/"))]
        assert any(link.startswith("/experts/ZJ") for link in inside)
        assert all(client.get(link).status_code == 200 for link in inside)
        assert queries < 16
        lines = client.get("/libraries.csv").content.decode()
    assert f"{people.REGION}," in lines


@pytest.mark.parametrize("who", ["buyer", "agency", "supplier", "expert", "administrator"])
def test_only_finance_watches(who: str) -> None:
    assert browse(people.everyone()[who]).get("/libraries/").status_code == 404
