"""Keys, sealing and releasing in Chromium against the served system: nothing readable is ever sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as configured

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.money import yuan
from lucai.platform.access.selectors import organisation
from lucai.site.demo import ukeys
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, policy_rows
from tests.frontend.outsiders import assert_receipt, certificate, made_elsewhere
from tests.makers import bids, people, sealing
from tests.makers.bids import Call
from tests.makers.window import window
from tests.web.axe import findings
from tools.places import DIST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, ViewportSize

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PASSPHRASE = "示例口令 correct horse 2026"
CANARY = "绝密响应内容甲乙丙"


@dataclass
class Clock:
    """The served system's clock, in the test's hand."""

    at: datetime


@pytest.fixture
def hand() -> Iterator[Clock]:
    """Hold the clock for every thread of the server."""
    held, before = Clock(clock.moment(bids.PUBLISHED_ON, 9)), clock._source
    clock.use(lambda: held.at)
    yield held
    clock.use(before)


@dataclass
class Ear:
    """Listens to what a window sends."""

    bodies: list[bytes] = field(default_factory=list)
    told_who: list[str] = field(default_factory=list)
    sealed_bytes: int = 0

    def hear(self, request: Request) -> None:
        """Take down one request."""
        self.bodies.append(request.url.encode() + b"\n" + (request.post_data_buffer or b""))
        if "/drop/" in request.url:
            self.sealed_bytes += len(request.post_data_buffer or b"")
            if "cookie" in request.all_headers():
                self.told_who.append(request.url)


def test_a_bid_is_sealed_received_and_opened_and_nothing_readable_is_sent(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock
) -> None:
    sealing.new_outposts(sealing.holders())
    agency = window(chromium, live_server.url, people.agency(), viewport=DESK)
    key_file = enrolled(agency.new_page(), tmp_path)
    call = called(hand)
    supplier = people.supplier(1)
    obtain_document(people.actor(supplier), project_number=call.number)
    offer, response = bids.written(call, supplier)

    ear = Ear()
    context = window(chromium, live_server.url, supplier, viewport=DESK)
    context.on("request", ear.hear)
    write_and_seal(context.new_page(), call, (offer, response), tmp_path)
    assert ear.told_who == []
    assert ear.sealed_bytes > 5 * 1000  # five parts went by, and were looked into
    sent = b"\n".join(ear.bodies)
    digits = offer["price"].replace(",", "")
    for secret in (offer["price"], digits, CANARY, supplier.organisation_name):
        assert secret.encode() not in sent, secret

    for n in (2, 3):
        made_elsewhere(call, n)
    hand.at = call.bid_deadline + timedelta(seconds=1)
    services.prepare_opening(services.ANYBODY, project_number=call.number)
    released(agency.new_page(), call, key_file)
    openings.start(people.actor(people.agency()), project_number=call.number)
    sheets = opened_bids(people.agency(), call.number, 1)
    [own] = [sheet for sheet in sheets if sheet.supplier_name == supplier.organisation_name]
    assert yuan(own.price or 0) == offer["price"]
    assert {line.response for line in own.responses} == {CANARY}
    assert len(own.files) == 3


@pytest.mark.nightly
def test_a_bid_is_replaced_and_withdrawn_from_another_computer(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock
) -> None:
    sealing.new_outposts(sealing.holders())
    call = called(hand)
    supplier = people.supplier(1)
    obtain_document(people.actor(supplier), project_number=call.number)
    address = f"/rooms/{call.number}/bid/1/seal/"
    first = window(chromium, live_server.url, supplier).new_page()
    first.goto(address)
    fill(first, *bids.written(call, supplier), tmp_path)
    seal(first, supplier, tmp_path)
    key, draft = tmp_path / "own.lckey.json", tmp_path / "draft.zip"
    key.write_bytes(saved(first, "key", tmp_path))
    with first.expect_download() as download:
        first.get_by_role("button", name="导出草稿").click()
    download.value.save_as(draft)

    other = window(chromium, live_server.url, supplier).new_page()
    other.goto(address)
    for file in (draft, key):
        other.set_input_files("[data-import]", file)
    other.get_by_role("heading", name="已提交").wait_for()
    before = envelopes_handed_in(SYSTEM, call.number, 1)
    seal(other, supplier, tmp_path, "用现在的内容替换")
    after = envelopes_handed_in(SYSTEM, call.number, 1)
    assert len(before) == len(after) == 1
    assert before[0].envelope_hash != after[0].envelope_hash

    other.get_by_role("button", name="撤回投标文件").click()
    other.get_by_role("dialog").get_by_role("button", name="撤回投标文件").click()
    other.get_by_text("投标文件已撤回").first.wait_for()
    assert envelopes_handed_in(SYSTEM, call.number, 1) == []


@pytest.mark.nightly
def test_a_receipt_lost_on_the_way_is_fetched_and_nothing_is_said_before(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock
) -> None:
    sealing.new_outposts(sealing.holders())
    call = called(hand)
    supplier = people.supplier(1)
    obtain_document(people.actor(supplier), project_number=call.number)
    page = window(chromium, live_server.url, supplier).new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    fill(page, *bids.written(call, supplier), tmp_path)
    page.route("**/drop/*/1/*", lambda route: route.fulfill(status=403, body="线路断了"))
    page.set_input_files("#soft-certificate", certificate(supplier, tmp_path))
    page.get_by_role("button", name="封标并递交").click()
    page.get_by_role("button", name="签名并递交").click()
    page.get_by_text("没有收到回执，还不算递交").wait_for()
    assert not page.get_by_role("heading", name="已提交").is_visible()
    assert envelopes_handed_in(SYSTEM, call.number, 1) == []
    page.unroute_all()
    page.reload()
    page.get_by_role("button", name="继续递交").click()
    page.get_by_role("heading", name="已提交").wait_for()
    assert len(envelopes_handed_in(SYSTEM, call.number, 1)) == 1


@pytest.mark.nightly
def test_a_bid_sealed_without_a_network_is_handed_in_on_the_page(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock
) -> None:
    sealing.new_outposts(sealing.holders())
    call = called(hand)
    supplier = people.supplier(1)
    obtain_document(people.actor(supplier), project_number=call.number)
    page = window(chromium, live_server.url, supplier, viewport=DESK).new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    fill(page, *bids.written(call, supplier), tmp_path)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出草稿").click()
    download.value.save_as(tmp_path / "draft.zip")
    policy = tmp_path / "policy.json"
    policy.write_text(policy_rows(SYSTEM, call.number, 1)[-1].content, encoding="utf-8")
    sealed = sealed_offline(chromium, supplier, tmp_path)
    page.get_by_text("在不联网的电脑上封标").click()
    assert_usable(page)
    page.set_input_files("[data-offline]", sealed)
    page.get_by_role("button", name="递交离线封好的文件").click()
    page.get_by_role("heading", name="已提交").wait_for()
    assert_receipt(saved(page, "receipt", tmp_path), call)


@pytest.mark.nightly
def test_the_demonstration_signs_and_releases_with_simulated_devices(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock, settings: Any
) -> None:
    settings.LUCAI_DEMO = True
    sealing.new_outposts(sealing.holders())
    agency = people.agency()
    opener, signer = ukeys.holder_keys(organisation(agency, agency.organisation or 0).uscc)
    services.enrol_holder(
        people.actor(agency), suite=configured.LUCAI_SEALING_SUITE,
        opens=opener.public.hex(), signs=signer.public.hex(),
    )  # fmt: skip
    call = called(hand)
    supplier = people.supplier(1)
    obtain_document(people.actor(supplier), project_number=call.number)
    page = window(chromium, live_server.url, supplier, viewport=PHONE).new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    page.get_by_text(f"证书持有人：{supplier.organisation_name}").wait_for()
    fill(page, *bids.written(call, supplier), tmp_path)
    page.get_by_role("button", name="封标并递交").click()
    page.get_by_role("button", name="签名并递交").click()
    page.get_by_role("heading", name="已提交").wait_for()
    for n in (2, 3):
        made_elsewhere(call, n)
    hand.at = call.bid_deadline
    services.prepare_opening(services.ANYBODY, project_number=call.number)
    held = window(chromium, live_server.url, agency, viewport=PHONE).new_page()
    held.goto(f"/rooms/{call.number}/sealed/")
    held.get_by_role("button", name="用模拟 UKey 释放（演示）").click()
    held.get_by_text("已释放 3 份密钥份额").wait_for()
    page.reload()
    page.get_by_text("投标截止时间已到，不能再替换或者撤回").wait_for()
    assert not page.get_by_role("button", name="撤回投标文件").is_visible()


def test_what_is_wrong_is_said_and_nothing_is_sealed(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock
) -> None:
    sealing.new_outposts(sealing.holders())
    call = called(hand)
    supplier = people.supplier(1)
    obtain_document(people.actor(supplier), project_number=call.number)
    offer, response = bids.written(call, supplier)
    page = window(chromium, live_server.url, supplier, viewport=PHONE).new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    wrong = {**offer, "price": "99,999,999,999.00"}
    fill(page, wrong, {**response, "answers": response["answers"][1:]}, tmp_path)
    text = tmp_path / "方案.pdf"
    text.write_text("not a PDF", encoding="utf-8")
    page.set_input_files("[data-part=price] input", text)
    page.get_by_text("内容与扩展名不符").wait_for()
    said = page.locator("[data-checks]").inner_text()
    assert "还有 1 项要求没有响应" in said
    assert "投标总价与分项合计不一致" in said
    assert "超过最高限价" in said
    page.get_by_role("button", name="封标并递交").click()
    assert page.evaluate("document.activeElement.matches('[data-checks]')")
    assert not page.locator("dialog").count()
    assert_usable(page)


def called(hand: Clock) -> Call:
    """Publish a tender with sealed bids; a day later it is quiet."""
    call = bids.call_for_bids()
    hand.at = call.published_at
    services.publish_policies(people.actor(people.agency()), project_number=call.number)
    hand.at = call.before
    return call


def enrolled(page: Page, folder: Path) -> Path:
    """Make the agency's keys in its browser; return the encrypted key file."""
    page.goto("/opening-keys/")
    page.fill("#key-passphrase", PASSPHRASE)
    page.fill("#key-again", PASSPHRASE + "?")
    page.get_by_role("button", name="生成并下载密钥文件").click()
    page.get_by_text("两次填写的口令不一样").wait_for()
    page.fill("#key-again", PASSPHRASE)
    with page.expect_download() as download:
        page.get_by_role("button", name="生成并下载密钥文件").click()
    kept = folder / "keys.json"
    download.value.save_as(kept)
    page.get_by_role("button", name="密钥文件已保存，登记").click()
    page.get_by_text("开标密钥已登记").wait_for()
    assert_usable(page)
    return kept


