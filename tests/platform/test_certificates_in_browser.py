"""Certificates in Chromium: the key is made there, kept there under a PIN, and signs there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel.actors import Viewer
from lucai.platform.pki.models import CertificateBinding
from lucai.platform.records import system_access
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import trusted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

ACCOUNT = "/account/certificates/"
PIN = "135790"


@pytest.fixture(autouse=True)
def cas(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[None]:
    with trusted(settings, tmp_path):
        yield


@pytest.fixture
def supplier() -> Viewer:
    return people.supplier()


@pytest.fixture
def page(chromium: Browser, live_server: Any, supplier: Viewer) -> Iterator[Page]:
    """A window of a supplier who is signed in."""
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    context.set_default_timeout(20_000)
    signed_in(context, live_server, supplier)
    yield context.new_page()
    context.close()


def signed_in(context: Any, live_server: Any, viewer: Viewer) -> None:
    cookie = browse(viewer).cookies["lucai_session"].value
    context.add_cookies([{"name": "lucai_session", "value": cookie, "url": live_server.url}])


def make(page: Page, *, ca: str = "demo-sm2", device: str = "soft") -> None:
    page.goto(ACCOUNT)
    page.locator("#make-ca").select_option(ca)
    page.locator("#make-device").select_option(device)
    page.locator("#make-pin").fill(PIN)
    page.locator("#make-again").fill(PIN)
    with page.expect_navigation():
        page.get_by_role("button", name="申请并绑定").click()
    assert "证书已绑定" in page.locator("main").inner_text()


def sign_in(page: Page, pin: str = PIN, button: str = "签名登录") -> None:
    page.locator("#pin").fill(pin)
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("ca", ["demo-sm2", pytest.param("demo-ecdsa", marks=pytest.mark.nightly)])
def test_a_certificate_is_made_bound_and_signs_in(page: Page, ca: str) -> None:
    make(page, ca=ca)
    page.context.clear_cookies()
    page.goto("/sign-in/?next=/account/certificates/")
    page.get_by_role("link", name="用数字证书登录").click()
    with page.expect_navigation(url="**/account/certificates/"):
        sign_in(page)
    assert "本次登录：数字证书" in page.locator("main").inner_text()


def test_a_wrong_pin_signs_nothing(page: Page) -> None:
    make(page)
    page.context.clear_cookies()
    page.goto("/sign-in/certificate/")
    sign_in(page, "000000")
    problem = page.locator("[data-certificate-problem]")
    problem.wait_for(state="visible")
    assert "口令不对" in problem.inner_text()


@pytest.mark.nightly
def test_a_ukey_locks_itself_after_six_wrong_pins_and_hands_out_no_key(page: Page) -> None:
    make(page, device="ukey")
    page.get_by_text("导出或删除").click()
    page.locator("#export-pin").fill(PIN)
    page.get_by_role("button", name="导出证书文件").click()
    page.get_by_text("UKey 中的私钥不能导出").wait_for()
    page.goto("/sign-in/certificate/")
    for _ in range(6):
        sign_in(page, "000000", "签名确认")
        page.locator("button[aria-busy]").wait_for(state="detached")
    sign_in(page, PIN, "签名确认")
    page.get_by_text("UKey 已锁定").wait_for()


@pytest.mark.nightly
def test_a_soft_certificate_is_carried_to_another_browser_as_a_file(
    page: Page, chromium: Browser, live_server: Any, supplier: Viewer, tmp_path: Path
) -> None:
    make(page)
    page.get_by_text("导出或删除").click()
    page.locator("#export-pin").fill(PIN)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出证书文件").click()
    file = tmp_path / "certificate.pem"
    download.value.save_as(file)
    assert file.read_text().count("BEGIN CERTIFICATE") == 2
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    signed_in(context, live_server, supplier)
    other = context.new_page()
    other.goto(ACCOUNT)
    other.locator("#import-file").set_input_files(file)
    other.locator("#import-pin").fill("another-pin")
    other.locator("#import-again").fill("another-pin")
    with other.expect_navigation():
        other.get_by_role("button", name="导入到这个浏览器").click()
    context.clear_cookies()
    other.goto("/sign-in/certificate/?next=/account/")
    with other.expect_navigation(url="**/account/"):
        sign_in(other, "another-pin")
    context.close()


def test_a_revoked_certificate_is_told_why_it_no_longer_signs_in(page: Page) -> None:
    make(page)
    page.get_by_role("button", name="模拟吊销").click()
    with page.expect_navigation():
        page.locator("dialog[open] .btn.primary").click()
    page.context.clear_cookies()
    page.goto("/sign-in/certificate/")
    with page.expect_navigation():
        sign_in(page)
    assert "已被签发机构吊销" in page.locator("main").inner_text()


def test_nothing_of_the_private_key_reaches_the_server(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    make(page)
    with system_access("test"):
        assert CertificateBinding.objects.count() == 1
    assert sum("signature" in body for body in sent) >= 1
    assert not any(PIN in body or "PRIVATE KEY" in body for body in sent)


@pytest.mark.nightly
def test_a_page_of_another_site_cannot_have_its_question_signed(page: Page) -> None:
    make(page)
    page.context.clear_cookies()
    page.route(
        "**/sign-in/certificate/question/",
        lambda route: route.fulfill(
            json={"message": "eyJjb250ZXh0IjoibHVjYWkvbG9naW4vMSIsIm9yaWdpbiI6Imh0dHBzOi8veC55In0="}
        ),
    )
    page.goto("/sign-in/certificate/")
    sign_in(page)
    page.get_by_text("不是本网站发出的").wait_for()


@pytest.mark.nightly
def test_a_phone_confirms_for_a_computer(page: Page, chromium: Browser, live_server: Any) -> None:
    make(page)
    computer = chromium.new_context(base_url=live_server.url, locale="zh-CN").new_page()
    computer.goto("/sign-in/certificate/?next=/account/certificates/")
    computer.get_by_role("button", name="用手机扫码").click()
    number = computer.locator(".figures dd").inner_text().strip()
    page.goto(computer.get_by_role("link", name="另一个窗口").get_attribute("href") or "")
    page.get_by_label(number, exact=True).check()
    with page.expect_navigation():
        sign_in(page, button="签名确认")
    assert "请回到电脑" in page.locator("main").inner_text()
    with computer.expect_navigation(url="**/account/certificates/"):
        computer.get_by_role("button", name="继续").click()
    assert "本次登录：数字证书" in computer.locator("main").inner_text()
    computer.context.close()
