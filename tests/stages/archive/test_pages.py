"""From award letter to archive on the pages alone, as browsers without scripts get them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.documents import page_texts
from lucai.platform.duties.selectors import duty_list
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db

Pump = Callable[[], None]
QUERIES = 20


class Hand:
    """Somebody at a desk: follows the to-dos, fills in what a page asks, and posts it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.client: Client = browse(viewer)

    def duty(self, title: str) -> str:
        """Return where the to-do leads."""
        found = {line.title: line.href for line in duty_list(self.viewer)}
        assert title in found, found
        return found[title]

    def show(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def fill(self, path: str, **typed: Any) -> str:
        """Post a page's form with these fields typed over; return where it leads."""
        shown = self.client.get(path)
        assert shown.status_code == 200, (path, shown.status_code)
        files = {name: typed.pop(name) for name in ("file", "photos") if name in typed}
        fields = {name.replace("__", "."): value for name, value in typed.items()}
        answer = self.client.post(path, {**posted(shown), **fields, **files})
        assert answer.status_code == 302, errors_of(answer)
        return str(answer.headers["Location"])


def errors_of(answer: Any) -> str:
    text = answer.content.decode()
    start = text.find('class="summary')
    return f"{answer.status_code} {text[start : start + 900]}"


class Desks:
    """The people of one procurement, each with their own desk."""

    def __init__(self) -> None:
        self.clerk, self.decider = Hand(people.buyer()), Hand(people.buyer_reviewer())
        self.acceptor, self.supplier = Hand(people.buyer_acceptor()), Hand(people.supplier())
        self.treasury, self.agency = Hand(people.treasury()), Hand(people.agency())

    def contract(self) -> str:
        """From the award letter to a filed contract and an announced delivery."""
        edit = self.clerk.fill(self.clerk.duty("起草并签订合同"))
        base = self.clerk.fill(self.clerk.fill(edit, delivery_place="示例路 1 号 3 楼"))
        self.supplier.fill(self.supplier.duty("签订采购合同"))
        self.decider.fill(self.decider.duty("签订采购合同"))
        self.clerk.fill(self.clerk.duty("公告采购合同"))
        self.clerk.fill(f"{base}steps/file/")
        arrives = (clock.today() + timedelta(days=9)).isoformat()
        self.supplier.fill(self.supplier.duty("按合同备货并通知交付"), expected_on=arrives)
        return base

    def accept(self) -> None:
        """From the arrival to the public result."""
        self.supplier.fill(self.supplier.duty("送达并登记交付"), photos=make.photo())
        self.clerk.fill(self.clerk.duty("清点并签收"), photos=make.photo("签收.png"))
        edit = self.acceptor.fill(self.acceptor.duty("组织逐项验收"))
        page = self.acceptor.fill(edit, **everything_passes(self.acceptor, edit))
        self.acceptor.fill(f"{page}steps/submit/")
        self.supplier.fill(f"{self.supplier.duty('确认验收结果或者提出异议')}steps/agree/")
        self.acceptor.fill(self.acceptor.duty("公开验收结果"))

    def pay(self) -> str:
        """From the invoice to the voucher; return the request's address."""
        self.supplier.fill(
            self.supplier.duty("开具发票，申请付款"), invoice_number="26370000000000000001",
            payee_bank="示例银行", payee_account="1602000000000001", file=make.invoice_file(),
            amount="2730000.00", issued_on=clock.today().isoformat(),
        )  # fmt: skip
        payment = self.clerk.fill(self.clerk.duty("核对发票，申请支付"))
        self.decider.fill(f"{self.decider.duty('审批支付申请')}steps/approve/")
        self.treasury.fill(self.treasury.duty("核对并支付"), number="PZ20260001")
        return payment


@pytest.mark.nightly
def test_the_desks_lead_from_the_award_to_the_archive(pump: Pump) -> None:
    lot = make.awarded_lot()
    desks = Desks()
    at = lot.at + timedelta(days=1)
    with clock.at(at):
        base = desks.contract()
    with clock.at(at + timedelta(days=9)):
        desks.accept()
    with clock.at(at + timedelta(days=10)):
        payment = desks.pay()
        pump()
        archive = desks.agency.duty("核对采购档案并归档")
        desks.agency.fill(archive, remark="评标报告由代理机构线下补交")
    assert "已支付" in desks.supplier.show(payment)
    assert "履约完成" in desks.supplier.show(base)
    room = f"/rooms/{lot.project_number}/archive/"
    assert "归档信息包" in desks.agency.show(room)
    package = desks.agency.client.get(f"{room}package.zip")
    assert next(iter(package)).startswith(b"PK")


def everything_passes(acceptor: Hand, edit: str) -> dict[str, Any]:
    fields = posted(acceptor.client.get(edit))
    lines = [name.split(".")[1] for name in fields if name.endswith(".found")]
    typed: dict[str, Any] = {f"lines__{n}__verdict": "passed" for n in lines}
    member = {"name": "示例成员", "organisation": "示例单位", "kind": "buyer", "signed": "yes"}
    typed |= {f"members__0__{name}": value for name, value in member.items()}
    return {**typed, "lines__0__accepted": "10", "opinion": "逐项合格"}


SIDES = ("buyer", "agency", "supplier", "finance", "treasury")
CONTRACT_PAGES = ("", "deliveries/", "deliveries/1/", "acceptance/", "acceptance/1/", "payments/",
                  "invoices/1/")  # fmt: skip


@pytest.mark.parametrize("side", SIDES)
def test_every_party_reads_every_page_in_few_queries(
    side: str, django_assert_max_num_queries: Any
) -> None:
    contract = make.filed()
    number = make.paid(contract)
    client = browse(people.everyone()[side])
    client.get("/contracts/")
    for path in CONTRACT_PAGES:
        with django_assert_max_num_queries(QUERIES):
            answer = client.get(f"/contracts/{contract}/{path}")
        assert answer.status_code == 200, path
    with django_assert_max_num_queries(30):
        assert client.get(f"/payments/{number}/").status_code == 200


@pytest.mark.parametrize("name", ["other buyer", "other agency", "other supplier", "other finance",
                                  "expert", "administrator"])  # fmt: skip
def test_for_strangers_the_pages_are_not_there(name: str) -> None:
    contract = make.filed()
    number = make.paid(contract)
    client = browse(people.everyone()[name])
    paths = [f"/contracts/{contract}/{path}" for path in CONTRACT_PAGES] + [f"/payments/{number}/"]
    assert {client.get(path).status_code for path in paths} == {404}


@pytest.mark.nightly
@pytest.mark.parametrize("path", ["/contracts/", "/payments/"])
def test_lists_cost_the_same_however_long(path: str, django_assert_max_num_queries: Any) -> None:
    first, second = make.awarded_lots((1, 2))
    make.paid(make.filed(first))
    client = browse(people.buyer())
    client.get(path)
    with django_assert_max_num_queries(15):
        assert client.get(path).status_code == 200
    make.filed(second)
    with django_assert_max_num_queries(15):
        assert client.get(path).status_code == 200


def test_nothing_typed_is_lost_when_a_form_is_refused() -> None:
    number = make.filed()
    hand = Hand(people.supplier())
    path = f"/contracts/{number}/deliveries/new/"
    fields = posted(hand.client.get(path))
    typed = {**fields, "items.0.quantity": "99", "note": "送货上楼", "expected_on": "2020-01-01"}
    answer = hand.client.post(path, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "送货上楼" in text
    assert 'value="99"' in text
    assert "预计送达日期不能早于今天" in text


def test_amounts_in_wan_are_refused_with_the_reason() -> None:
    number = make.filed()
    accepted = make.published_acceptance(number)
    hand = Hand(people.supplier())
    path = f"{accepted.href}invoice/"
    answer = hand.client.post(path, {**posted(hand.client.get(path)), "amount": "28.5万"})
    assert answer.status_code == 422
    assert "不要写“万”" in answer.content.decode()


def test_a_member_more_and_a_member_less_keep_what_was_typed() -> None:
    number = make.filed()
    place = make.begun_acceptance(number)
    hand = Hand(people.buyer_acceptor())
    path = f"/contracts/{number}/acceptance/{place}/edit/"
    typed = {**posted(hand.client.get(path)), "members.0.name": "示例甲", "opinion": "边看边写"}
    more = hand.client.post(path, {**typed, "add": "members"})
    assert more.status_code == 200
    assert "members.3.name" in posted(more)
    less = posted(hand.client.post(path, {**posted(more), "remove": "members.1"}))
    assert (less["members.0.name"], less["opinion"]) == ("示例甲", "边看边写")
    assert "members.3.name" not in less


def test_a_closed_step_says_why_with_its_article() -> None:
    contract = make.filed()
    number = make.requested_payment(contract)
    text = Hand(people.buyer()).show(f"/payments/{number}/")
    assert "为什么现在不能“审批通过，发往国库”" in text
    assert "兼任" in text


def test_the_signing_page_says_what_a_signature_is_today() -> None:
    number = make.proposed()
    text = Hand(people.supplier()).show(f"/contracts/{number}/sign/")
    assert "数字证书对正文的摘要签名" in text
    assert make.sheet(number).sm3 in text


def test_the_contract_is_a_paper_with_parties_amount_and_clauses() -> None:
    number = make.filed()
    answer = browse(people.buyer()).get(f"/contracts/{number}/contract.pdf")
    words = "".join("".join(page_texts(answer.content)).split())
    for wanted in ("示例采购单位1", "示例供应商1有限公司", "技术和商务要求", "签订日期"):
        assert wanted in words
    public = Client().get(f"/contracts/{number}/contract.pdf")
    assert public.status_code == 200
    assert "示例审核" not in "".join("".join(page_texts(public.content)).split())


def test_the_other_papers_can_be_set_in_type() -> None:
    contract = make.filed()
    number = make.paid(contract)
    client = browse(people.buyer())
    report = client.get(f"/contracts/{contract}/acceptance/1/report.pdf")
    request = client.get(f"/payments/{number}/request.pdf")
    assert "合格" in "".join(page_texts(report.content))
    assert "PZ" not in "".join(page_texts(request.content))
    assert "ZB" in "".join(page_texts(request.content))


def test_the_room_shows_the_contracts_and_lots_that_wait_for_one() -> None:
    lot = make.awarded_lot()
    hand = Hand(people.buyer())
    path = f"/rooms/{lot.project_number}/contracts/"
    assert "待签合同" in hand.show(path)
    make.drafted(lot)
    assert "起草中" in hand.show(path)
