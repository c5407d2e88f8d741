"""A line that is down for long: the page waits with the secrets in it, and says that nothing is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.frontend.test_receipt_states import desk, heading
from tests.frontend.test_sealing_pages import assert_usable, hand
from tests.frontend.test_uploads import hurried_worker

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["desk", "hand"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CHUNKS = "**/chunks/*"


def test_a_press_goes_on_with_the_upload_and_leaving_is_warned_of(desk: Page) -> None:
    desk.route("**/seal-worker*.js", lambda route: route.fulfill(body=hurried_worker()))
    desk.route(CHUNKS, lambda route: route.abort())
    desk.on("dialog", lambda dialog: dialog.dismiss())  # the browser asks; one stays
    desk.get_by_role("button", name="封标并递交").click()
    go_on = desk.get_by_role("button", name="继续上传")
    go_on.wait_for()
    desk.get_by_text("封标没有完成，还不算递交").wait_for()
    assert desk.title().startswith("（密封没有完成）")
    assert_usable(desk)
    desk.evaluate("setTimeout(() => location.reload())")
    desk.get_by_text("刚才差一点离开").wait_for()
    desk.unroute(CHUNKS)
    go_on.click()
    desk.get_by_role("button", name="签名并递交").click()
    heading(desk, "已提交").wait_for()
    assert not desk.title().startswith("（")
    assert not go_on.is_visible()


def test_the_network_coming_back_goes_on_by_itself(desk: Page) -> None:
    desk.route("**/seal-worker*.js", lambda route: route.fulfill(body=hurried_worker()))
    desk.route(CHUNKS, lambda route: route.abort())
    desk.get_by_role("button", name="封标并递交").click()
    desk.get_by_role("button", name="继续上传").wait_for()
    desk.unroute(CHUNKS)
    desk.evaluate("dispatchEvent(new Event('online'))")
    desk.get_by_role("button", name="签名并递交").click()
    heading(desk, "已提交").wait_for()
