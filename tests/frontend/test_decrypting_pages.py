"""A supplier's own key in Chromium: sealed with a code that is kept, opened in the window."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.stages.trade.openings import jobs
from lucai.stages.trade.sealing.selectors import envelopes_handed_in
from lucai_trust import envelope as trust
from tests.frontend.test_sealing_pages import (
    DESK,
    PHONE,
    Clock,
    assert_usable,
    fill,
    hand,
)
from tests.makers import bids, own_keys, people, sealing
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


def sealed_with_code(page: Page, folder: Path) -> str:
    """Seal with the simulated device; keep the code's file before handing in; return the code."""
    page.get_by_role("button", name="封标并递交").click()
    page.get_by_role("button", name="签名并递交").click()
    page.get_by_text("恢复码能解密，已经试过").wait_for()
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
