"""语音唱标: the browser reads the record aloud, row by row, and stops when asked."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

PAGE = """<!doctype html><html lang="zh-CN"><title>开标</title><main>
<button type="button" data-read-aloud hidden>语音唱标</button><table>
<tr><td data-say="第 1 家，示例甲">1</td></tr><tr><td data-say="第 2 家，示例乙">2</td></tr></table></main>
<script src="/static/lucai.js"></script></html>"""
HTML = "text/html; charset=utf-8"
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
def page(chromium: "Browser", live_server: "LiveServer") -> "Page":
    opened = chromium.new_page(base_url=live_server.url)
    opened.add_init_script(VOICE)
    opened.route("**/hall", lambda route: route.fulfill(body=PAGE, content_type=HTML))
    opened.goto("/hall")
    return opened


@pytest.mark.django_db(transaction=True)
def test_every_row_is_read_in_order_and_shown_while_it_is_read(page: "Page") -> None:
    page.get_by_role("button", name="语音唱标").click()
    page.evaluate("speechSynthesis.next()")
    assert page.locator("tr[aria-current]").inner_text() == "1"
    page.evaluate("turn()")
    assert page.locator("tr[aria-current]").inner_text() == "2"
    page.evaluate("turn()")
    assert page.evaluate("said") == ["第 1 家，示例甲", "第 2 家，示例乙"]
    assert page.locator("tr[aria-current]").count() == 0
    assert page.get_by_role("button", name="语音唱标").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_press_stops_it(page: "Page") -> None:
    page.get_by_role("button", name="语音唱标").click()
    page.get_by_role("button", name="停止朗读").click()
    assert page.evaluate("speechSynthesis.waiting.length") == 0
    assert page.get_by_role("button", name="语音唱标").count() == 1
