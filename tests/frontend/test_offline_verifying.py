"""核验.html judges dropped files from a file on disk, without a network."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lucai_trust.suites import GM1
from tests.frontend.bidding import World
from tests.frontend.packages import PackageMaker
from tests.frontend.test_draws import record
from tools.places import DIST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey


@pytest.fixture
def tool(chromium: "Browser") -> "Iterator[Page]":
    """The tool as a file; whatever it should not say or ask for fails the test."""
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url) if asked.url[:4] == "http" else None)
    page.goto((DIST / "核验.html").as_uri())
    yield page
    page.close()
    assert said == []


def marks(tool: "Page") -> dict[str, str]:
    """Return what the page says of each claim."""
    lines = tool.locator("#claims li")
    lines.first.wait_for()
    return {
        str(line.get_attribute("data-claim")): str(line.locator(".mark").text_content())
        for line in lines.all()
    }


def test_a_package_is_judged_claim_by_claim(tool: "Page", tmp_path: Path) -> None:
    maker = PackageMaker(World(GM1)).make()
    (tmp_path / "package.zip").write_bytes(maker.archive())
    (tmp_path / "trust.json").write_bytes(maker.trust())

    tool.set_input_files("#file", tmp_path / "package.zip")
    assert set(marks(tool).values()) == {"成立", "不适用"}
    assert "核验包自带的信任文件" in str(tool.text_content("#basis"))
    tool.set_input_files("#trust", tmp_path / "trust.json")
    tool.locator("#basis", has_text="您选择的").wait_for()
    assert tool.text_content("#verdict") == "适用的各项都成立"


def test_a_flipped_bit_is_shown_at_its_claim(tool: "Page", tmp_path: Path) -> None:
    maker = PackageMaker(World(GM1)).make()
    maker.flip("bid-1/part-1.bin")
    (tmp_path / "package.zip").write_bytes(maker.archive())

    tool.set_input_files("#file", tmp_path / "package.zip")
    said = marks(tool)

    assert said["P5"] == said["P12"] == "不成立"
    assert said["P1"] == said["P9"] == "成立"
    why = str(tool.text_content("[data-claim=P5] .why"))
    assert "责任方：平台" in why


def test_a_draw_is_repeated_and_a_wrong_file_is_refused(tool: "Page", tmp_path: Path) -> None:
    content = {"project": "SDGP370000202600001", "draws": [record()]}
    (tmp_path / "draw.json").write_text(json.dumps(content), encoding="utf-8")
    tool.set_input_files("#file", tmp_path / "draw.json")
    assert set(marks(tool).values()) == {"成立"}

    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    tool.set_input_files("#file", tmp_path / "other.json")
    tool.locator("#verdict", has_text="读不了这个文件").wait_for()
