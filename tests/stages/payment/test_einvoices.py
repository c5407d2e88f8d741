"""Electronic invoices: read, compared with the contract, and refused in plain Chinese."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput
from lucai.platform.files.kinds import OFD, PDF, XML
from lucai.registers.suppliers.services import keep_company
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.einvoices import read_einvoice
from lucai.stages.payment.requests.schemas import InvoiceIn
from tests.makers import contract as make
from tests.makers import einvoices, people, registers
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "payee_name": "示例供应商1有限公司", "payee_bank": "示例银行", "payee_account": "1602 0000",
}  # fmt: skip


@pytest.fixture
def accepted() -> Any:
    """What was accepted of a filed contract."""
    return make.published_acceptance(make.filed())


def hand_in(accepted: Any, file: object, **typed: Any) -> Any:
    number = accepted.contract_number
    with clock.at(make.after_signing(number, 12)):
        place = services.hand_in_invoice(
            make.supplier(), contract_number=number, acceptance_number=accepted.number,
            invoice=InvoiceIn(**ACCOUNT, **typed), file=file,
        )  # fmt: skip
        return selectors.invoice_seen(people.buyer(), number, place)


def refused(accepted: Any, file: object, **typed: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        hand_in(accepted, file, **typed)
    assert selectors.invoices_of(people.buyer(), accepted.contract_number) == []
    return dict(refusal.value.fields)


def test_an_invoice_says_itself_what_nobody_needs_to_type(accepted: Any) -> None:
    said = einvoices.values(accepted.contract_number, accepted.amount)
    shown = hand_in(accepted, einvoices.upload("xml", said))
    assert (shown.invoice_number, shown.issued_on) == (einvoices.NUMBER, einvoices.DAY)
    assert (shown.amount, shown.read_as) == (accepted.amount, "xml")
    assert (shown.net + shown.tax, shown.tax) == (accepted.amount, accepted.amount // 10)


def test_xml_ofd_and_pdf_say_the_same(accepted: Any) -> None:
    said = einvoices.values(accepted.contract_number, accepted.amount)
    for kind in (XML, OFD, PDF):
        found = read_einvoice(kind, einvoices.WAYS[kind.name](said))
        assert found is not None
        assert (found.number, found.issued_on) == (einvoices.NUMBER, einvoices.DAY), kind.name
        assert found.amount == accepted.amount
        assert {said["buyer_code"], said["seller_code"]} <= found.codes


@pytest.mark.parametrize("way", einvoices.WAYS)
def test_an_invoice_for_another_buyer_is_refused_in_plain_chinese(accepted: Any, way: str) -> None:
    other = "91370100MA3ABCDE1X"
    said = einvoices.values(
        accepted.contract_number, accepted.amount, buyer="示例别的单位", buyer_code=other
    )
    told = refused(accepted, einvoices.upload(way, said))["file"]
    assert "不是本合同的采购人“示例采购单位1”" in told
    assert "重开" in told


def test_an_invoice_is_refused_for_what_does_not_fit(accepted: Any) -> None:
    def values(**changes: str) -> Any:
        said = einvoices.values(accepted.contract_number, accepted.amount, **changes)
        return einvoices.upload("xml", said)

    assert (
        "不是本合同的供应商" in refused(accepted, values(seller_code="91370100MA3ABCDE1X"))["file"]
    )
    assert "不等于价税合计" in refused(accepted, values(net="1.00"))["file"]
    other = refused(accepted, values(amount="5.00", net="4.00", tax="1.00"))["amount"]
    assert "5.00 元，应与本次应开票金额" in other
    assert "晚于今天" in refused(accepted, values(issued="2027-01-01"))["issued_on"]
    typed = refused(accepted, values(), invoice_number="12345678", amount="6.00")
    assert set(typed) == {"invoice_number", "amount"}
    assert einvoices.NUMBER in typed["invoice_number"]


def test_what_is_no_invoice_is_refused(accepted: Any) -> None:
    files = {
        "a.xml": b"<?xml version='1.0'?><Other/>",
        "b.xml": b"<?xml version='1.0'?><EInvoice>",
        "c.ofd": b"PK\x03\x04broken",
        "d.ofd": einvoices.ofd({**einvoices.values(accepted.contract_number, 1), "number": ""}),
    }
    for name, content in files.items():
        assert set(refused(accepted, SimpleUploadedFile(name, content))) == {"file"}, name


def test_a_photographed_invoice_is_typed_and_marked_for_the_buyer(accepted: Any) -> None:
    photo = make.photo("发票.png")
    assert set(refused(accepted, photo)) == {"invoice_number", "issued_on", "amount"}
    photo = make.photo("发票.png")
    shown = hand_in(
        accepted, photo, invoice_number="26370000", issued_on=einvoices.DAY,
        amount=f"{accepted.amount / 100:.2f}",
    )  # fmt: skip
    assert shown.read_as == ""
    page = browse(people.buyer()).get(shown.href).content.decode()
    assert "请人工核对" in page


def test_an_invoice_is_handed_in_once() -> None:
    contract = make.filed()
    first = make.published_acceptance(contract, refused={1: 4})
    said = einvoices.values(contract, first.amount)
    hand_in(first, einvoices.upload("xml", said))
    again = make.published_acceptance(contract, make.received_delivery(contract, days=20), days=21)
    said = einvoices.values(contract, again.amount)
    with clock.at(make.after_signing(contract, 22)), pytest.raises(InvalidInput) as refusal:
        services.hand_in_invoice(
            make.supplier(), contract_number=contract, acceptance_number=again.number,
            invoice=InvoiceIn(**ACCOUNT), file=einvoices.upload("ofd", said),
        )  # fmt: skip
    assert refusal.value.fields["invoice_number"] == "这张发票已经提交过"


def test_the_form_says_what_must_stand_on_the_invoice_and_loses_nothing(accepted: Any) -> None:
    address = f"/contracts/{accepted.contract_number}/acceptance/{accepted.number}/invoice/"
    with clock.at(make.after_signing(accepted.contract_number, 12)):
        client = browse(people.supplier())
        said = einvoices.values(accepted.contract_number, accepted.amount)
        assert said["buyer_code"] in client.get(address).content.decode()
        wrong = einvoices.upload("xml", {**said, "buyer_code": "91370100MA3ABCDE1X"})
        answer = client.post(address, {**ACCOUNT, "payee_bank": "示例留下的银行", "file": wrong})
        assert answer.status_code == 422
        assert "示例留下的银行" in answer.content.decode()
        right = einvoices.upload("xml", said)
        assert client.post(address, {**ACCOUNT, "file": right}).status_code == 302


def test_an_account_that_differs_is_pointed_out_to_those_who_pay() -> None:
    contract = make.filed()
    place = make.handed_in_invoice(contract)
    assert selectors.account_doubts(people.buyer(), contract, place) == ()
    keep_company(make.supplier(), company=registers.company())
    (told,) = selectors.account_doubts(people.buyer(), contract, place)
    assert "企业资料" in told
    page = browse(people.buyer()).get(f"/contracts/{contract}/invoices/{place}/").content.decode()
    assert "付款前请向供应商核实" in page
    assert selectors.account_doubts(people.supplier(), contract, place) == ()