def released(page: Page, call: Call, key_file: Path) -> None:
    """Release the agency's shares in its browser."""
    page.goto(f"/rooms/{call.number}/sealed/")
    assert_usable(page)
    page.set_input_files("#key-file-1", key_file)
    page.fill("#key-pass-1", "别的口令")
    page.get_by_role("button", name="解开并释放").click()
    page.get_by_text("口令不对").wait_for()
    page.fill("#key-pass-1", PASSPHRASE)
    page.get_by_role("button", name="解开并释放").click()
    page.get_by_text("已释放 3 份密钥份额").wait_for()
    page.get_by_text("没有等待本单位释放的密钥份额").nth(1).wait_for()


def write_and_seal(page: Page, call: Call, written: tuple[Any, Any], folder: Path) -> None:
    """Write a bid, leave, come back, seal it, and check what is handed out."""
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    fill(page, *written, folder)
    assert_usable(page)
    page.reload()  # nothing of it is lost
    page.get_by_text("已恢复").wait_for()
    assert page.input_value("[name='offer.price']") == written[0]["price"]
    seal(page, people.supplier(1), folder)
    assert_usable(page)
    assert_receipt(saved(page, "receipt", folder), call)
    [row] = envelopes_handed_in(SYSTEM, call.number, 1)
    assert json.loads(saved(page, "key", folder))["envelope"] == row.envelope_hash


