"""The product library: entered, checked, offered; every price kept; found and compared by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.registers.products import selectors, services
from lucai.registers.products.charts import chart_of
from lucai.registers.products.schemas import (
    CertificatesIn,
    ObjectionIn,
    Ruling,
    RulingIn,
    SaidIn,
)
from tests.makers import agencies, frameworks, people, products
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
PAPER = "A05040101"
WHY = SaidIn(reason="厂商停产，不再供应")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


def numbers(**asked: str) -> list[str]:
    return [one.number for one in selectors.product_page(PUBLIC, **asked).items]


def test_a_product_is_public_once_finance_has_checked_it_and_until_it_is_withdrawn() -> None:
    number = products.submitted()
    with pytest.raises(NotFound):
        selectors.product_seen(PUBLIC, number)
    with pytest.raises(NotFound):
        selectors.product_seen(people.supplier(2), number)
    duty = next(d for d in duty_list(agencies.province()) if number in d.href)
    assert duty.title == "审核商品入库"
    services.take(products.finance(), number=number, step="enlist")
    assert numbers() == [number]
    services.withdraw(products.supplier(), number=number, said=WHY)
    assert numbers() == []
    assert (
        selectors.product_seen(PUBLIC, number).said == WHY.reason
    )  # who relied on it can read why


@pytest.mark.parametrize(
    ("outcome", "state"), [(Ruling.ACCEPT, "submitted"), (Ruling.REJECT, "returned")]
)
def test_what_is_sent_back_may_be_objected_to_and_another_hand_decides(
    outcome: Ruling, state: str
) -> None:
    number = products.submitted()
    services.send_back(products.finance(), number=number, said=SaidIn(reason="参数不完整"))
    objection = ObjectionIn(objection="参数表第三页已经写明内存容量。")
    with pytest.raises(NotFound):
        services.object_to(products.supplier(2), number=number, form=objection)
    services.object_to(products.supplier(), number=number, form=objection)
    duty = next(d for d in duty_list(agencies.province()) if number in d.href)
    assert duty.title == "处理商品入库异议"
    ruling = RulingIn(outcome=outcome, reason="经核对参数表，内存容量已写明。")
    with pytest.raises(RuleBroken, match="另一位同事"):
        services.decide(products.finance(), number=number, ruling=ruling)
    services.decide(people.actor(agencies.province_second()), number=number, ruling=ruling)
    page = browse(people.supplier()).get(f"/products/{number}/").content.decode()
    assert (ruling.reason in page, objection.objection in page) == (True, True)
    seen = selectors.product_seen(agencies.province(), number)
    assert seen.card.state == state
    if outcome is Ruling.ACCEPT:
        services.take(products.finance(), number=number, step="enlist")
        public = selectors.product_seen(PUBLIC, number)
        assert (public.objection, public.ruling) == ("", "")


@pytest.mark.parametrize(("until", "free"), [(MONDAY, True), (MONDAY - DAY, False)])
def test_a_product_with_an_expired_certificate_is_not_handed_in(until: date, *, free: bool) -> None:
    number = products.drafted(certificates=[products.certificate(until=until)])
    if free:
        services.take(products.supplier(), number=number, step="submit")
        return
    with pytest.raises(RuleBroken, match="已过期"):
        services.take(products.supplier(), number=number, step="submit")
    fresh = CertificatesIn.model_validate({"certificates": [products.certificate()]})
    services.renew_certificates(products.supplier(), number=number, certificates=fresh)
    services.take(products.supplier(), number=number, step="submit")


def test_a_claim_of_domestic_make_needs_the_fact_it_rests_on() -> None:
    number = products.drafted(says_domestic=True)
    with pytest.raises(RuleBroken, match="关境内生产"):
        services.take(products.supplier(), number=number, step="submit")
    made = products.content(says_domestic=True, made_here=True)
    services.edit_product(products.supplier(), number=number, product=made)
    services.take(products.supplier(), number=number, step="submit")


@pytest.mark.parametrize(
    "changes", [{"catalogue_code": "A02"}, {"catalogue_code": "Z1"}, {"attributes": []}]
)
def test_a_product_without_an_exact_category_or_parameters_is_refused(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError):
        products.content(**changes)


def test_the_same_model_is_entered_once_and_offered_by_others_on_the_same_page() -> None:
    number = products.listed()
    with pytest.raises(InvalidInput, match=number):
        services.begin_product(
            products.supplier(2), product=products.content(), offer=products.terms("4000")
        )
    services.offer_product(products.supplier(2), number=number, offer=products.terms("4000"))
    sheet = selectors.product_seen(PUBLIC, number)
    assert [one.price for one in sheet.offers] == [400_000, 420_000]
    assert (sheet.card.lowest, sheet.card.offers) == (400_000, 2)
    with pytest.raises(NotAllowed):
        services.renew_certificates(
            products.supplier(2), number=number, certificates=CertificatesIn(certificates=[])
        )


def test_a_rise_needs_a_reason_a_fall_does_not_and_the_history_keeps_both() -> None:
    number = products.listed()
    with clock.at(clock.moment(MONDAY + DAY, 9)):
        with pytest.raises(InvalidInput, match="调价理由"):
            services.offer_product(products.supplier(), number=number, offer=products.terms("4300"))
        why = products.terms("4300", reason="内存涨价")
        services.offer_product(products.supplier(), number=number, offer=why)
    with clock.at(clock.moment(MONDAY + 2 * DAY, 9)):
        services.offer_product(products.supplier(), number=number, offer=products.terms("4100"))
        services.offer_product(products.supplier(), number=number, offer=products.terms("4100"))
        sheet = selectors.product_seen(PUBLIC, number)
    assert [(one.price, one.source_label) for one in sheet.prices] == [
        (410_000, "供应商调价（下调）"), (430_000, "供应商调价（上调）"), (420_000, "供应商报价"),
    ]  # fmt: skip
    assert sheet.prices[1].reason == "内存涨价"
    assert sheet.chart is not None
    assert (sheet.chart.lowest, sheet.chart.highest) == (410_000, 430_000)


def test_the_line_follows_the_lowest_price_of_all_suppliers() -> None:
    number = products.listed()
    for day, n, yuan in ((1, 2, "4000"), (2, 1, "3900"), (3, 2, "3800")):
        with clock.at(clock.moment(MONDAY + day * DAY, 9)):
            services.offer_product(products.supplier(n), number=number, offer=products.terms(yuan))
    chart = selectors.product_seen(PUBLIC, number).chart
    assert chart is not None
    assert [dot.price for dot in chart.dots] == [420_000, 400_000, 390_000, 380_000]


def test_who_stops_offering_leaves_the_prices_and_takes_the_offer_away() -> None:
    number = products.listed()
    services.stop_offer(products.supplier(), number=number)
    sheet = selectors.product_seen(PUBLIC, number)
    assert (sheet.card.lowest, sheet.offers, len(sheet.prices)) == (0, (), 1)
    with pytest.raises(NotFound):
        services.stop_offer(products.supplier(), number=number)


def test_an_offer_above_what_everybody_else_pays_says_so() -> None:
    number = products.listed()
    dear = products.terms("4200", public_price="4199.99")
    services.offer_product(products.supplier(2), number=number, offer=dear)
    fair = products.terms("4200", public_price="4200")
    services.offer_product(products.supplier(3), number=number, offer=fair)
    marked = [one.dear for one in selectors.product_seen(PUBLIC, number).offers]
    assert sorted(marked) == [False, False, True]


def test_what_stands_in_the_library_is_not_rewritten() -> None:
    number = products.listed()
    with pytest.raises(WrongState, match="下架"):
        services.edit_product(products.supplier(), number=number, product=products.content())


def test_the_library_is_searched_by_name_category_price_and_certificate_in_few_queries() -> None:
    cheap, dear = products.listed("示例-1", "3000"), products.listed("别家-2", "9000")
    plain = products.listed("示例-3", "5000", certificates=[])
    assert set(numbers(words="示例 台式")) == {cheap, dear, plain}
    assert numbers(words="别家-2") == [dear]
    assert set(numbers(category="A020101")) == {cheap, dear, plain}
    assert numbers(category="A0202") == []
    assert set(numbers(least="3000", most="5000")) == {cheap, plain}
    assert numbers(least="3000.01", most="4999.99") == []
    assert set(numbers(green="energy")) == {cheap, dear}
    with clock.at(clock.moment(MONDAY + 366 * DAY, 9)):
        assert numbers(green="energy") == []
        assert [one.number for one in selectors.expiring(PUBLIC, clock.today())] == [cheap, dear]
    page, queries = counted(browse(people.buyer()), f"/products/{cheap}/")
    assert page.status_code == 200
    assert queries < 15


def test_a_comparison_holds_four_and_tells_what_differs() -> None:
    made = [products.listed(f"示例-{n}", str(3000 + n)) for n in range(5)]
    other = products.content("示例-9", attributes=[{"name": "内存", "value": "32GB"}])
    number = services.begin_product(products.supplier(2), product=other, offer=products.terms())
    services.take(products.supplier(2), number=number, step="submit")
    services.take(products.finance(), number=number, step="enlist")
    found = selectors.comparison(PUBLIC, [number, *made])
    assert len(found.sheets) == 4
    rows = {label: (values, differs) for label, values, differs in found.rows}
    assert rows["内存"] == (("32GB", "16GB", "16GB", "16GB"), True)
    assert rows["执行标准"][1] is False
    page = browse(people.buyer()).get("/products/compare/", {"p": [number, *made]})
    assert "最多比较四个" in page.content.decode()
    with pytest.raises(NotFound):
        selectors.comparison(PUBLIC, ["SP0"])


def test_a_chart_is_a_step_line_that_starts_and_ends_at_its_prices() -> None:
    at = clock.now()
    assert chart_of([(at, 100)]) is None
    chart = chart_of([(at, 100), (at + DAY, 300), (at + 2 * DAY, 100)])
    assert chart is not None
    first, middle, last = chart.dots
    assert first.y == last.y > middle.y
    assert chart.line == f"M{first.x} {first.y}H{middle.x}V{middle.y}H{last.x}V{last.y}"


def test_pages_work_without_scripts_and_lose_nothing() -> None:
    agencies.province()
    client = browse(people.supplier())
    typed = {"name": "计算机", "brand": "示例", "price": "一万"}
    refused = client.post("/products/new/", typed)
    assert refused.status_code == 422
    assert 'value="一万"' in refused.content.decode()
    found = client.post(
        "/products/new/", {**typed, "catalogue_code": "台式", "find": "1"}
    ).content.decode()
    assert f'value="{products.COMPUTER}"' in found
    picked = client.post("/products/new/", {**typed, "pick": products.COMPUTER}).content.decode()
    assert f'name="catalogue_code" value="{products.COMPUTER}"' in picked
    number = products.drafted()
    assert client.post(f"/products/{number}/steps/submit/").status_code == 302
    office = browse(agencies.province())
    office.post(f"/products/{number}/return/", {"reason": "请补充执行标准"})
    assert "请补充执行标准" in client.get(f"/products/{number}/").content.decode()
    assert number in client.get("/products/shelf/").content.decode()
    assert number in office.get("/products/desk/?state=returned").content.decode()


def test_a_response_to_a_framework_picks_what_the_supplier_offers_of_the_category() -> None:
    number = frameworks.calling()
    with clock.at(clock.moment(frameworks.ANNOUNCED + DAY, 10)):
        paper = products.listed("A4-70", "88", catalogue_code=PAPER, name="复印纸")
        products.listed("示例-1")
        page = f"/frameworks/{number}/respond/1/"
        client = browse(people.supplier())
        offered = client.get(page).content.decode()
        assert f'href="?product={paper}"' in offered
        assert "示例-1" not in offered
        picked = posted(client.get(f"{page}?product={paper}"))
        other = posted(browse(people.supplier(2)).get(page))
    assert picked["product"] == "示例 A4-70 复印纸"
    assert picked["price"] == "88.00"
    assert picked["specification"] == "内存：16GB；执行标准：GB/T 9813.1"
    assert other["product"] == ""
