"""A bid of 200 MB goes through an ordinary browser: it is seen to go, and survives a broken line."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.sealing import services
from tests.frontend.outsiders import made_elsewhere
from tests.frontend.test_sealing_pages import (
    FILES,
    Clock,
    called,
    enrolled,
    fill,
    hand,
    released,
    seal,
)
from tests.makers import bids, people, sealing
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

__all__ = ["hand"]
pytestmark = [
    pytest.mark.journey,
    pytest.mark.nightly,
    pytest.mark.django_db(transaction=True),
]
SIZE, FILES_OF_50_MB = 50_000_000, 4
MEGABYTE = 1 << 20
BREAKS = 3
NOTE_PROGRESS = """() => {
  window.widths = [];
  new MutationObserver(() => {
    const bar = document.querySelector("[data-sealing] progress");
    if (bar) window.widths.push(bar.value / bar.max);
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


class BrokenLine:
    """Cuts what is uploaded a few times; each piece comes through when it is sent again."""

    def __init__(self) -> None:
        self.cut = 0

    def pass_on(self, route: Route) -> None:
        """Let a piece through, or cut it."""
        if self.cut < BREAKS and route.request.method == "PUT":
            self.cut += 1
            route.abort()
        else:
            route.continue_()


def large_files(folder: Path) -> list[Path]:
    """Write PDFs of that many bytes together, each as large as one may be, of unlike pieces."""
    paths = [folder / f"large-{number}.pdf" for number in range(FILES_OF_50_MB)]
    for number, path in enumerate(paths):
        with path.open("wb") as out:
            out.write(bids.PDF)
            while out.tell() < SIZE:
                seed = hashlib.sha512(b"%d/%d" % (number, out.tell())).digest()
                out.write((seed * (MEGABYTE // len(seed)))[: SIZE - out.tell()])
    return paths


def test_two_hundred_megabytes_are_sealed_over_a_broken_line_and_open_as_they_were(
    live_server: Any, chromium: Browser, tmp_path: Path, hand: Clock
) -> None:
    sealing.new_outposts(sealing.holders())
    agency = window(chromium, live_server.url, people.agency())
    key_file = enrolled(agency.new_page(), tmp_path)
    call, supplier, line = called(hand), people.supplier(1), BrokenLine()
    obtain_document(people.actor(supplier), project_number=call.number)
    context = window(chromium, live_server.url, supplier)
    context.route("**/chunks/*", line.pass_on)
    page = context.new_page()
    page.goto(f"/rooms/{call.number}/bid/1/seal/")
    fill(page, *bids.written(call, supplier), tmp_path, FILES[:2])
    large = large_files(tmp_path)
    page.set_input_files("[data-part=technical] input", large)
    page.get_by_text("保存到本机").wait_for()
    page.evaluate(NOTE_PROGRESS)
    page.set_default_timeout(300_000)
    seal(page, supplier, tmp_path)
    widths = page.evaluate("window.widths")
    assert line.cut == BREAKS
    # Each stage fills the bar from its beginning to its end.
    assert {pair for pair in pairwise(widths) if pair[1] < pair[0] - 0.01} <= {(1, 0)}
    assert len({round(width, 2) for width in widths}) > 50

    open_all(agency.new_page(), call, key_file, hand)
    sheets = opened_bids(people.agency(), call.number, 1)
    [own] = [sheet for sheet in sheets if sheet.supplier_name == supplier.organisation_name]
    found = {file.sha256 for file in own.files if file.part == "technical"}
    assert found == {hashlib.sha256(path.read_bytes()).hexdigest() for path in large}


def open_all(page: Page, call: bids.Call, key_file: Path, hand: Clock) -> None:
    """Let two more bid, and open when it is time."""
    for n in (2, 3):
        made_elsewhere(call, n)
    hand.at = call.bid_deadline + timedelta(seconds=1)
    services.prepare_opening(services.ANYBODY, project_number=call.number)
    released(page, call, key_file)
    openings.start(people.actor(people.agency()), project_number=call.number)
