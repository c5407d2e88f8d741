"""From the budget to the commission: 财政, 采购人, 代理机构."""

from __future__ import annotations

import json
import re

from tests.journeys.story import (
    AGENCY,
    AGENCY_NAME,
    BUYER,
    FINANCE,
    HEAD,
    INDICATOR,
    LOTS,
    PROJECT_NUMBER,
    TITLE,
    Story,
)
from tests.journeys.walker import PUBLIC

DEMAND = "满足中学理化实验教学需要，台面耐腐蚀，通风达到国家标准，含安装、培训和三年质保。"


def budget(story: Story) -> None:
    """财政 receives the year's indicators from a file; a faulty file changes nothing."""
    finance = story.person(FINANCE)
    finance.open("/desk/")
    good = {
        "code": INDICATOR,
        "name": "示例理化实验室设备购置",
        "fiscalYear": 2026,
        "buyerUscc": code_of_the_buyer(story),
        "fundType": "一般公共预算",
        "amount": "3000000.00",
    }
    faulty = {**good, "code": "2026-370100-J002", "amount": "300万"}
    hand_in(story, "faulty.json", [good, faulty])
    finance.sees("这份文件没有接收", "万")
    finance.open("/budget/").sees_not(INDICATOR)
    hand_in(story, "good.json", [good])
    finance.open(f"/budget/{INDICATOR}/").sees("3,000,000.00")


def intention(story: Story) -> None:
    """采购人 publishes the intention; everybody finds it at once."""
    buyer = story.person(BUYER)
    buyer.open("/desk/").picture("workbench").press("公开采购意向")
    buyer.fill({"title": TITLE, "demand": "采购理化实验台、通风设备等，含安装调试。"})
    buyer.fill({"amount": "250万", "expected_month": "2026-08"}).press("保存草稿")
    buyer.sees("内容都已保留", "万").fill({"amount": "2500000"}).press("保存草稿")
    buyer.duty("公开采购意向").press("公开意向").press("公开意向")
    buyer.sees("已公开")
    story.learn(intention=buyer.last_part)
    story.person(PUBLIC).comes_to_see(f"/search/?q={TITLE}", "政府采购意向")


def plan(story: Story) -> None:
    """采购人 drafts a plan of two lots; another person reviews it; 财政 files it."""
    buyer = story.person(BUYER)
    buyer.open(f"/intentions/{story.numbers.intention}/").press("用这条意向编制采购计划")
    buyer.sees(TITLE)
    buyer.fill(
        {
            "object_kind": "goods",
            "planned_start": "2026-08-01",
            "fundings.0.indicator_code": INDICATOR,
            "fundings.0.amount": "2500000",
            "demand": DEMAND,
            "sme_reason": "标的包含大型设备，中小企业供应不足",
        }
    )
    buyer.click("增加一包")
    for n, (name, money, code) in enumerate(LOTS):
        buyer.fill(lot_fields(n, name, money, code))
    buyer.picture("plan").press("保存计划")
    story.learn(plan=buyer.last_part)
    buyer.duty("完成采购计划并提交审查").press("提交审查").sees("待审查")


def review(story: Story) -> None:
    """Another person of the buyer reviews; the drafter could not."""
    story.person(BUYER).open(f"/plans/{story.numbers.plan}/review/").sees_no_button("记录审查结论")
    head = story.person(HEAD)
    head.duty("审查采购需求和实施计划")
    head.fill({"conclusion": "passed", "opinion": "需求与履职需要相符，计划内容完整。"})
    head.press("记录审查结论")
    story.person(BUYER).duty("报送采购计划备案").press("报送备案").sees("待备案")


def filing(story: Story) -> None:
    """财政 files the plan; the money is held from then on."""
    finance = story.person(FINANCE)
    finance.duty("办理采购计划备案").press("备案").sees("已备案")
    finance.open(f"/budget/{INDICATOR}/").sees("2,500,000.00")


def commission(story: Story) -> None:
    """采购人 chooses an agency; it accepts, and the project has its room."""
    buyer = story.person(BUYER)
    buyer.duty("委托采购代理机构")
    buyer.choose("agency_id", AGENCY_NAME)
    buyer.fill(
        {
            "reason": "熟悉教育装备采购，近三年服务评价良好。",
            "scope_text": "编制采购文件、发布公告、组织开标评标、送达中标通知书。",
            "term_until": "2026-12-31",
            "fee_payer": "winner",
            "fee_standard": "按中标金额的 0.8% 收取",
        }
    )
    buyer.press("发起委托")
    found = PROJECT_NUMBER.search(buyer.page.url)
    assert found, buyer.page.url
    story.learn(project=found[0])
    story.person(AGENCY).duty("确认委托代理协议").press("接受委托").sees("已接受委托")


def lot_fields(n: int, name: str, money: str, code: str) -> dict[str, str]:
    """Return what the plan's form holds of a lot with one thing to buy."""
    return {
        f"packages.{n}.name": name,
        f"packages.{n}.amount": money,
        f"packages.{n}.items.0.catalogue_code": code,
        f"packages.{n}.items.0.name": name,
        f"packages.{n}.items.0.quantity": "10",
        f"packages.{n}.items.0.unit": "套",
        f"packages.{n}.items.0.unit_price": str(int(money) // 10),
    }


def code_of_the_buyer(story: Story) -> str:
    page = story.person(FINANCE).open("/budget/receive/").page
    row = page.locator("tr", has_text="济南市第一中学")
    found = re.search(r"[0-9A-Z]{18}", row.first.text_content() or "")
    assert found
    return found[0]


def hand_in(story: Story, name: str, lines: list[dict[str, object]]) -> None:
    file = story.folder / name
    file.write_text(json.dumps({"indicators": lines}, ensure_ascii=False), encoding="utf-8")
    finance = story.person(FINANCE).open("/budget/receive/")
    finance.fill({"file": str(file)}).press("核对并接收")
