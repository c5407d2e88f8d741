"""Leads about bidders of one lot: for people to look into, from what is on record."""

from dataclasses import replace
from typing import Any

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.platform.records import system_access
from lucai.registers.suppliers.models import Supplier
from lucai.registers.suppliers.services import keep_company
from lucai.stages.trade.bids.selectors import BidSheet, opened_bids
from lucai.stages.trade.evaluations.selectors.together import leads_about
from tests.makers import bids as make
from tests.makers import people, registers
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db
opened = kept(make.opened_lot)


def sheets(call: make.Call, **changes: Any) -> dict[str, BidSheet]:
    """Return the bids by code; what is changed is changed on the first."""
    found = opened_bids(SYSTEM, call.number, 1)
    found[0] = replace(found[0], **changes)
    return {bid.code: bid for bid in found}


def test_the_same_legal_representative_is_a_lead_with_its_article(opened: make.Call) -> None:
    for n in (1, 2, 3):
        registers.registered_supplier(n)
    found = sheets(opened)
    first, second, third = found.values()
    with system_access("two firms of one person"):
        for bid, name in ((first, "示例甲"), (second, "示例甲"), (third, "示例乙")):
            Supplier.objects.filter(organisation_id=bid.supplier_id).update(
                legal_representative=name
            )
    said = [lead for lead in leads_about(first.code, found, {}) if "法定代表人" in lead.text]
    assert [second.supplier_name in lead.text for lead in said] == [True]
    assert said[0].cites == ("政府采购法实施条例/18",)
    assert not [x for x in leads_about(third.code, found, {}) if "法定代表人" in x.text]


def test_a_member_of_a_consortium_that_also_bids_alone_is_a_lead_at_both(opened: make.Call) -> None:
    plain = sheets(opened)
    second = list(plain.values())[1]
    found = sheets(opened, consortium=f"牵头方承担供货；{second.supplier_name}承担安装")
    first = next(iter(found))
    assert any("另行参加" in lead.text for lead in leads_about(first, found, {}))
    assert any("同时列为" in lead.text for lead in leads_about(second.code, found, {}))


def test_one_brand_is_a_lead_at_each_who_offers_it(opened: make.Call) -> None:
    found = sheets(opened)
    first, second, third = found
    brands = {first: "x", second: "x", third: ""}
    assert [lead.cites for lead in leads_about(first, found, brands)][:1] == [
        ("财政部令第87号/31",)
    ]
    assert not any("品牌" in lead.text for lead in leads_about(third, found, brands))


def test_who_stands_behind_two_bidders_or_holds_one_is_a_lead_with_its_article(
    opened: make.Call,
) -> None:
    for n in (1, 2, 3):
        registers.registered_supplier(n)
    found = sheets(opened)
    first, second, third = found.values()
    with system_access("ties"):
        rows = {
            bid.code: Supplier.objects.get(organisation_id=bid.supplier_id)
            for bid in found.values()
        }
        for n, row in enumerate(rows.values()):
            row.change(
                legal_representative=f"示例法人{n}", contact=f"示例联系人{n}",
                address=f"示例路 {n} 号",
            )  # fmt: skip
        person = tie("controller", "示例控制人", born_on="1968-08-08")
        rows[first.code].change(ties=[person])
        rows[second.code].change(
            ties=[
                person,
                tie("shareholder", first.supplier_name, rows[first.code].uscc, share="60"),
            ]
        )
        namesake = {**person, "born_on": "1990-01-01"}
        gone = tie("shareholder", "示例原股东", rows[first.code].uscc, until="2020-01-01")
        rows[third.code].change(ties=[namesake, gone])
    said = [lead for lead in leads_about(first.code, found, {}) if "核实是否" in lead.text]
    assert [lead.cites for lead in said] == [("政府采购法实施条例/18",)] * 2
    assert "示例控制人" in said[0].text
    assert second.supplier_name in said[0].text
    assert "持股 60%" in said[1].text
    assert not [x for x in leads_about(third.code, found, {}) if "核实是否" in x.text]


def tie(kind: str, name: str, uscc: str = "", **more: Any) -> dict[str, Any]:
    blank: dict[str, Any] = {"born_on": None, "share": None, "since": None, "until": None}
    return {"kind": kind, "name": name, "uscc": uscc, **blank, **more, "source": "own"}


def test_one_contact_with_one_telephone_is_a_lead(opened: make.Call) -> None:
    for n in (1, 2):
        registers.registered_supplier(n)
    found = sheets(opened)
    said = [x for x in leads_about(next(iter(found)), found, {}) if "联系人和电话" in x.text]
    assert [lead.cites for lead in said] == [("财政部令第87号/37",)]


def at_address(n: int, address: str) -> None:
    """Enter the n-th supplier at an address."""
    viewer = people.supplier(n)
    keep_company(
        people.actor(viewer), company=registers.company().model_copy(update={"address": address})
    )


def test_one_registered_address_is_a_lead_however_it_is_spelt(opened: make.Call) -> None:
    at_address(1, "示例市示例路9号A座")
    at_address(2, "示例市示例路 ９ 号a座")
    at_address(3, "示例市示例路 19 号A座")
    found = sheets(opened)
    first, second, third = found
    for code in (first, second):
        [said] = [x for x in leads_about(code, found, {}) if "登记的地址" in x.text]
        assert "政府采购法实施条例/18" in said.cites
    assert not [x for x in leads_about(third, found, {}) if "登记的地址" in x.text]
