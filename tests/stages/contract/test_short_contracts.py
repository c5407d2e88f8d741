"""Short contracts on orders: proposed with the order's terms, signed, then paid as contracts are."""

import hashlib
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.documents import page_texts
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.platform.records import system_access
from lucai.platform.signatures.models import SignedFile
from lucai.publication.board.models import Notice
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.archive.packages import selectors as archive
from lucai.stages.archive.transfers import services as transfers
from lucai.stages.archive.transfers.ports import institutions
from lucai.stages.archive.transfers.schemas import TransferIn
from lucai.stages.archive.transfers.selectors import transfer_seen
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.contracts.selectors import contract_seen
from lucai.stages.contract.short_contracts import selectors, services
from lucai.stages.contract.short_contracts.models import ShortContract
from lucai.stages.payment.requests import services as payments
from lucai.stages.payment.requests.schemas import InvoiceIn, RequestIn, VoucherIn
from lucai.stages.performance.deliveries import services as deliveries
from lucai.stages.performance.deliveries.schemas import DeliveredIn, DeliveryIn, ReceiptIn
from lucai.stages.performance.deliveries.selectors import undelivered
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.schemas import DirectIn
from lucai.stages.trade.calloffs.selectors import order_seen
from tests.makers import budget, contract, frameworks, people, rounds, sealing
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_money(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 4, 2), 10)):
        budget.indicator()
        yield


def ordered() -> str:
    number = frameworks.running()
    chosen = people.supplier(2).organisation
    form = DirectIn(**frameworks.order(supplier_id=chosen, reason="服务最方便"))
    return calloffs.choose(people.actor(people.buyer()), framework=number, form=form)


def proposed() -> str:
    return services.propose(people.actor(people.buyer()), order_number=ordered())


def signed() -> str:
    number = proposed()
    services.sign(people.actor(people.supplier(2)), number=number)
    return number


def test_a_contract_takes_everything_from_the_order_and_binds_the_money() -> None:
    number = proposed()
    assert "签订简式合同" in [duty.title for duty in duty_list(people.supplier(2))]
    services.sign(people.actor(people.supplier(2)), number=number)
    card = selectors.short_contract_seen(PUBLIC, number)
    assert (card.unit_price, card.quantity, card.amount) == (9000, 10, 90_000)
    account = indicator_seen(people.buyer(), "ZB2026-0001")
    assert (account.held, account.committed) == (0, 90_000)


def test_a_contract_is_nobodys_business_before_it_is_signed() -> None:
    number = proposed()
    for stranger in (people.supplier(1), people.buyer(2), PUBLIC):
        with pytest.raises(NotFound):
            selectors.short_contract_seen(stranger, number)


def test_a_contract_is_a_paper_that_bears_both_seals_once_both_have_signed() -> None:
    number = proposed()
    buyer, place = browse(people.buyer()), f"/short-contracts/{number}/contract"
    assert "待乙方签订" in "".join(page_texts(buyer.get(f"{place}.pdf").content))
    assert buyer.get(f"{place}.ofd").status_code == 404
    services.sign(people.actor(people.supplier(2)), number=number)
    content = Client().get(f"{place}.pdf").content
    assert "900.00" in "".join(page_texts(content))
    card = selectors.short_contract_seen(PUBLIC, number)
    [row] = SignedFile.objects.seen_by(SYSTEM)
    assert (row.issuers, row.sha256) == (
        [card.buyer_name, card.supplier_name],
        hashlib.sha256(content).hexdigest(),
    )
    assert Client().get(f"{place}.ofd").status_code == 200


def test_another_unit_cannot_contract_on_an_order() -> None:
    order = ordered()
    with pytest.raises(NotAllowed):
        services.propose(people.actor(people.buyer(2)), order_number=order)
    services.propose(people.actor(people.buyer()), order_number=order)
    with pytest.raises(WrongState):
        services.propose(people.actor(people.buyer()), order_number=order)


def test_a_contract_that_costs_more_than_its_award_is_not_signed() -> None:
    number = proposed()
    with system_access("a tampered row"):
        ShortContract.objects.filter(number=number).update(unit_price=9100, amount=91_000)
    with pytest.raises(RuleBroken) as refused:
        services.sign(people.actor(people.supplier(2)), number=number)
    assert {v.rule for v in refused.value.verdicts} == {"GP-CTR-01", "GP-BUD-01"}


