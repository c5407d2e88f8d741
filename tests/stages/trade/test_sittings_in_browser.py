"""Two experts and a supervisor in Chromium: pictures both ways, a watcher unseen, a piece kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from lucai.stages.trade.sittings import views
from lucai.stages.trade.sittings.selectors import recordings_of
from tests.makers import people, sitting
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.journey,
    pytest.mark.nightly,
    pytest.mark.django_db(transaction=True),
]

FAKE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--disable-remote-fonts",
)
MOVES = """() => [...document.querySelectorAll('.faces figure')].some(
  (face) => !face.textContent.includes('（我）') && face.querySelector('video').videoWidth > 0
    && !face.querySelector('video').hidden)"""


def enter(browser: Browser, address: str, who: Any, number: str, **permissions: Any) -> Page:
    page = window(browser, address, who, **permissions).new_page()
    page.goto(f"/rooms/{number}/sitting/live/")
    return page


def test_two_windows_see_each_other_a_watcher_sees_both_and_a_piece_lands(
    live_server: Any, launch: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = launch(*FAKE)
    members = (people.expert(1), people.expert(2))
    monkeypatch.setattr(views, "PIECE_SECONDS", 1)
    rnd = sitting.bare("SD-2026-EXAMPLE", members)
    try:
        pages = [enter(browser, live_server.url, one, rnd.number) for one in members]
        for page in pages:
            page.wait_for_function(MOVES)
        watcher = enter(browser, live_server.url, people.finance(), rnd.number)
        watcher.wait_for_function(
            f"() => ({MOVES})() && document.querySelectorAll('.faces figure').length === 2"
        )
        assert "只看" in watcher.inner_text("main")
        assert watcher.locator("[data-camera]").count() == 0
        assert [page.locator(".faces figure").count() for page in pages] == [2, 2]
        pages[0].get_by_role("button", name="关闭摄像头").click()
        pages[1].get_by_text("没有画面 · 有声音").wait_for()
        pages[0].locator("[data-sitting-recording]", has_text="已留存").wait_for()
        [piece, *_] = recordings_of(people.finance(), rnd.number)
        assert piece.size > 500
    finally:
        browser.close()
