"""The supplier library: kept by the supplier, read by those it deals with."""

from __future__ import annotations

import pytest

from lucai.kernel.errors import NotAllowed, NotFound
from lucai.registers.suppliers import selectors, services
from lucai.registers.suppliers.models import Supplier
from lucai.registers.suppliers.schemas import SizeClass
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.registers import company, registered_supplier

pytestmark = pytest.mark.django_db


def test_what_a_supplier_entered_comes_back_to_its_form() -> None:
    registered_supplier(1)
    assert selectors.own_company(people.supplier()) == company()


def test_entering_again_corrects_and_makes_no_second_entry() -> None:
    pk = registered_supplier(1)
    services.keep_company(people.actor(people.supplier()), company=company(size=SizeClass.MICRO))
    assert selectors.supplier_seen(people.buyer(), pk).size_label == "微型"
    assert Supplier.objects.seen_by(people.buyer()).count() == 1


@pytest.mark.parametrize("name", ["public", "other supplier", "expert", "administrator"])
def test_a_supplier_is_not_there_for_those_who_have_no_business_with_it(name: str) -> None:
    pk = registered_supplier(1)
    with pytest.raises(NotFound):
        selectors.supplier_seen(people.everyone()[name], pk)


@pytest.mark.parametrize("name", ["agency", "finance", "other supplier", "public"])
def test_the_account_is_for_payers_alone(name: str) -> None:
    pk = registered_supplier(1)
    assert selectors.payee_account(people.treasury(), pk).number == "6200 0000 0000 0001"
    with pytest.raises(NotAllowed):
        selectors.payee_account(people.everyone()[name], pk)


def test_a_supplier_without_an_account_says_so() -> None:
    with pytest.raises(NotFound, match="收款账户"):
        selectors.payee_account(people.treasury(), people.supplier(5).organisation or 0)


def test_the_list_finds_by_name_code_and_size() -> None:
    registered_supplier(1)
    registered_supplier(2, size=SizeClass.LARGE)
    agency = people.agency()
    assert len(selectors.supplier_page(agency).items) == 2
    assert [c.name for c in selectors.supplier_page(agency, words="供应商2").items] == [
        "示例供应商2有限公司"
    ]
    assert len(selectors.supplier_page(agency, size_class="small").items) == 1


def test_several_suppliers_come_in_one_query(django_assert_num_queries: object) -> None:
    pks = [registered_supplier(n) for n in (1, 2, 3)]
    buyer = people.buyer()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert set(selectors.suppliers_of(buyer, pks)) == set(pks)


def test_the_form_keeps_what_was_typed_and_adds_a_certificate_without_scripts() -> None:
    supplier = people.supplier()
    client = browse(supplier)
    typed = {
        "size_class": "small",
        "industry": "2",
        "legal_representative": "示例法人",
        "contact": "示例联系人",
        "phone": "0531-00000000",
        "address": "示例路 9 号",
        "account_number": "abc",
    }
    refused = client.post("/company/", typed)
    assert refused.status_code == 422
    assert 'value="abc"' in refused.content.decode()
    typed["account_number"] = "62000000"
    added = client.post("/company/", {**typed, "add": "qualifications"}).content.decode()
    assert 'name="qualifications.0.name"' in added
    assert selectors.own_company(supplier) is None
    client.post("/company/", typed)
    kept = selectors.own_company(supplier)
    assert kept is not None
    assert kept.account_number == "62000000"


def test_lists_and_profiles_have_their_pages() -> None:
    pk = registered_supplier(1)
    client = browse(people.agency())
    assert "示例供应商1有限公司" in client.get("/suppliers/?words=供应商1").content.decode()
    assert "示例体系认证" in client.get(f"/suppliers/{pk}/").content.decode()
    assert "6200" not in client.get(f"/suppliers/{pk}/").content.decode()
    assert browse(people.treasury()).get("/suppliers/").status_code == 404