def test_a_withdrawn_contract_gives_the_order_back() -> None:
    number = proposed()
    services.withdraw(people.actor(people.buyer()), number=number)
    order = selectors.short_contract_seen(people.buyer(), number).order_number
    assert order_seen(PUBLIC, order).state == "decided"
    again = services.propose(people.actor(people.buyer()), order_number=order)
    assert again != number


def performed() -> str:
    """A short contract delivered, accepted and paid."""
    people.treasury()
    number = signed()
    card = contract_seen(people.buyer(), number).card
    assert (card.state, card.amount, card.origin[:11]) == ("filed", 90_000, "/call-offs/")
    assert "按合同备货并通知交付" in [duty.title for duty in duty_list(people.supplier(2))]
    firm, key = people.actor(people.supplier(2)), {"contract_number": number, "number": 1}
    left = undelivered(firm.viewer, number)
    items = [{"place": line.place, "quantity": str(line.left)} for line in left]
    coming = DeliveryIn(expected_on=clock.today(), items=items, **contract.LATE)
    deliveries.announce_delivery(firm, contract_number=number, delivery=coming)
    came = DeliveredIn(delivered_on=clock.today(), **contract.LATE)
    deliveries.deliver(firm, **key, delivered=came)
    deliveries.receive(contract.buyer(), **key, receipt=ReceiptIn())
    acceptor = contract.acceptor()
    acceptances.begin_acceptance(acceptor, contract_number=number, delivery_number=1)
    acceptances.edit_acceptance(acceptor, **key, acceptance=contract.written(number, 1))
    acceptances.take(acceptor, **key, step="submit")
    acceptances.take(firm, **key, step="agree")
    acceptances.publish(acceptor, contract_number=number, number=1)
    invoice = InvoiceIn(
        invoice_number="26370000000000000001", issued_on=clock.today(), amount=90_000,
        payee_name=firm.viewer.organisation_name, payee_bank="示例银行", payee_account="6200000001",
    )  # fmt: skip
    place = payments.hand_in_invoice(
        firm, contract_number=number, acceptance_number=1, invoice=invoice,
        file=SimpleUploadedFile("发票.pdf", contract.PDF),
    )  # fmt: skip
    asked = payments.request_payment(
        contract.buyer(), contract_number=number, number=place, request=RequestIn(purpose="货款")
    )
    payments.approve(contract.decider(), number=asked)
    voucher = VoucherIn(number="PZ-0000001", paid_on=clock.today())
    payments.pay(contract.treasury(), number=asked, voucher=voucher)
    return number


def test_a_signed_contract_is_delivered_accepted_and_paid_as_every_contract_is() -> None:
    number = performed()
    assert contract_seen(people.buyer(), number).card.state == "completed"
    account = indicator_seen(people.buyer(), "ZB2026-0001")
    assert (account.held, account.committed, account.consumed) == (0, 0, 90_000)


def test_the_file_of_a_performed_order_is_gathered_sealed_and_read() -> None:
    card = contract_seen(people.buyer(), performed()).card
    order = card.project_number
    sequencer.sequence_all()
    readers.advance_all()
    assert "核对采购档案并归档" in [duty.title for duty in duty_list(people.agency())]
    sheet = archive.package_seen(people.agency(), order)
    assert not sheet.missing
    assert {"框架协议", "订单和成交记录", "简式合同", "合同文本", "验收证明"} <= {
        paper.title for paper in sheet.papers if paper.state == "present"
    }
    desk = browse(people.agency())
    assert "简式合同" in desk.get(f"/rooms/{order}/archive/").content.decode()
    assert desk.post(f"/rooms/{order}/archive/seal/", {"remark": ""}).status_code == 302
    sealed = archive.package_seen(people.buyer(), order)
    assert (sealed.line.state, sealed.sound) == ("archived", True)
    paths = " ".join(str(one["path"]) for one in sealed.manifest)
    kept = (
        "简式合同-",
        "-HT.pdf",
        "框架协议-",
        "订单.json",
        "密封报价核验包-征集1.zip",
        "专家抽取记录-征集1.json",
    )
    assert [name for name in kept if name not in paths] == []
    for page in ("", "checks/", "readings/", "hold/"):
        assert browse(people.buyer()).get(f"/rooms/{order}/archive/{page}").status_code == 200
    with pytest.raises(NotFound):
        archive.package_seen(people.buyer(2), order)


