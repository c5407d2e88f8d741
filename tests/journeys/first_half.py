"""The walk from budget to the published notice."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.journeys.walker import PUBLIC, World

BUYER, HEAD, USER = "buyer14", "buyer14.head", "buyer14.user"
FINANCE = "finance370100"
AGENCY = "agency0"
TITLE = "示例理化实验室设备采购项目"
INDICATOR = "2026-370100-J001"


def budget(world: World, folder: Path) -> None:
    """财政 receives the year's indicators from a file; a faulty file changes nothing."""
    finance = world.person(FINANCE)
    finance.open("/desk/").picture("workbench-finance")
    good = {
        "code": INDICATOR,
        "name": "示例理化实验室设备购置",
        "fiscalYear": 2026,
        "buyerUscc": _code_of_the_buyer(world),
        "fundType": "一般公共预算",
        "amount": "3000000.00",
    }
    faulty = {**good, "code": "2026-370100-J002", "amount": "300万"}
    _hand_in(world, folder / "faulty.json", [good, faulty])
    finance.sees("这份文件没有接收", "万")
    _hand_in(world, folder / "good.json", [good])
    finance.open(f"/budget/{INDICATOR}/").sees("3,000,000.00").picture("budget")


def intention(world: World) -> str:
    """采购人 publishes the intention; everybody finds it at once. Return its code."""
    buyer = world.person(BUYER)
    buyer.open("/desk/").picture("workbench").press("公开采购意向")
    buyer.fill({"title": TITLE, "demand": "采购理化实验台、通风设备等，含安装调试。"})
    buyer.fill({"amount": "250万", "expected_month": "2026-08"}).press("保存草稿")
    buyer.sees("内容都已保留", "万").fill({"amount": "2500000"}).press("保存草稿")
    buyer.press("公开意向").picture("intention-check").press("公开意向")
    code = buyer.page.url.rstrip("/").rsplit("/", 1)[-1]
    buyer.sees("已公开")
    return code


def plan(world: World, intention_code: str) -> str:
    """采购人 drafts, another person reviews, 财政 files. Return the plan's number."""
    buyer = world.person(BUYER)
    buyer.open("/plans/new/")
    buyer.fill(
        {
            "title": TITLE,
            "intention_code": intention_code,
            "object_kind": "goods",
            "fiscal_year": "2026",
            "planned_start": "2026-08-05",
            "amount": "2500000",
            "fundings.0.indicator_code": INDICATOR,
            "fundings.0.amount": "2500000",
            "demand": "满足中学理化实验教学需要，台面耐腐蚀，通风达到国家标准，含安装、培训和三年质保。",
            "sme_reason": "标的包含大型设备，中小企业供应不足",
        }
    )
    buyer.click("增加一包")
    for n, (name, money, code) in enumerate(LOTS):
        buyer.fill(
            {
                f"packages.{n}.name": name,
                f"packages.{n}.amount": money,
                f"packages.{n}.items.0.catalogue_code": code,
                f"packages.{n}.items.0.name": name,
                f"packages.{n}.items.0.quantity": "10",
                f"packages.{n}.items.0.unit": "套",
                f"packages.{n}.items.0.unit_price": str(int(money) // 10),
            }
        )
    buyer.picture("plan-form").press("保存计划")
    number = buyer.page.url.rstrip("/").rsplit("/", 1)[-1]
    buyer.press("提交审查")
    return number


LOTS = (("示例实验仪器", "1500000", "A02102100"), ("示例通风机", "1000000", "A02061803"))


def _code_of_the_buyer(world: World) -> str:
    page = world.person(FINANCE).open("/budget/receive/").page
    row = page.locator("tr", has_text="济南市第一中学")
    found = re.search(r"[0-9A-Z]{18}", row.first.inner_text() or row.first.inner_html())
    assert found
    return found[0]


def _hand_in(world: World, file: Path, lines: list[dict[str, object]]) -> None:
    file.write_text(json.dumps({"indicators": lines}, ensure_ascii=False), encoding="utf-8")
    finance = world.person(FINANCE).open("/budget/receive/")
    finance.fill({"file": str(file)}).press("核对并接收")


__all__ = ["PUBLIC"]
