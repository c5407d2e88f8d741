"""A bid is uploaded while it is sealed; a broken line delays it and a refusal stops it."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai_trust.digest import DigestPair, digests_of
from lucai_trust.encoding import utc
from lucai_trust.suites import GM1, INTL1, Suite
from tests.frontend.bidding import World, envelope_of
from tests.frontend.engines import Chromium, EngineError
from tests.frontend.receipts import AT, TRUST, proven, receipt_for
from tools.places import DIST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.journey
BASE = "http://localhost/bids/7"
TECHNICAL_SIZE = 5_000_000
TRIES = 60
PARTS: list[dict[str, Any]] = [
    {"part": "offer", "file": "报价.json", "media": "application/json", "bytes": "7b7d"},
    {"part": "technical", "file": "a.pdf", "media": "x/y", "byte": 7, "size": TECHNICAL_SIZE},
]
ENOUGH = ("witness-1", "witness-2", "parties-1")


@dataclass
class Intake:
    """The server's side, which breaks off as often as it is told."""

    breaks: int = 0
    refuses: bool = False
    honest: bool = True
    chunks: dict[str, bytes] = field(default_factory=dict)
    tries: Counter[str] = field(default_factory=Counter)

    def take(self, route: "Route") -> None:
        """Answer one PUT."""
        request = route.request
        path = request.url.removeprefix(BASE)
        self.tries[path] += 1
        assert (request.method, request.headers["x-csrftoken"]) == ("PUT", "token")
        if self.refuses:
            route.fulfill(status=409, body="closed")
        elif self.tries[path] <= self.breaks:
            # Once cut, once answered by a server that restarts.
            (route.abort if self.tries[path] == 1 else lambda: route.fulfill(status=503))()
        else:
            self.chunks[path] = request.post_data_buffer or b""
            route.fulfill(status=204)

    def hand_in(self, route: "Route") -> None:
        """Answer the POST of an envelope with a receipt, or with another bidder's."""
        request = route.request
        assert request.headers["content-type"] == "application/json"
        given = json.loads(request.post_data_buffer or b"")
        core, sealed = given["core"].encode(), bytes.fromhex(given["sealed"])
        digests = digests_of((core, sealed)) if self.honest else DigestPair("11" * 32, "22" * 32, 3)
        policy = bytes.fromhex(json.loads(core)["policy"])
        route.fulfill(body=proven(receipt_for(digests, policy)).encode())

    def part(self, number: int) -> bytes:
        """Return a part's bytes in the order of their chunks."""
        paths = [f"/parts/{number}/chunks/{chunk}" for chunk in range(len(self.chunks))]
        return b"".join(self.chunks[path] for path in paths if path in self.chunks)


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def home(chromium: "Browser", bundle: Path, intake: Intake) -> Iterator[Chromium]:
    """A page with the built worker, whose uploads reach the intake."""
    page = chromium.new_page()
    page.route("http://localhost/", lambda route: route.fulfill(body="", content_type="text/html"))
    page.route("**/seal-worker.js", lambda route: route.fulfill(body=hurried_worker()))
    page.route(f"{BASE}/**", intake.take)
    page.route(BASE, intake.hand_in)
    page.goto("http://localhost/")
    page.add_script_tag(path=bundle)
    yield Chromium(page)
    page.close()


def hurried_worker() -> str:
    """The built worker, which does not wait between its tries."""
    code = (DIST / "seal-worker.js").read_text(encoding="utf-8")
    return f"const later = setTimeout; self.setTimeout = act => later(act, 0);\n{code}"


def order(world: World) -> dict[str, Any]:
    return world.order(parts=PARTS, worker="/seal-worker.js", base=BASE)


@pytest.mark.parametrize(
    "suite",
    [GM1, pytest.param(INTL1, marks=pytest.mark.nightly)],
    ids=lambda suite: suite.name,
)
def test_chunks_arrive_whole_through_a_line_that_breaks(
    home: Chromium, intake: Intake, suite: Suite
) -> None:
    intake.breaks = 2
    world = World(suite)
    made = home.call("sealInWorker", order(world))
    envelope = envelope_of(made)

    blobs = [intake.part(1), intake.part(2)]
    _, contents = world.open(envelope, blobs, world.releases(envelope, *ENOUGH), b"")

    assert contents == [b"{}", bytes([7]) * TECHNICAL_SIZE]
    assert made["file"] is None
    assert made["heard"] == sorted(made["heard"])
    assert (len(made["heard"]), made["heard"][-1]) == (len(intake.chunks), 1)


def test_who_waits_for_a_line_that_is_down_for_long_goes_on_with_the_same_upload(
    home: Chromium, intake: Intake
) -> None:
    intake.breaks = TRIES + 1
    world, small = World(GM1), {"parts": [PARTS[0], PARTS[1] | {"size": 5}]}
    with pytest.raises(EngineError, match="网络一直不通"):
        home.call("sealInWorker", order(world) | small)

    intake.tries.clear()
    made = home.call("sealInWorker", order(world) | small | {"waits": True})
    envelope = envelope_of(made)
    blobs = [intake.part(1), intake.part(2)]
    _, contents = world.open(envelope, blobs, world.releases(envelope, *ENOUGH), b"")
    assert contents == [b"{}", bytes([7]) * 5]
    assert 1 <= made["stalls"] <= len(intake.chunks)


def test_a_refusal_is_told_at_once(home: Chromium, intake: Intake) -> None:
    intake.refuses = True

    with pytest.raises(EngineError, match="closed"):
        home.call("sealInWorker", order(World(GM1)))

    assert max(intake.tries.values()) == 1


def test_a_bid_counts_as_submitted_when_its_own_receipt_holds(home: Chromium) -> None:
    submitted = home.call("submitBid", order(World(GM1)) | TRUST)

    assert submitted["receipted"]["receivedAt"] == utc(AT)
    assert submitted["receipted"]["proven"]["isWitnessed"] is True


def test_another_bidders_receipt_is_not_believed(home: Chromium, intake: Intake) -> None:
    intake.honest = False

    with pytest.raises(EngineError, match="另一份投标"):
        home.call("submitBid", order(World(GM1)) | TRUST)