FILES = ("qualification", "commercial", "technical")


def fill(
    page: Page, offer: Any, response: Any, folder: Path, parts: tuple[str, ...] = FILES
) -> None:
    """Write a bid down as a supplier does, with a small file for each of these parts."""
    terms = response["terms"]
    for name in ("delivery_days", "validity_days", "contact", "phone"):
        page.fill(f"[name='terms.{name}']", str(terms[name]))
    page.select_option("[name='terms.sme_kind']", terms["sme_kind"])
    for answer in response["answers"]:
        row = page.locator(f"tr:has(#demand-{answer['number']})")
        row.locator("textarea").fill(CANARY)
        row.locator("select").select_option(answer["deviation"])
    for item in offer["items"]:
        at = f"[name='offer.items.{item['place']}."
        page.fill(f"{at}unit_price']", item["unit_price"])
        page.fill(f"{at}brand']", item["brand"])
    page.fill("[name='offer.price']", offer["price"])
    for part in parts:
        file = folder / f"{part}.pdf"
        file.write_bytes(bids.PDF + part.encode())
        page.set_input_files(f"[data-part={part}] input", file)
    for place, bond in enumerate(response["bonds"]):
        page.get_by_role("button", name="登记一笔").click()
        page.select_option(f"[name='bonds.{place}.kind']", bond["kind"])
        for name in ("amount", "payer_account_name", "reference"):
            page.fill(f"[name='bonds.{place}.{name}']", bond[name])
    page.get_by_text("保存到本机").wait_for()


