"""A buyer's nonce in Chromium against the served system: drawn, sealed, received, opened with the draw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.selectors import draws_of
from tests.frontend.test_round_page import Clock
from tests.frontend.test_sealing_pages import PHONE, assert_usable
from tests.makers import evaluation, people
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.makers.bids import Call

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WAIT = 30


@pytest.fixture
def hand() -> Iterator[Clock]:
    """Hold the clock for every thread of the server."""
    before = clock._source
    held = Clock(before())
    clock.use(lambda: held.at)
    yield held
    clock.use(before)


def asked(hand: Clock) -> Call:
    call = evaluation.prepared()
    hand.at = call.bid_deadline
    form = evaluation.draw_form(call.bid_deadline + timedelta(minutes=WAIT), wait_minutes=WAIT)
    services.draw(people.actor(people.agency()), project_number=call.number, form=form)
    return call


def test_a_nonce_is_drawn_and_sealed_in_the_browser_and_nothing_of_it_is_sent_in_clear(
    live_server: Any, chromium: Browser, hand: Clock, settings: Any
) -> None:
    settings.LUCAI_DEMO = True
    call = asked(hand)
    bodies: list[bytes] = []
    context = window(chromium, live_server.url, people.buyer(), viewport=PHONE)
    context.on("request", lambda request: bodies.append(request.post_data_buffer or b""))
    page = context.new_page()
    page.goto(f"/rooms/{call.number}/panel/")
    page.get_by_role("link", name="提交本单位的随机数").click()
    assert_usable(page)
    page.get_by_role("button", name="产生随机数，密封并提交").click()
    dialog = page.get_by_role("dialog")
    assert "承诺" in dialog.inner_text()
    dialog.get_by_role("button", name="签名并递交").click()
    page.get_by_role("heading", name="已提交").wait_for()
    page.get_by_role("link", name="保存我的随机数").wait_for()
    page.reload()
    page.get_by_role("heading", name="平台已登记本单位的随机数").wait_for()
    assert not page.locator("[data-give]").count()
    hand.at += timedelta(minutes=WAIT)
    services.finish_draw(people.actor(people.agency()), project_number=call.number)
    own = {one["id"]: one for one in draws_of(SYSTEM, call.number)[0].parties}["buyer"]
    sent = b"\n".join(bodies)
    assert len(sent) > 1000
    for secret in (own["nonce"], own["blinding"]):
        assert secret.encode() not in sent
        assert bytes.fromhex(secret) not in sent
