"""The mall: direct orders with their price evidence become contracts; lower prices are reported."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.platform.records import system_access
from lucai.publication.board.models import Notice
from lucai.registers.products import services as products
from lucai.registers.products.selectors import product_seen
from lucai.stages.archive.packages import selectors as archive
from lucai.stages.archive.packages import services as archives
from lucai.stages.archive.packages.schemas import SealIn
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.contracts.selectors import contract_items, contract_seen
from lucai.stages.contract.mall import selectors, services
from lucai.stages.contract.mall.models import MallOrder
from lucai.stages.contract.mall.schemas import AnswerIn, ReasonIn
from tests.makers import agencies, budget, exclusions, mall, people
from tests.makers import products as library
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db

NOW = clock.moment(date(2026, 4, 2), 10)
WHY = ReasonIn(reason="型号选错了")


@pytest.fixture(autouse=True)
def _with_money(db: None) -> Iterator[None]:
    with clock.at(NOW):
        budget.indicator()
        yield


def pockets() -> tuple[int, int]:
    account = indicator_seen(people.buyer(), mall.INDICATOR)
    return account.held, account.committed


def broken(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {v.rule for v in refused.value.verdicts}


def titles(viewer: object) -> list[str]:
    return [duty.title for duty in duty_list(viewer)]  # type: ignore[arg-type]


def test_an_order_is_placed_released_and_confirmed_and_is_then_the_contract() -> None:
    number = mall.placed()
    assert pockets() == (1_230_000, 0)
    assert "核对并下达商城订单" in titles(people.buyer_reviewer())
    with pytest.raises(NotFound):
        selectors.mall_order_seen(people.supplier(2), number)
    services.release(people.actor(people.buyer_reviewer()), number=number)
    assert "确认或者拒绝商城订单" in titles(people.supplier(2))
    for stranger in (people.supplier(1), people.buyer(2), PUBLIC):
        with pytest.raises(NotFound):
            selectors.mall_order_seen(stranger, number)
    services.confirm(people.actor(people.supplier(2)), number=number)
    card = selectors.mall_order_seen(PUBLIC, number)
    assert card.contract
    assert (card.contract.state, card.contract.amount) == ("filed", 1_230_000)
    assert card.contract.origin == card.href
    assert pockets() == (0, 1_230_000)
    assert "按合同备货并通知交付" in titles(people.supplier(2))
    deal = product_seen(PUBLIC, card.product_number).prices[0]
    assert (deal.deal, deal.price, deal.reason) == (True, 410_000, number)
    sequencer.sequence_all()
    readers.advance_all()
    notice = Notice.objects.seen_by(PUBLIC).get(kind="contract")
    assert notice.amount == 1_230_000


def test_the_evidence_is_kept_as_it_was_and_shows_when_it_was_touched() -> None:
    number = mall.placed()
    product = selectors.mall_order_seen(people.buyer(), number).product_number
    cut = library.terms("3900")
    products.offer_product(library.supplier(1), number=product, offer=cut)
    card = selectors.mall_order_seen(people.buyer(), number)
    assert [one["price"] for one in card.evidence["offers"]] == [410_000, 420_000]
    assert [one["price"] for one in card.evidence["history"]] == [420_000, 410_000]
    assert card.sound
    with system_access("a tampered row"):
        MallOrder.objects.update(evidence={**card.evidence, "lowest": 1})
    assert not selectors.mall_order_seen(people.buyer(), number).sound


def test_a_dearer_offer_needs_a_reason_and_a_price_that_moved_is_shown_first() -> None:
    product = mall.on_sale()
    buyer, first = people.actor(people.buyer()), people.supplier(1).organisation or 0
    key: dict[str, Any] = {"product": product, "supplier_id": first}
    with pytest.raises(InvalidInput) as missing:
        services.place(buyer, form=mall.order(), **key)
    assert "reason" in missing.value.fields
    with pytest.raises(InvalidInput) as moved:
        services.place(buyer, form=mall.order(reason="离得近", seen_price="4000.00"), **key)
    assert "unit_price" in moved.value.fields
    services.place(buyer, form=mall.order(reason="离得近", seen_price="4200.00"), **key)


def test_prices_certificates_limits_and_sanctions_close_an_order() -> None:
    product = mall.on_sale()
    buyer, second = people.actor(people.buyer()), people.supplier(2).organisation or 0
    key: dict[str, Any] = {"product": product, "supplier_id": second}
    with pytest.raises(RuleBroken) as large:
        services.place(buyer, form=mall.order(quantity=13), **key)
    assert broken(large) == {"MAL-01"}
    with pytest.raises(RuleBroken) as above:
        services.place(buyer, form=mall.order(unit_price="4100.01", reason="多付"), **key)
    assert broken(above) == {"MAL-04"}
    dear = library.terms(mall.CHEAP, public_price="4000.00")
    products.offer_product(library.supplier(2), number=product, offer=dear)
    with pytest.raises(RuleBroken) as cheaper_elsewhere:
        services.place(buyer, form=mall.order(), **key)
    assert broken(cheaper_elsewhere) == {"MAL-05"}
    products.offer_product(library.supplier(2), number=product, offer=library.terms(mall.CHEAP))
    with clock.at(NOW + timedelta(days=366)), pytest.raises(RuleBroken) as old:
        services.place(buyer, form=mall.order(), **key)
    assert broken(old) == {"MAL-06"}
    exclusions.banned_supplier(2, NOW.date())
    with pytest.raises(RuleBroken) as barred:
        services.place(buyer, form=mall.order(), **key)
    assert broken(barred) == {"GP-QUA-02"}
    assert pockets() == (0, 0)


def test_orders_of_one_kind_that_add_up_to_a_tender_need_their_ground() -> None:
    number = mall.placed()
    with system_access("a year of orders"):
        MallOrder.objects.update(amount=60_000_000_00)
    product = selectors.mall_order_seen(people.buyer(), number).product_number
    key: dict[str, Any] = {"product": product, "supplier_id": people.supplier(2).organisation or 0}
    buyer = people.actor(people.buyer())
    with pytest.raises(InvalidInput) as split:
        services.place(buyer, form=mall.order(), **key)
    assert "化整为零" in split.value.fields["split_reason"]
    services.place(buyer, form=mall.order(split_reason="预算调整文号：示例〔2026〕1 号"), **key)


def test_money_is_free_again_when_an_order_comes_to_nothing() -> None:
    number = mall.placed()
    services.withdraw(people.actor(people.buyer()), number=number, form=WHY)
    assert pockets() == (0, 0)
    second = mall.released(quantity=2)
    services.decline(people.actor(people.supplier(2)), number=second, form=WHY)
    assert pockets() == (0, 0)
    with pytest.raises(WrongState):
        services.confirm(people.actor(people.supplier(2)), number=second)


def test_an_order_lapses_when_its_hours_are_over_and_not_before() -> None:
    number = mall.released()
    system = Actor.system(Reason.DEADLINE_REACHED)
    last = NOW + timedelta(hours=48)
    assert services.lapse_due(system, now=last - timedelta(seconds=1)) == 0
    with clock.at(last):
        with pytest.raises(RuleBroken) as late:
            services.confirm(people.actor(people.supplier(2)), number=number)
        assert broken(late) == {"MAL-07"}
        assert services.lapse_due(system, now=last) == 1
    assert selectors.mall_order_seen(people.buyer(), number).state == "lapsed"
    assert pockets() == (0, 0)


def test_a_price_that_fell_after_the_order_closes_its_release() -> None:
    number = mall.placed()
    product = selectors.mall_order_seen(people.buyer(), number).product_number
    products.offer_product(library.supplier(2), number=product, offer=library.terms("4000"))
    with pytest.raises(RuleBroken) as fell:
        services.release(people.actor(people.buyer_reviewer()), number=number)
    assert broken(fell) == {"MAL-04"}


def test_accessories_are_the_suppliers_own_and_warned_of_above_the_median() -> None:
    mall.on_sale()
    own = {"catalogue_code": "A02010601", "name": "激光打印机", "certificates": []}
    cheap = library.listed("配件-1", "90", **own)
    dear = library.listed("配件-2", "190", **own)
    products.offer_product(library.supplier(2), number=dear, offer=library.terms("180"))
    products.offer_product(library.supplier(2), number=cheap, offer=library.terms("100"))
    other = [{"number": library.listed("配件-3", "95", **own), "quantity": 1}]
    with pytest.raises(InvalidInput) as foreign:
        mall.placed(accessories=other)
    assert "accessories.0.number" in foreign.value.fields
    number = mall.released(accessories=[{"number": dear, "quantity": 2}])
    card = selectors.mall_order_seen(people.supplier(2), number)
    assert card.amount == 3 * 410_000 + 2 * 18_000
    warned = [v.rule for offer in card.offers for v in offer.warnings]
    assert warned == ["MAL-08"]
    services.confirm(people.actor(people.supplier(2)), number=number)
    items = contract_items(people.buyer(), card.contract_number)
    assert [item.amount for item in items] == [1_230_000, 36_000]
    assert contract_seen(people.buyer(), card.contract_number).card.amount == 1_266_000


def test_a_lower_price_is_reported_and_answered() -> None:
    number = mall.reported()
    keeper = agencies.province()
    assert "核查低价线索" in titles(keeper)
    assert selectors.price_report_seen(keeper, number).due_at == clock.moment(date(2026, 4, 11))
    for stranger in (people.buyer(2), people.supplier(1), PUBLIC):
        with pytest.raises(NotFound):
            selectors.price_report_seen(stranger, number)
    form = AnswerIn.model_validate({"finding": "lowered", "answer": "供应商已经调价"})
    with pytest.raises(NotAllowed):
        services.answer_report(people.actor(people.buyer()), number=number, form=form)
    services.answer_report(people.actor(keeper), number=number, form=form)
    card = selectors.price_report_seen(people.buyer(), number)
    assert (card.state, card.finding_label) == ("answered", "供应商已经调低报价")
    with pytest.raises(InvalidInput):
        services.report_price(
            people.actor(people.buyer()), product=card.product_number,
            form=mall.report(price="4100.00"),
        )  # fmt: skip


def test_green_goods_come_before_all_others_on_every_page() -> None:
    green = mall.on_sale()
    plain = library.listed("普通-1", "3000", certificates=[])
    found = selectors.shelf(PUBLIC)
    assert [card.number for card in found.green] == [green]
    assert [card.number for card in found.rest] == [plain]
    page = Client().get("/mall/").content.decode()
    assert page.index(f"/mall/products/{green}/") < page.index(f"/mall/products/{plain}/")
    with clock.at(NOW + timedelta(days=366)):
        assert not selectors.shelf(PUBLIC).green


def test_a_buyer_orders_and_a_supplier_confirms_in_the_browser() -> None:
    product, second = mall.on_sale(), people.supplier(2).organisation
    desk, head = browse(people.buyer()), browse(people.buyer_reviewer())
    shop = f"/mall/products/{product}/"
    form = f"{shop}order/{second}/"
    assert form in desk.get(shop).content.decode()
    assert form not in Client().get(shop).content.decode()
    bare = desk.post(form, {**posted(desk.get(form)), "quantity": "3"})
    assert (bare.status_code, posted(bare)["quantity"]) == (422, "3")
    typed = {
        "quantity": "13", "place": "示例路 1 号", "needed_by": "2026-04-20", "unit_price": "",
        "indicator_code": mall.INDICATOR, "demand": "", "seen_price": "4100.00",
    }  # fmt: skip
    assert "示例值" in desk.post(form, typed).content.decode()
    assert b"accessories.0.number" in desk.post(form, {**typed, "add": "accessories"}).content
    made = desk.post(form, {**typed, "quantity": "3"}).headers["Location"]
    assert "待下达" in desk.get(made).content.decode()
    assert head.get(f"{made}steps/release/").status_code == 200
    head.post(f"{made}steps/release/")
    supplier = browse(people.supplier(2))
    assert made in supplier.get("/mall/orders/").content.decode()
    assert supplier.post(f"{made}steps/confirm/").status_code == 302
    shown = Client().get(made).content.decode()
    assert "摘要相符" in shown
    assert "交付、验收和付款" in shown
    assert b'"lowest":410000' in Client().get(f"{made}evidence.json").content
    assert "4100.00" in desk.get("/mall/orders/export/").content.decode()
    assert desk.post(f"{made}withdraw/", {"reason": "不需要了了"}).status_code == 409


def test_a_lower_price_is_reported_and_answered_in_the_browser() -> None:
    made = mall.placed()
    desk, keeper = browse(people.buyer()), browse(agencies.province())
    card = selectors.mall_order_seen(people.buyer(), made)
    shop = f"/mall/products/{card.product_number}/"
    sent = {"price": "3900", "place": "示例网店", "seen_on": "2026-04-02", "said": ""}
    assert "与订单" in desk.get(f"{shop}report/?order={made}").content.decode()
    page = desk.post(f"{shop}report/", sent).headers["Location"]
    assert page in keeper.get("/mall/reports/").content.decode()
    answer = {"finding": "kept", "answer": "含上门安装，价格合理"}
    assert keeper.post(f"{page}answer/", answer).status_code == 302
    assert "含上门安装" in desk.get(page).content.decode()


def test_a_confirmed_order_has_a_file_of_its_own_that_its_buyer_keeps() -> None:
    number = mall.confirmed()
    archives.open_order_package(Actor.system(Reason.JOURNAL_READER), order_number=number)
    sequencer.sequence_all()
    readers.advance_all()
    sheet = archive.package_seen(people.buyer(), number)
    present = {paper.title for paper in sheet.papers if paper.state == "present"}
    assert {"商城订单和价格证据", "采购活动记录", "合同文本"} <= present
    assert "框架协议" not in {paper.title for paper in sheet.papers}
    page = browse(people.buyer()).get(f"/rooms/{number}/archive/").content.decode()
    assert f"/mall/orders/{number}/" in page
    seal = SealIn(remark="尚未交付，先行归档试验")
    archives.seal_package(people.actor(people.buyer()), project_number=number, seal=seal)
    paths = {str(one["path"]) for one in archive.package_seen(people.buyer(), number).manifest}
    assert any(path.endswith("价格证据.json") for path in paths)
