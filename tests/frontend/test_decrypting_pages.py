"""A supplier's own key in Chromium: sealed with a code that is kept, opened in the window."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.kernel.money import yuan
from lucai.platform.access.selectors import organisation
from lucai.site.demo import ukeys
from lucai.site.demo.scenes.sealing import enrol
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.openings import jobs
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, policy_rows
from lucai_trust import envelope as trust
from tests.frontend.test_sealing_pages import (
    DESK,
    PHONE,
    Clock,
    assert_usable,
    fill,
    hand,
    sealed_offline,
)
from tests.makers import bids, own_keys, people, sealing
from tests.makers.bids import Call
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["hand"]
pytestmark = [
    pytest.mark.journey, pytest.mark.nightly, pytest.mark.django_db(transaction=True)
]  # fmt: skip


def test_a_supplier_keeps_its_code_seals_and_opens_its_own_bid(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock, settings: Any
) -> None:
    settings.LUCAI_DEMO = True
    sealing.new_outposts(sealing.holders())
    call = own_keys.announced()
    hand.at = call.before
    supplier = people.supplier(1)
    bids.obtained(call, supplier)
    page = window(chromium, live_server.url, supplier, viewport=DESK).new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    fill(page, *bids.written(call, supplier), tmp_path)
    code = sealed_with_code(page, tmp_path)
    [row] = envelopes_handed_in(SYSTEM, call.number, 1)
    assert trust.bidder_secret_by_code(row.envelope, code)

    others = [bids.submitted_bid(call, people.supplier(n), share=90 + n) for n in (2, 3)]
    hand.at = call.bid_deadline
    bids.held_opening(call.number)
    hand.at = call.bid_deadline + timedelta(minutes=1)
    phone = window(chromium, live_server.url, supplier, viewport=PHONE).new_page()
    decrypted(phone, call.number, code, str(others[0].recovery_code))
    world = own_keys.Called(call, (others[0], *others))
    for n in (2, 3):
        own_keys.decrypt(world, n)
    assert jobs.unseal(hand.at) == 1
    phone.goto(f"/rooms/{call.number}/opening/")
    phone.get_by_text("投标总价").first.wait_for()


@pytest.fixture(params=["GM1", "INTL1"])
def suite(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """The suite of all keys; a device is given its certificate anew, for its key of that suite."""
    settings.LUCAI_SEALING_SUITE = request.param
    ukeys.encryption_certificate.cache_clear()
    yield request.param
    ukeys.encryption_certificate.cache_clear()


def test_a_supplier_and_a_person_of_the_recovery_group_open_with_their_ukeys(
    live_server: Any, chromium: Browser, hand: Clock, settings: Any, suite: str
) -> None:
    settings.LUCAI_DEMO = True
    sealing.new_outposts(sealing.holders())
    finance = people.finance()
    enrol(Actor(finance, "test"))
    call = own_keys.announced(with_person=True)
    world = own_keys.Called(call, tuple(sealed_to_ukey(call, n) for n in (1, 2, 3)))
    assert {made.envelope.core.suite.name for made in world.sealed} == {suite}
    hand.at = call.bid_deadline
    bids.held_opening(call.number)
    hand.at += timedelta(minutes=1)
    row = own_keys.decryption_of(call.number, 1)
    page = window(chromium, live_server.url, people.supplier(1), viewport=PHONE).new_page()
    page.goto(f"/rooms/{call.number}/decryptions/{row.bid_code}/")
    page.get_by_role("button", name="用模拟 UKey 解密（演示）").click()
    page.get_by_text("与封标时的承诺核对一致").wait_for()
    own_keys.decrypt(world, 2)
    hand.at = call.bid_deadline + timedelta(minutes=own_keys.WINDOW)
    assert jobs.unseal(hand.at) == 1  # the window is over: who recovers is asked
    held = window(chromium, live_server.url, finance, viewport=PHONE).new_page()
    held.goto("/desk/")
    held.get_by_role("link", name="释放恢复密钥份额").first.click()
    assert_usable(held)
    shot(held, "recovery")
    held.get_by_role("button", name="用模拟 UKey 释放（演示）").click()
    held.get_by_text("已释放 1 份密钥份额").wait_for()
    held.get_by_text("本单位已于").wait_for()
    assert jobs.unseal(hand.at) == 1
    assert len(opened_bids(people.agency(), call.number, 1)) == 3


def test_a_bid_sealed_offline_with_a_code_and_a_key_is_taken_in_and_opens(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock
) -> None:
    sealing.new_outposts(sealing.holders())
    call = own_keys.announced()
    hand.at = call.before
    supplier = people.supplier(1)
    bids.obtained(call, supplier)
    page = window(chromium, live_server.url, supplier, viewport=DESK).new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    offer, response = bids.written(call, supplier)
    fill(page, offer, response, tmp_path)
    uscc = organisation(SYSTEM, supplier.organisation or 0).uscc
    sealed = sealed_with_device(chromium, page, call, supplier, tmp_path)
    page.get_by_text("在不联网的电脑上封标").click()
    page.set_input_files("[data-offline]", sealed)
    page.get_by_role("button", name="递交离线封好的文件").click()
    page.get_by_role("heading", name="已提交").wait_for()
    [row] = envelopes_handed_in(SYSTEM, call.number, 1)
    code = json.loads(sealed[1].read_bytes())["recoveryCode"]
    opened = trust.unwrap_bidder_secret(row.envelope, "certificate", ukeys.holder_keys(uscc)[0])
    assert opened == trust.bidder_secret_by_code(row.envelope, code)

    others = [bids.submitted_bid(call, people.supplier(n), share=90 + n) for n in (2, 3)]
    hand.at = call.bid_deadline
    bids.held_opening(call.number)
    world = own_keys.Called(call, (others[0], *others))
    own_keys.decrypt(world, 1, code=code)
    for n in (2, 3):
        own_keys.decrypt(world, n)
    assert jobs.unseal(hand.at) == 1
    prices = [yuan(one.price) for one in opened_bids(people.agency(), call.number, 1)]
    assert offer["price"] in prices


def sealed_with_device(
    chromium: Browser, page: Page, call: Call, supplier: Viewer, folder: Path
) -> list[Path]:
    """Carry draft and policy to another computer and seal there with both certificates."""
    with page.expect_download() as download:
        page.get_by_role("button", name="导出草稿").click()
    download.value.save_as(folder / "draft.zip")
    content = policy_rows(SYSTEM, call.number, 1)[-1].content
    (folder / "policy.json").write_text(content, encoding="utf-8")
    uscc = organisation(SYSTEM, supplier.organisation or 0).uscc
    device = folder / "ukey.pem"
    device.write_text(ukeys.certificate_pem(supplier.organisation_name, uscc), encoding="ascii")
    return sealed_offline(chromium, supplier, folder, device)


def sealed_to_ukey(call: Call, n: int) -> trust.SealedBid:
    """Hand in another supplier's bid, sealed to the key of its simulated device."""
    supplier = people.supplier(n)
    uscc = organisation(SYSTEM, supplier.organisation or 0).uscc
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "own_keys", lambda _: ukeys.own_keys(uscc))
        return bids.submitted_bid(call, supplier, share=90 + n)


