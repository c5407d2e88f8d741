"""A quote for an enquiry of the mall in Chromium: a form with a list and answers, sealed as typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel import clock
from lucai.stages.contract.mall import selectors, services
from tests.frontend.test_round_page import CANARY, Clock, hand, seal
from tests.frontend.test_sealing_pages import PHONE, assert_usable
from tests.makers import budget, mall, people, sealing
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["hand"]
pytestmark = [pytest.mark.journey, pytest.mark.nightly, pytest.mark.django_db(transaction=True)]
NOW = clock.moment(date(2026, 4, 2), 10)
PRICE = "3871.56"


def test_a_seller_is_told_what_is_wrong_before_sealing_and_its_answers_arrive_whole(
    live_server: Any, chromium: Browser, hand: Clock, settings: Any
) -> None:
    settings.LUCAI_DEMO = True
    hand.at = NOW
    sealing.new_outposts(sealing.holders())
    budget.indicator()
    number, supplier = mall.asking(), people.supplier(2)
    mall.quoted(number, {1: "3950.00", 3: "4000.00"})
    page = window(chromium, live_server.url, supplier, viewport=PHONE).new_page()
    page.goto(f"/mall/inquiries/{number}/quote/")
    written(page)
    assert_usable(page)
    seal(page)
    hand.at = NOW + timedelta(hours=24)
    assert services.open_quotes(people.actor(people.buyer()), number=number) == 3
    [best, *_] = selectors.mall_quotes_seen(people.buyer(), number)
    assert (best.supplier_id, best.price) == (supplier.organisation, 387156)
    assert best.answers == [
        {"name": "内存", "demanded": "不低于 16GB", "value": "16GB", "meets": True}
    ]


def written(page: Page) -> None:
    """Choose the product, ask for more than the own offer, then for less; answer the demand."""
    page.get_by_text("还没有填写：所报商品").wait_for()
    page.locator("[name=product_number]").select_option(index=1)
    page.fill("[name='answers.0.value']", "16GB")
    page.check("[name='answers.0.meets']")
    page.fill("[name=statement]", CANARY)
    page.fill("[name=price]", "4100.01")
    page.get_by_text("报价高于本企业在商城的报价").wait_for()
    page.fill("[name=price]", PRICE)
    page.get_by_text("可以密封提交").wait_for()
