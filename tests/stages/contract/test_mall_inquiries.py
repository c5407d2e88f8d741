"""Enquiries of the mall: sellers are asked, quotes stay shut, the lowest that complies becomes an order."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.mall import selectors, services
from lucai.stages.contract.mall.models import MallQuote
from lucai.stages.contract.mall.numbering import LOT, round_number
from lucai.stages.contract.mall.schemas import AwardIn, ExtendIn, ReasonIn
from lucai.stages.contract.mall.selectors.sealing import package_of
from lucai.stages.trade.sealing import services as sealing
from tests.makers import budget, mall, people, rounds
from tests.makers.browsing import browse
from tests.makers.searching import found

pytestmark = pytest.mark.django_db

NOW = clock.moment(date(2026, 4, 2), 10)
CLOSED = NOW + timedelta(hours=24)
CANARY = "CANARYMALLQUOTE9"
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


def fulfilled(order: str) -> None:
    services.release(people.actor(people.buyer_reviewer()), number=order)
    services.confirm(people.actor(people.supplier(2)), number=order)


def test_the_lowest_that_complies_wins_and_of_equals_the_earlier() -> None:
    number = mall.asking()
    assert held() == 8_400_000
    assert "参加商城询价报价" in [duty.title for duty in duty_list(people.supplier(3))]
    buyer = people.actor(people.buyer())
    mall.quoted(number, {2: "3900.00", 1: "3900.00"})
    mall.hand_in(number, 3, "4000.00", statement=CANARY)
    assert found(CANARY) == []
    for viewer in (people.buyer(), people.finance(), people.supplier(1), PUBLIC):
        assert selectors.mall_quotes_seen(viewer, number) == ()
    assert selectors.quotes_to_judge(people.buyer(), number) == ()
    with pytest.raises(RuleBroken) as early:
        services.open_quotes(buyer, number=number)
    assert "MAL-03" in broken(early)
    with clock.at(CLOSED):
        with pytest.raises(WrongState):
            services.award(buyer, number=number, form=NOBODY_REJECTED)
        with pytest.raises(NotFound):
            services.open_quotes(people.actor(people.buyer(2)), number=number)
        assert services.open_quotes(buyer, number=number) == 3
        assert "mall_quote" in found(CANARY)
        assert len(selectors.quotes_to_judge(people.buyer(), number)) == 3
        assert package_of(people.finance(), number)[1] == "supervision"
        with pytest.raises(NotFound):
            package_of(people.supplier(9), number)
        order = services.award(buyer, number=number, form=NOBODY_REJECTED)
        card = selectors.mall_order_seen(people.buyer(), order)
        assert (card.supplier_id, card.unit_price) == (people.supplier(2).organisation, 390_000)
        assert (held(), card.amount, card.sound) == (7_800_000, 7_800_000, True)
        assert len(card.evidence["quotes"]) == 3
        fulfilled(order)
        assert held() == 0


def test_a_quote_is_replaced_and_withdrawn_until_the_time_is_over() -> None:
    number, seller = mall.asking(), people.actor(people.supplier(1))
    first = mall.hand_in(number, 1, "3950.00")
    second = mall.hand_in(number, 1, "3940.00", instead_of=first)
    services.withdraw_quote(seller, number=number, claim=rounds.takes_back(second))
    assert b"lucai-bid-withdrawal/1" in services.quote_receipt(seller, number=number)
    assert "参加商城询价报价" in [duty.title for duty in duty_list(people.supplier(1))]
    third = mall.hand_in(number, 1, "3930.00")
    assert b"lucai-bid-receipt/1" in services.quote_receipt(seller, number=number)
    with clock.at(CLOSED), pytest.raises(RuleBroken):
        services.withdraw_quote(seller, number=number, claim=rounds.takes_back(third))


def test_a_quote_that_does_not_meet_the_demand_is_left_out_with_its_reason() -> None:
    number = mall.asking()
    mall.quoted(number, {1: "3800.00", 2: "3900.00", 3: "4000.00"})
    first = people.supplier(1).organisation
    why = {"rejections": [{"supplier_id": first, "reason": "内存不可扩展"}]}
    with clock.at(CLOSED):
        services.open_quotes(people.actor(people.buyer()), number=number)
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
            services.open_quotes(actor, number=number)
        assert broken(few) == {"MAL-02"}
        services.extend(actor, number=number, form=later)
        # What was sealed before is void: everybody quotes anew, in a round of its own.
        own = selectors.own_mall_quote(people.supplier(1), number)
        assert own
        assert (own.state, own.envelope_hash) == ("invited", "")
        assert "参加商城询价报价" in [duty.title for duty in duty_list(people.supplier(1))]
        for n in (1, 2, 3):
            mall.hand_in(number, n, "3900.00", turn=2)
    with clock.at(CLOSED + timedelta(hours=24)):
        with pytest.raises(WrongState):
            services.extend(actor, number=number, form=later)
        services.end_inquiry(actor, number=number, form=ReasonIn(reason="需求取消"))
        assert held() == 0
        assert selectors.mall_quotes_seen(PUBLIC, number) == ()


def test_only_who_supplies_such_goods_quotes_and_only_in_time() -> None:
    number = mall.asking()
    with pytest.raises(NotAllowed):
        mall.hand_in(number, 9, "1.00")
    with clock.at(CLOSED), pytest.raises(RuleBroken) as late:
        mall.quoted(number, {1: "3900.00"})
    assert broken(late) == {"MAL-03"}


def test_a_quote_that_breaks_a_rule_is_refused_at_the_opening_and_does_not_count() -> None:
    number, actor = mall.asking(), people.actor(people.buyer())
    own, ceiling = {2: "4100.01"}, {3: "4200.01"}
    mall.quoted(number, {1: "3900.00", **own, **ceiling})
    with clock.at(CLOSED):
        assert services.open_quotes(actor, number=number) == 1
        why = {
            one.supplier_id: one.refused_reason for one in selectors.refused_quotes(PUBLIC, number)
        }
        assert "本企业在商城的报价" in why[people.supplier(2).organisation or 0]
        assert "最高限价" in why[people.supplier(3).organisation or 0]
        with pytest.raises(RuleBroken) as few:
            services.award(actor, number=number, form=NOBODY_REJECTED)
        assert broken(few) == {"MAL-02"}
        services.end_inquiry(actor, number=number, form=ReasonIn(reason="有效报价不足"))
        assert held() == 0


def test_a_quote_without_a_product_or_an_answer_or_a_price_cannot_count() -> None:
    number = mall.asking()
    mall.hand_in(number, 1, "3800.00", answers=[])
    mall.hand_in(number, 2, "3800.00", product_number="SP-nothing")
    mall.hand_in(number, 3, "")
    with clock.at(CLOSED):
        assert services.open_quotes(people.actor(people.buyer()), number=number) == 0
        refused = selectors.refused_quotes(PUBLIC, number)
        why = "".join(one.refused_reason for one in refused)
        assert [says in why for says in ("没有响应", "品目", "格式")] == [True] * 3


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


def test_opening_the_quotes_is_signed_and_only_tried_until_then(settings: Any) -> None:
    settings.LUCAI_SIGNED_ACTS = True
    number = mall.asking()
    mall.quoted(number, {2: "3900.00", 1: "3950.00", 3: "4000.00"})
    opens, desk = f"/mall/inquiries/{number}/steps/open/", browse(people.buyer())
    with clock.at(CLOSED):
        assert "还没有收齐" in desk.post(opens).content.decode()
        sealing.prepare_opening(sealing.ANYBODY, project_number=round_number(number, 1))
        assert "签名确认：揭示商城询价的报价" in desk.post(opens).content.decode()
    with system_access("test"):
        assert set(MallQuote.objects.values_list("state", flat=True)) == {"handed_in"}


@pytest.mark.nightly
def test_an_enquiry_runs_in_the_browser() -> None:
    number, product = mall.asking(), mall.on_sale()
    page, desk = f"/mall/inquiries/{number}/", browse(people.buyer())
    assert "都打不开" in Client().get(page).content.decode()
    new = desk.get(f"/mall/inquiries/new/?product={product}").content.decode()
    assert "A02010105" in new
    for n, price in ((1, "3950.00"), (2, "3900.00"), (3, "4000.00")):
        seller = browse(people.supplier(n))
        assert page in seller.get("/mall/inquiries/").content.decode()
        shown = seller.get(f"{page}quote/").content.decode()
        assert "<form" not in shown[shown.index("data-round") : shown.index("data-seal-now")]
        told = mall.quote(product, price)
        made, handed = rounds.sealed(round_number(number, 1), LOT, people.supplier(n), told)
        assert seller.post(f"{page}quote/", rounds.posted(handed)).status_code == 200
    claim = {"claim": rounds.takes_back(made).decode()}
    assert seller.post(f"{page}quote/steps/withdraw/", claim).status_code == 200
    mall.hand_in(number, 3, "4000.00")
    assert seller.get(f"{page}quote/receipt.json").status_code == 200
    assert "请先揭示报价" in desk.get(f"{page}award/").content.decode()
    with clock.at(CLOSED):
        assert f"{page}steps/open/" in desk.get(page).content.decode()
        assert desk.post(f"{page}steps/open/").status_code == 302
        assert "系统提出成交" in desk.get(f"{page}award/").content.decode()
        made_order = desk.post(f"{page}award/", {}).headers["Location"]
        assert "待下达" in desk.get(made_order).content.decode()
        assert "3,900.00" in Client().get(page).content.decode()
        assert desk.get(f"{page}quotes/package.zip").status_code == 200
        assert "3,950.00" in browse(people.supplier(1)).get(f"{page}quote/").content.decode()
    with system_access("test"):
        assert set(MallQuote.objects.values_list("state", flat=True)) == {"opened"}