def sealed_offline(
    chromium: Browser, viewer: Viewer, folder: Path, pem: Path | None = None
) -> list[Path]:
    """Seal policy.json and draft.zip with the offline tool; return its two files."""
    tool = chromium.new_context(offline=True).new_page()
    tool.goto((DIST / "封标.html").as_uri())
    tool.set_input_files("#policy", folder / "policy.json")
    tool.fill("#name", viewer.organisation_name)
    tool.fill("#code", organisation(viewer, viewer.organisation or 0).uscc)
    tool.set_input_files("#draft", folder / "draft.zip")
    tool.get_by_text("草稿带来：offer.json").wait_for()
    tool.set_input_files("#certificate", pem or certificate(viewer, folder))
    tool.get_by_role("button", name="签名并封标").click()
    files = []
    for link, name in (("#bid", "own.lcbid"), ("#keep", "own.lckey.json")):
        with tool.expect_download() as download:
            tool.click(link)
        download.value.save_as(folder / name)
        files.append(folder / name)
    return files


def seal(page: Page, viewer: Viewer, folder: Path, label: str = "封标并递交") -> None:
    """Seal and hand in what is written; wait for the checked receipt."""
    page.set_input_files("#soft-certificate", certificate(viewer, folder))
    page.get_by_role("button", name=label).click()
    page.get_by_role("button", name="签名并递交").click()
    page.locator("[data-sealing]").wait_for(state="hidden")
    page.get_by_role("heading", name="已提交").wait_for()


def saved(page: Page, name: str, folder: Path) -> bytes:
    """Save one of the files that the page hands out."""
    with page.expect_download() as download:
        page.locator(f"[data-save={name}]").click()
    download.value.save_as(folder / name)
    return (folder / name).read_bytes()


def assert_usable(page: Page) -> None:
    """Insist on accessible, and on as wide as the window."""
    assert findings(page) == []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
