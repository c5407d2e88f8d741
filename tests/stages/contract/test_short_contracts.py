"""Short contracts on orders: proposed with the order's terms, signed, delivered, accepted."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.platform.records import system_access
from lucai.publication.board.models import Notice
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.short_contracts import selectors, services
from lucai.stages.contract.short_contracts.models import ShortContract
from lucai.stages.contract.short_contracts.schemas import NoteIn
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.schemas import DirectIn
from lucai.stages.trade.calloffs.selectors import order_seen
from tests.makers import budget, frameworks, people
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db
NOTE = NoteIn(note="十箱全部送达，签收单一份")


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


def test_delivery_rework_and_acceptance_end_the_contract() -> None:
    number = signed()
    supplier, buyer = people.actor(people.supplier(2)), people.actor(people.buyer())
    key: dict[str, Any] = {"number": number, "form": NOTE}
    services.deliver(supplier, **key)
    assert "验收框架协议订单" in [duty.title for duty in duty_list(people.buyer())]
    services.rework(buyer, **key)
    services.deliver(supplier, **key)
    services.accept(buyer, **key)
    assert selectors.short_contract_seen(PUBLIC, number).state == "accepted"


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
    contract = desk.post(f"{made}contract/").headers["Location"]
    supplier = browse(people.supplier(3))
    assert supplier.get(f"{contract}steps/sign/").status_code == 200
    supplier.post(f"{contract}steps/sign/")
    assert supplier.post(f"{contract}deliver/", {"note": "已送达五箱"}).status_code == 302
    assert desk.post(f"{contract}accept/", {"note": "数量相符，合格"}).status_code == 302
    assert "已验收" in Client().get(contract).content.decode()
    assert "已验收" in desk.get("/short-contracts/").content.decode()


def test_a_second_bidding_runs_in_the_browser() -> None:
    number = frameworks.running(frameworks.bidding_plan())
    desk, supplier = browse(people.buyer()), browse(people.supplier(1))
    typed = {
        "package_number": "1", "quantity": "5", "place": "示例路 1 号", "needed_by": "2026-04-20",
        "indicator_code": "ZB2026-0001", "demand": "", "closes_at": "2026-04-03T10:00",
    }  # fmt: skip
    order = desk.post(f"/call-offs/new/{number}/", typed).headers["Location"]
    assert "参加报价" in supplier.get(order).content.decode()
    high = supplier.post(f"{order}quote/", {"price": "99.00"})
    assert high.status_code == 422
    assert supplier.post(f"{order}quote/", {"price": "70.00"}).status_code == 302
    assert "70.00" not in desk.get(order).content.decode()
    with clock.at(clock.moment(date(2026, 4, 3), 10)):
        assert desk.post(f"{order}steps/reveal/").status_code == 302
        assert "70.00" in Client().get(order).content.decode()
