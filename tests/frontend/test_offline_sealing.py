"""封标.html seals from a file on disk, without a network, what the server then opens."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lucai_trust.envelope.bid_file import BidFile
from lucai_trust.gm import PrivateKey
from lucai_trust.suites import SUITES, Suite
from tests.frontend.bidding import LOT, World
from tools.places import DIST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
ENOUGH = ("witness-1", "witness-3", "parties-2")
PRICE = b'{"total": 900000}'
TECHNICAL = bytes(range(256)) * 20_000  # five chunks
# PKCS#8 of an Ed25519 key, up to its 32 bytes (RFC 8410 §7).
ED25519_PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


@pytest.fixture(params=list(SUITES.values()), ids=list(SUITES))
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param)


@pytest.fixture
def tool(chromium: "Browser", tmp_path: Path) -> "Iterator[Page]":
    """The tool as a file; whatever it should not say or ask for fails the test."""
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url) if asked.url[:4] == "http" else None)
    page.goto((DIST / "封标.html").as_uri())
    yield page
    context.close()
    assert said == []


def test_a_bid_sealed_offline_opens_on_the_server(
    tool: "Page", world: World, tmp_path: Path
) -> None:
    fill(tool, world, tmp_path)
    assert "示例软件有限公司" in str(tool.text_content("#holder"))
    tool.click("button[type=submit]")
    tool.wait_for_selector("#done:not([hidden])", timeout=60_000)
    with tool.expect_download() as download:
        tool.click("#bid")
    saved = tmp_path / "bid.lcbid"
    download.value.save_as(saved)

    with saved.open("rb") as stream:
        file = BidFile.read(stream)
        envelope = file.envelope
        blobs = [b"".join(file.part(number)) for number in (1, 2)]
    header, contents = world.open(envelope, blobs, world.releases(envelope, *ENOUGH), b"")
    shown = str(tool.text_content("#fingerprint")).replace(" ", "")

    assert contents == [PRICE, TECHNICAL]
    assert (header.inner.lot, header.inner.bidders[0].code) == (LOT, "91370000MA0000001X")
    assert envelope.digests.sm3 in shown
    assert envelope.digests.sha256 in shown


def test_a_wrong_file_is_said_and_nothing_is_sealed(
    tool: "Page", world: World, tmp_path: Path
) -> None:
    wrong = tmp_path / "policy.json"
    wrong.write_bytes(b"{}")
    tool.set_input_files("#policy", wrong)
    tool.wait_for_selector("#problem:not([hidden])")

    assert "没有完成" in str(tool.text_content("#problem"))
    assert tool.is_hidden("#rest")


def fill(tool: "Page", world: World, folder: Path) -> None:
    """Fill the tool's form for a bid under the world's policy."""
    files: dict[str, bytes] = {
        "policy.json": world.policy.encode(),
        "报价.json": PRICE,
        "技术.pdf": TECHNICAL,
        "certificate.pem": pem(world.suite, world.certificate),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    tool.set_input_files("#policy", folder / "policy.json")
    tool.wait_for_selector("#rest:not([hidden])")
    tool.fill("#name", "示例软件有限公司")
    tool.fill("#code", "91370000MA0000001X")
    tool.set_input_files("[data-part=offer]", folder / "报价.json")
    tool.set_input_files("[data-part=technical]", folder / "技术.pdf")
    tool.set_input_files("#certificate", folder / "certificate.pem")
    tool.wait_for_selector("#holder:not(:empty)")


def pem(suite: Suite, certificate: bytes) -> bytes:
    """Spell the bidder's private key and certificate as the tool reads them."""
    secret = bytes([9]) * 32
    key = PrivateKey(secret).to_pkcs8() if suite.name == "GM1" else ED25519_PKCS8 + secret
    return _block("PRIVATE KEY", key) + _block("CERTIFICATE", certificate)


def _block(label: str, der: bytes) -> bytes:
    lines: Any = base64.encodebytes(der).decode("ascii")
    return f"-----BEGIN {label}-----\n{lines}-----END {label}-----\n".encode("ascii")
