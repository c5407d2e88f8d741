"""Passkeys with Chromium's own authenticator: from the account page to the next sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.makers import people
from tests.makers.browsing import browse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    """The site under a name: a browser binds no passkey to a number."""
    settings.LUCAI_PASSKEY_DOMAIN = "localhost"
    return f"http://localhost:{urlsplit(live_server.url).port}"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A window of somebody who is signed in."""
    context = chromium.new_context(base_url=address, locale="zh-CN")
    context.set_default_timeout(20_000)
    cookie = browse(people.buyer()).cookies["lucai_session"].value
    context.add_cookies([{"name": "lucai_session", "value": cookie, "url": address}])
    yield context.new_page()
    context.close()


@pytest.fixture
def devices(page: Page) -> CDPSession:
    """Chromium's virtual authenticators."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session


def plug_in(devices: CDPSession, **more: object) -> str:
    """Plug in a device; return its id."""
    answer = devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **more}})
    return str(answer["authenticatorId"])


def register(page: Page) -> None:
    page.goto("/account/")
    page.get_by_label("新通行密钥的名称").fill("书房电脑")
    with page.expect_navigation():
        page.get_by_role("button", name="登记通行密钥").click()
    assert "已登记" in page.locator("main").inner_text()


def test_a_passkey_is_registered_and_signs_in_where_it_was_made_for(
    page: Page, devices: CDPSession
) -> None:
    device = plug_in(devices)
    register(page)
    assert "书房电脑" in page.locator("main").inner_text()
    page.context.clear_cookies()
    page.goto("/sign-in/?next=/account/")
    with page.expect_navigation(url="**/account/"):
        page.get_by_role("button", name="用通行密钥登录").click()
    assert "本次登录：通行密钥" in page.locator("main").inner_text()
    [held] = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert held["rpId"] == "localhost"
    assert held["signCount"] > 1


def test_a_copy_of_a_key_is_refused_and_ends_the_key(page: Page, devices: CDPSession) -> None:
    device = plug_in(devices)
    register(page)
    [held] = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    copy = plug_in(devices)
    older = {**held, "signCount": 0}
    devices.send("WebAuthn.addCredential", {"authenticatorId": copy, "credential": older})
    page.context.clear_cookies()
    page.goto("/sign-in/")
    with page.expect_navigation():
        page.get_by_role("button", name="用通行密钥登录").click()
    assert "可能已被复制" in page.locator("main").inner_text()


def test_a_device_that_does_not_know_its_user_is_not_taken(page: Page, devices: CDPSession) -> None:
    plug_in(devices, isUserVerified=False)
    page.goto("/account/")
    page.get_by_label("新通行密钥的名称").fill("别人的手")
    page.get_by_role("button", name="登记通行密钥").click()
    page.locator("[data-passkey-problem]").wait_for(state="visible")
    assert "没有完成" in page.locator("[data-passkey-problem]").inner_text()


def test_a_numbered_address_says_where_passkeys_work(page: Page, live_server: Any) -> None:
    cookie = browse(people.buyer()).cookies["lucai_session"].value
    numbered = live_server.url.replace("localhost", "127.0.0.1")
    page.context.add_cookies([{"name": "lucai_session", "value": cookie, "url": numbered}])
    page.goto(f"{numbered}/account/")
    assert "数字网址" in page.locator("[data-passkey-absent]").inner_text()
    assert not page.get_by_role("button", name="登记通行密钥").is_visible()
