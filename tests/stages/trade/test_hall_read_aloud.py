"""语音唱标 in the hall: the browser reads the record aloud, row by row, and stops when asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel import clock
from tests.makers import bids, people, sealing
from tests.makers.bids import Call
from tests.makers.sealed_tender import bid_for, opened
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
VOICE = """
window.said = [];
const voice = {speaking: false, pending: false, waiting: [],
  speak(words) { this.waiting.push(words); this.speaking = true; },
  next() { const words = this.waiting.shift(); if (!words) { this.speaking = false; return; }
    window.said.push(words.text); words.onstart?.(); window.turn = () => {
      if (!this.waiting.length) this.speaking = false; words.onend?.(); this.next(); }; },
  cancel() { this.waiting = []; this.speaking = false; }};
Object.defineProperty(window, 'speechSynthesis', {value: voice});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def held() -> Iterator[Call]:
    """Three bids were opened in the hall a minute ago."""
    sealing.new_outposts(sealing.holders())
    call = bids.call_for_bids(lots=1)
    for n in (1, 2, 3):
        bid_for(call, n, share=90 + n)
    opened(call)
    before = clock._source
    clock.use(lambda: call.bid_deadline + timedelta(minutes=1))
    yield call
    clock.use(before)


@pytest.fixture
def hall(chromium: Browser, live_server: Any, held: Call) -> Page:
    """The hall as the agency sees it, in a browser whose voice waits for the test."""
    page = window(chromium, live_server.url, people.agency()).new_page()
    page.add_init_script(VOICE)
    page.goto(f"/rooms/{held.number}/opening/?lot=1")
    return page


def test_every_bid_is_read_in_order_and_shown_while_it_is_read_until_somebody_stops_it(
    hall: Page,
) -> None:
    rows = hall.locator("tr:has([data-say])")
    shown = rows.all_inner_texts()
    assert len(shown) == 3
    hall.get_by_role("button", name="语音唱标").click()
    hall.evaluate("speechSynthesis.next()")
    for place in range(len(shown)):
        assert hall.locator("tr[aria-current]").inner_text() == shown[place]
        said = hall.evaluate("said")
        assert len(said) == place + 1
        assert said[place].startswith(f"第 {place + 1} 家，")
        name = rows.nth(place).locator("th b").inner_text()
        price = rows.nth(place).locator(".price").inner_text().replace(",", "")
        assert f"{name}，投标总价人民币 {price} 元，交付期 30 日历天。" in said[place]
        hall.evaluate("turn()")
    assert hall.locator("tr[aria-current]").count() == 0
    again = hall.get_by_role("button", name="语音唱标")
    again.click()
    hall.get_by_role("button", name="停止朗读").click()
    assert hall.evaluate("speechSynthesis.waiting.length") == 0
    again.wait_for()
