"""Enquiries of the mall: sellers are asked, quotes stay shut, the lowest that complies becomes an order."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.mall import selectors, services
from lucai.stages.contract.mall.evidence import content_of
from lucai.stages.contract.mall.models import MallQuote
from lucai.stages.contract.mall.schemas import AwardIn, ExtendIn, ReasonIn
from lucai.stages.trade.frameworks.computing import committed
from tests.makers import budget, mall, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

NOW = clock.moment(date(2026, 4, 2), 10)
CLOSED = NOW + timedelta(hours=24)
NOBODY_REJECTED = AwardIn()


@pytest.fixture(autouse=True)
def _with_money(db: None) -> Iterator[None]:
    with clock.at(NOW):
        budget.indicator()
        yield


def broken(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {v.rule for v in refused.value.verdicts}


def held() -> int:
    return indicator_seen(people.buyer(), mall.INDICATOR).held


def test_the_lowest_that_complies_wins_and_of_equals_the_earlier() -> None:
    number = mall.asking()
    assert held() == 8_400_000
    assert "参加商城询价报价" in [duty.title for duty in duty_list(people.supplier(3))]
    mall.quoted(number, {2: "3900.00", 1: "3900.00", 3: "4000.00"})
    for viewer in (people.buyer(), people.finance(), people.supplier(1), PUBLIC):
        assert selectors.mall_quotes_seen(viewer, number) == ()
    assert selectors.quotes_to_judge(people.buyer(), number) == ()
    with pytest.raises(RuleBroken) as early:
        services.award(people.actor(people.buyer()), number=number, form=NOBODY_REJECTED)
    assert "MAL-03" in broken(early)
    with clock.at(CLOSED):
        assert len(selectors.quotes_to_judge(people.buyer(), number)) == 3
        with pytest.raises(NotFound):
            selectors.quotes_to_judge(people.buyer(2), number)
        order = services.award(people.actor(people.buyer()), number=number, form=NOBODY_REJECTED)
        card = selectors.mall_order_seen(people.buyer(), order)
        assert (card.supplier_id, card.unit_price) == (people.supplier(2).organisation, 390_000)
        assert (held(), card.amount, card.sound) == (7_800_000, 7_800_000, True)
        assert len(card.evidence["quotes"]) == 3
        services.release(people.actor(people.buyer_reviewer()), number=order)
        services.confirm(people.actor(people.supplier(2)), number=order)
        assert held() == 0


def test_an_opened_quote_is_what_was_committed_to() -> None:
    number = mall.asking()
    mall.quoted(number, {1: "3950.00", 2: "3900.00", 3: "4000.00"})
    with clock.at(CLOSED):
        services.award(people.actor(people.buyer()), number=number, form=NOBODY_REJECTED)
    for one in selectors.mall_quotes_seen(PUBLIC, number):
        content = content_of(
            number, one.supplier_id, one.product_number, one.price or 0, one.answers
        )
        assert committed(one.salt, content) == one.commitment


def test_a_quote_that_does_not_meet_the_demand_is_left_out_with_its_reason() -> None:
    number = mall.asking()
    mall.quoted(number, {1: "3800.00", 2: "3900.00", 3: "4000.00"})
    first = people.supplier(1).organisation
    why = {"rejections": [{"supplier_id": first, "reason": "内存不可扩展"}]}
    with clock.at(CLOSED):
        order = services.award(
            people.actor(people.buyer()), number=number, form=AwardIn.model_validate(why)
        )
        card = selectors.mall_order_seen(people.buyer(), order)
        assert card.supplier_id == people.supplier(2).organisation
        shown = {
            one.supplier_id: one.rejected for one in selectors.mall_quotes_seen(PUBLIC, number)
        }
        assert shown[first or 0] == "内存不可扩展"


def test_too_few_quotes_are_given_more_time_or_come_to_nothing() -> None:
    number = mall.asking()
    mall.quoted(number, {1: "3900.00", 2: "4000.00"})
    later = ExtendIn(closes_at=CLOSED + timedelta(hours=24), reason="报价不足三家")
    actor = people.actor(people.buyer())
    with pytest.raises(RuleBroken):
        services.extend(actor, number=number, form=later)
    with clock.at(CLOSED):
        with pytest.raises(RuleBroken) as few:
            services.award(actor, number=number, form=NOBODY_REJECTED)
        assert broken(few) == {"MAL-02"}
        services.extend(actor, number=number, form=later)
        mall.quoted(number, {3: "4100.00"})
        assert selectors.own_mall_quote(people.supplier(1), number)
    with clock.at(CLOSED + timedelta(hours=24)):
        with pytest.raises(WrongState):
            services.extend(actor, number=number, form=later)
        services.end_inquiry(actor, number=number, form=ReasonIn(reason="需求取消"))
        assert held() == 0
        assert selectors.mall_quotes_seen(PUBLIC, number) == ()


def test_only_who_supplies_such_goods_quotes_no_dearer_than_in_the_mall() -> None:
    number, product = mall.asking(), mall.on_sale()
    with pytest.raises(NotAllowed):
        services.quote(
            people.actor(people.supplier(9)), number=number, form=mall.quote(product, "1.00")
        )
    for n, price in ((2, "4100.01"), (3, "4250.00")):
        with pytest.raises((InvalidInput, RuleBroken)):
            services.quote(
                people.actor(people.supplier(n)), number=number, form=mall.quote(product, price)
            )
    with clock.at(CLOSED), pytest.raises(RuleBroken) as late:
        mall.quoted(number, {1: "3900.00"})
    assert broken(late) == {"MAL-03"}


def test_an_enquiry_has_hours_a_limit_and_enough_sellers() -> None:
    actor = people.actor(people.buyer())
    mall.on_sale()
    with pytest.raises(WrongState):
        services.ask(actor, form=mall.inquiry())
    with pytest.raises(RuleBroken) as short:
        services.ask(actor, form=mall.inquiry(closes_at=CLOSED - timedelta(minutes=1)))
    assert broken(short) == {"MAL-03"}
    with pytest.raises(RuleBroken) as large:
        services.ask(actor, form=mall.inquiry(quantity=120))
    assert broken(large) == {"MAL-01"}


def test_an_enquiry_runs_in_the_browser() -> None:
    number, product = mall.asking(), mall.on_sale()
    page, desk = f"/mall/inquiries/{number}/", browse(people.buyer())
    assert "没有采用开标那样的多方密钥" in Client().get(page).content.decode()
    new = desk.get(f"/mall/inquiries/new/?product={product}").content.decode()
    assert "A02010105" in new
    for n, price in ((1, "3950"), (2, "3900"), (3, "4000")):
        seller = browse(people.supplier(n))
        assert page in seller.get("/mall/inquiries/").content.decode()
        typed = {
            "product_number": product, "price": price, "statement": "", "answers.0.name": "内存",
            "answers.0.value": "16GB", "answers.0.meets": "yes",
        }  # fmt: skip
        assert seller.post(f"{page}quote/", {**typed, "answers.0.value": ""}).status_code == 422
        assert seller.post(f"{page}quote/", typed).status_code == 302
    assert "3900.00" not in desk.get(f"{page}award/").content.decode()
    with clock.at(CLOSED):
        assert "系统提出成交" in desk.get(f"{page}award/").content.decode()
        made = desk.post(f"{page}award/", {}).headers["Location"]
        assert "待下达" in desk.get(made).content.decode()
        assert "3,900.00" in Client().get(page).content.decode()
    with system_access("test"):
        assert set(MallQuote.objects.values_list("state", flat=True)) == {"opened"}
