"""已提交 is said only of what the log proves: a promise is shown as one, a proof that fails as failing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.sealing import witnessing
from tests.frontend.test_sealing_pages import (
    DESK,
    Clock,
    assert_usable,
    called,
    fill,
    hand,
    saved,
)
from tests.makers import bids, people, sealing
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from lucai_trust.envelope import LeafProof

__all__ = ["hand"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WAITING = "平台已收到，正在等待日志证明"
SUBMITTED = "已提交"


@dataclass
class Log:
    """What the served system answers of proofs: the true ones, none yet, or false ones."""

    says: str = "true"

    def proofs(self, found: dict[int, LeafProof]) -> dict[int, LeafProof]:
        """Return the proofs of entries as they are told."""
        if self.says == "none":
            return {}
        if self.says == "false":
            return {pk: replace(one, index=one.index + 1) for pk, one in found.items()}
        return found


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    """Hold what the platform proves in the test's hand."""
    held, honest = Log(), witnessing.leaf_proofs

    def told(rows: Any, at: Any) -> dict[int, LeafProof]:
        return held.proofs(honest(rows, at))

    monkeypatch.setattr(witnessing, "leaf_proofs", told)
    return held


@pytest.fixture
def desk(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock, settings: Any
) -> Iterator[Page]:
    """A bid that is written, and only has to be sealed."""
    settings.LUCAI_DEMO = True
    sealing.new_outposts(sealing.holders())
    call = called(hand)
    supplier = people.supplier(1)
    obtain_document(people.actor(supplier), project_number=call.number)
    page = window(chromium, live_server.url, supplier, viewport=DESK).new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    fill(page, *bids.written(call, supplier), tmp_path)
    yield page
    page.close()


def test_a_promise_is_no_proof_and_turns_into_one_by_itself(
    desk: Page, log: Log, tmp_path: Path
) -> None:
    log.says = "none"
    handed_in(desk)
    heading(desk, WAITING).wait_for()
    assert not heading(desk, SUBMITTED).is_visible()
    assert "核对过签名和日志证明" not in desk.locator("[data-received]").inner_text()
    assert json.loads(saved(desk, "receipt", tmp_path))["proof"] is None
    assert_usable(desk)
    desk.reload()
    heading(desk, WAITING).wait_for()
    log.says = "true"
    heading(desk, SUBMITTED).wait_for()
    desk.get_by_text("条，证明已核对").wait_for()
    assert not heading(desk, WAITING).is_visible()
    assert json.loads(saved(desk, "receipt", tmp_path))["proof"]


def test_a_promise_that_is_not_kept_is_said_to_be_broken(desk: Page, log: Log) -> None:
    log.says = "none"
    handed_in(desk)
    desk.get_by_text("平台签名承诺 1 分钟内写入公开日志").wait_for()
    desk.clock.install()
    desk.reload()
    heading(desk, WAITING).wait_for()
    desk.clock.fast_forward("05:00")
    desk.get_by_text("现在已经超过，仍然没有日志证明").wait_for()
    assert not heading(desk, SUBMITTED).is_visible()


def test_a_proof_that_fails_is_said_and_its_receipt_kept(
    desk: Page, log: Log, tmp_path: Path
) -> None:
    log.says = "false"
    handed_in(desk)
    desk.get_by_text("平台给出的回执没有通过本页的核对").wait_for()
    desk.get_by_text("原因：证明路径到不了它的检查点").wait_for()
    for said in (SUBMITTED, WAITING):
        assert not heading(desk, said).is_visible()
    assert json.loads(saved(desk, "refused", tmp_path))["proof"]
    assert_usable(desk)
    desk.reload()
    desk.get_by_text("平台给出的回执没有通过本页的核对").wait_for()
    log.says = "true"
    desk.get_by_role("button", name="再核对一次").click()
    heading(desk, SUBMITTED).wait_for()
    assert not desk.locator("[data-refused-receipt]").is_visible()


def test_a_proof_that_comes_later_and_fails_takes_no_promise_for_submitted(
    desk: Page, log: Log
) -> None:
    log.says = "none"
    handed_in(desk)
    heading(desk, WAITING).wait_for()
    log.says = "false"
    desk.get_by_text("平台给出的回执没有通过本页的核对").wait_for()
    assert heading(desk, WAITING).is_visible()
    log.says = "true"
    desk.get_by_role("button", name="再核对一次").click()
    heading(desk, SUBMITTED).wait_for()


def handed_in(page: Page) -> None:
    """Seal and hand in, and wait until the page has done so."""
    page.get_by_role("button", name="封标并递交").click()
    page.get_by_role("button", name="签名并递交").click()
    page.locator("[data-sealing]").wait_for(state="hidden")


def heading(page: Page, name: str) -> Any:
    """Return the heading of that name."""
    return page.get_by_role("heading", name=name, exact=True)
