"""A quote of a sealed round in Chromium against the served system: sealed, replaced, opened with the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.stages.trade.calloffs import selectors, services
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.schemas import BiddingIn
from lucai.stages.trade.frameworks import services as frameworks
from lucai.stages.trade.sealing.selectors import envelopes_handed_in
from tests.frontend.outsiders import certificate
from tests.frontend.test_sealing_pages import PHONE, assert_usable
from tests.makers import budget, people, rounds, sealing
from tests.makers import frameworks as makers
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.journey,
    pytest.mark.nightly,
    pytest.mark.django_db(transaction=True),
]

NOW = clock.moment(date(2026, 4, 2), 10)
CLOSES = NOW + timedelta(hours=24)
CANARY = "绝密优惠条件甲乙丙"
PRICE = "77.31"


@dataclass
class Clock:
    """The served system's clock, in the test's hand."""

    at: datetime


@pytest.fixture
def hand() -> Iterator[Clock]:
    """Hold the clock for every thread of the server."""
    held, before = Clock(NOW), clock._source
    clock.use(lambda: held.at)
    yield held
    clock.use(before)


def asked() -> str:
    sealing.new_outposts(sealing.holders())
    budget.indicator()
    number = makers.running(makers.bidding_plan())
    form = BiddingIn(**makers.order(closes_at=CLOSES))
    return services.ask(people.actor(people.buyer()), framework=number, form=form)


def test_a_quote_is_sealed_replaced_and_opened_and_nothing_readable_is_sent(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock, settings: Any
) -> None:
    settings.LUCAI_DEMO = True
    order, supplier = asked(), people.supplier(1)
    bodies: list[bytes] = []
    context = window(chromium, live_server.url, supplier, viewport=PHONE)
    context.on("request", lambda request: bodies.append(request.post_data_buffer or b""))
    page = context.new_page()
    page.goto(f"/call-offs/{order}/quote/")
    refused(page, tmp_path)
    write(page, "80.00")
    [first] = envelopes_handed_in(SYSTEM, round_number(order), LOT)
    page.reload()
    page.get_by_role("heading", name="已提交").wait_for()
    write(page, PRICE, button="密封并替换")
    [second] = envelopes_handed_in(SYSTEM, round_number(order), LOT)
    assert first.envelope_hash != second.envelope_hash
    sent = b"\n".join(bodies)
    assert len(sent) > 5000
    hand.at = CLOSES - timedelta(seconds=3)
    page.reload()
    page.get_by_text("提交时间已过，不能再替换或者撤回，等待到期开启").wait_for()
    assert page.get_by_role("button", name="撤回").is_disabled()
    assert page.get_by_role("button", name="密封并替换").is_disabled()
    for secret in (PRICE, "80.00", CANARY, supplier.organisation_name):
        assert secret.encode() not in sent, secret
    revealed(order, hand)
    page.goto(f"/call-offs/{order}/quote/")
    page.get_by_text(f"{PRICE} 元").wait_for()


def refused(page: Page, folder: Path) -> None:
    """Ask for too much, then sign with a certificate of no known authority: each is said."""
    page.fill("[data-price]", "99.00")
    page.get_by_text("报价超过上限").wait_for()
    page.get_by_role("button", name="密封并提交").click()
    assert not page.locator("dialog").count()
    page.fill("[data-price]", "80.00")
    page.get_by_label("软证书文件").first.check()
    page.set_input_files("#soft-certificate", certificate(people.supplier(1), folder))
    page.get_by_role("button", name="密封并提交").click()
    page.get_by_role("dialog").get_by_role("button", name="签名并递交").click()
    page.get_by_text("没有完成：").wait_for()
    assert not page.get_by_role("heading", name="已提交").is_visible()
    page.get_by_label("模拟 UKey（演示）").check()


def revealed(order: str, hand: Clock) -> None:
    """Let another member quote, and open both at the deadline."""
    other = people.supplier(2)
    _, handed = rounds.sealed(round_number(order), LOT, other, rounds.content(["1"], [8000]))
    services.quote(people.actor(other), number=order, handed=handed)
    hand.at = CLOSES
    services.reveal(people.actor(people.buyer()), number=order)
    seen = selectors.order_seen(PUBLIC, order)
    assert (seen.supplier_id, seen.unit_price) == (people.supplier(1).organisation, 7731)


def write(page: Page, price: str, button: str = "密封并提交") -> None:
    """Write a quote as a supplier does, sign what is shown, and wait for the receipt."""
    page.fill("[data-price]", price)
    page.fill("[data-statement]", CANARY)
    assert_usable(page)
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    assert price in dialog.inner_text()
    dialog.get_by_role("button", name="签名并递交").click()
    dialog.wait_for(state="detached")
    page.locator("[data-seal-now]:not([aria-busy])").wait_for()
    page.get_by_role("heading", name="已提交").wait_for()


def test_a_response_to_a_framework_is_sealed_and_withdrawn_and_sealed_again(
    live_server: Any, chromium: Browser, hand: Clock, settings: Any
) -> None:
    settings.LUCAI_DEMO = True
    sealing.new_outposts(sealing.holders())
    hand.at = makers.DEADLINE - timedelta(days=1)
    number, supplier = makers.responded(suppliers=2), people.supplier(3)
    bodies: list[bytes] = []
    context = window(chromium, live_server.url, supplier, viewport=PHONE)
    context.on("request", lambda request: bodies.append(request.post_data_buffer or b""))
    page = context.new_page()
    page.goto(f"/frameworks/{number}/respond/1/")
    page.get_by_text("还没有填写：响应报价").wait_for()
    for name in ("product", "specification", "area", "contact"):
        page.fill(f"[name={name}]", CANARY)
    page.fill("[name=price]", "100.01")
    page.get_by_text("报价超过最高限制单价").wait_for()
    page.fill("[name=price]", PRICE)
    page.get_by_text("不是生产厂家").wait_for()
    page.check("[name=maker]")
    page.check("[name=marketed]")
    assert_usable(page)
    seal(page)
    page.get_by_role("button", name="撤回").click()
    page.get_by_role("dialog").get_by_role("button", name="撤回响应文件").click()
    page.get_by_role("heading", name="已撤回").wait_for()
    assert page.locator("[data-save=withdrawal]").get_attribute("download")
    assert not page.get_by_role("heading", name="已提交").is_visible()
    seal(page)
    for secret in (PRICE, CANARY, supplier.organisation_name):
        assert secret.encode() not in b"\n".join(bodies), secret
    hand.at = makers.DEADLINE
    assert frameworks.open_responses(people.actor(makers.centre()), number=number, round_=1) == 3
    page.goto(f"/frameworks/{number}/respond/1/")
    page.get_by_text(f"{PRICE} 元").wait_for()


def seal(page: Page) -> None:
    """Sign what is shown, and wait for the receipt."""
    page.get_by_role("button", name="密封并提交").click()
    dialog = page.get_by_role("dialog")
    assert CANARY in dialog.inner_text()
    dialog.get_by_role("button", name="签名并递交").click()
    dialog.wait_for(state="detached")
    page.locator("[data-seal-now]:not([aria-busy])").wait_for()
    page.get_by_role("heading", name="已提交").wait_for()