@pytest.mark.nightly
def test_a_buyer_that_organised_the_framework_keeps_the_file_itself() -> None:
    number = performed()
    with system_access("what adopt writes where a buyer is the organiser"):
        Contract.objects.filter(number=number).update(agency_id=0, agency_name="")
    sequencer.sequence_all()
    readers.advance_all()
    order = contract_seen(people.buyer(), number).card.project_number
    duty = next(d for d in duty_list(people.buyer()) if d.title == "核对采购档案并归档")
    assert duty.href == f"/rooms/{order}/archive/seal/"
    desk = browse(people.buyer())
    for page in (f"/call-offs/{order}/", f"/rooms/{order}/archive/"):
        assert desk.get(page).status_code == 200
    assert f"/rooms/{order}/archive/" in desk.get(f"/call-offs/{order}/").content.decode()
    assert f"/contracts/{number}/archive/" in desk.get(f"/contracts/{number}/").content.decode()
    assert desk.get(f"/contracts/{number}/archive/")["Location"] == f"/rooms/{order}/archive/"
    assert desk.post(duty.href, {"remark": ""}).status_code == 302
    handed = TransferIn(institution=institutions()[0].name, projects=[order])
    transfer = transfers.hand_over(people.actor(people.buyer()), transfer=handed)
    assert transfer_seen(people.buyer(), transfer).line.state == "received"
    supplier = browse(people.supplier(2))
    page = supplier.get(f"/contracts/{number}/").content.decode()
    assert f"/contracts/{number}/archive/" not in page


def test_the_contract_notice_reaches_the_portal() -> None:
    number = signed()
    sequencer.sequence_all()
    readers.advance_all()
    notice = Notice.objects.seen_by(PUBLIC).get(kind="contract")
    assert notice.amount == 90_000
    assert number in Client().get(f"/notices/{notice.code}/").content.decode()


def test_a_buyer_orders_and_contracts_in_the_browser() -> None:
    number = frameworks.running()
    desk = browse(people.buyer())
    assert number in desk.get("/call-offs/new/").content.decode()
    page = f"/call-offs/new/{number}/"
    bare = desk.post(page, {**posted(desk.get(page)), "quantity": "5"})
    assert bare.status_code == 422
    assert posted(bare)["quantity"] == "5"
    typed = {
        "package_number": "1", "quantity": "5", "place": "示例路 1 号", "needed_by": "2026-04-20",
        "indicator_code": "ZB2026-0001", "supplier_id": str(people.supplier(3).organisation),
        "reason": "服务最方便", "demand": "", "unit_price": "",
    }  # fmt: skip
    dear = desk.post(page, {**typed, "unit_price": "99999"})
    assert "协议价格" in dear.content.decode()
    made = desk.post(page, typed).headers["Location"]
    assert "直接选定" in Client().get(made).content.decode()
    assert "签订并送供应商" in desk.get(f"{made}contract/").content.decode()
    made_ = desk.post(f"{made}contract/").headers["Location"]
    supplier = browse(people.supplier(3))
    assert supplier.get(f"{made_}steps/sign/").status_code == 200
    supplier.post(f"{made_}steps/sign/")
    assert "交付、验收和付款" in Client().get(made_).content.decode()
    assert "已签订" in desk.get("/short-contracts/").content.decode()
    ordinary = made_.replace("/short-contracts/", "/contracts/")
    page = supplier.get(ordinary).content.decode()
    assert made in page
    assert "difference/" not in page
    assert supplier.get(f"{ordinary}deliveries/new/").status_code == 200


@pytest.mark.nightly
def test_a_second_bidding_runs_in_the_browser() -> None:
    sealing.keys_enrolled()
    number = frameworks.running(frameworks.bidding_plan())
    desk, supplier = browse(people.buyer()), browse(people.supplier(1))
    typed = {
        "package_number": "1", "quantity": "5", "place": "示例路 1 号", "needed_by": "2026-04-20",
        "indicator_code": "ZB2026-0001", "demand": "", "closes_at": "2026-04-03T10:00",
    }  # fmt: skip
    order = desk.post(f"/call-offs/new/{number}/", typed).headers["Location"]
    assert "参加报价" in supplier.get(order).content.decode()
    assert supplier.post(f"{order}quote/", {"price": "70.00"}).status_code == 422
    sealed = round_number(order.strip("/").rpartition("/")[2])
    _, handed = rounds.sealed(sealed, LOT, people.supplier(1), rounds.content(["1"], [7000]))
    assert supplier.post(f"{order}quote/", rounds.posted(handed)).status_code == 200
    assert "70.00" not in desk.get(order).content.decode()
    with clock.at(clock.moment(date(2026, 4, 3), 10)):
        assert desk.post(f"{order}steps/reveal/").status_code == 302
        assert "70.00" in Client().get(order).content.decode()