def sealed_with_code(page: Page, folder: Path) -> str:
    """Seal with the simulated device; keep the code's file before handing in; return the code."""
    page.get_by_role("button", name="封标并递交").click()
    page.get_by_role("button", name="签名并递交").click()
    page.get_by_text("恢复码和证书都能解密，已经试过").wait_for()
    assert_usable(page)
    shot(page, "seal")
    dialog = page.get_by_role("dialog")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="保存恢复码文件").click()
    kept = folder / "code.txt"
    download.value.save_as(kept)
    dialog.get_by_role("button", name="返回").click()
    page.get_by_text("还不算递交").wait_for()
    page.get_by_role("button", name="继续递交").click()
    page.get_by_role("button", name="恢复码已经保存，递交").click()
    page.get_by_role("heading", name="已提交").wait_for()
    return kept.read_text(encoding="utf-8").split("恢复码：")[1].split()[0]


def decrypted(page: Page, number: str, code: str, of_another: str) -> None:
    """Follow the hall to the page, type another bid's code, then the own one."""
    page.goto(f"/rooms/{number}/opening/")
    page.get_by_text("0 / 3").first.wait_for()
    assert_usable(page)
    shot(page, "hall")
    page.get_by_role("link", name="解密投标文件").click()
    assert_usable(page)
    shot(page, "decrypt")
    page.fill("[name=code]", of_another)
    page.get_by_role("button", name="解密", exact=True).click()
    page.get_by_text("这是另一份投标文件的恢复码").first.wait_for()
    assert page.input_value("[name=code]") == of_another
    page.fill("[name=code]", code.lower().replace("-", " "))
    page.get_by_role("button", name="解密", exact=True).click()
    page.get_by_text("与封标时的承诺核对一致").wait_for()


def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look."""
    if folder := os.environ.get("LUCAI_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
