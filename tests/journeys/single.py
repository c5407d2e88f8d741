"""What only 单一来源 has: the publicity before it, the approval, a document for one supplier."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.journeys.methods import MethodStory
from tests.journeys.story import BUYER, FINANCE, STRANGER
from tests.journeys.walker import PUBLIC

NAME = "示例齐云信息技术有限公司"
"""The first supplier."""
WHY = "该设备的控制系统为专利产品，只能从唯一供应商处采购，其他产品不能与现有系统配套。"
OPINION = {
    "opinions.0.name": "示例专家",
    "opinions.0.unit": "示例省计量科学研究院",
    "opinions.0.title": "研究员",
    "opinions.0.opinion": "专利在有效期内，没有可以替代的产品，同意采用单一来源方式。",
}


def publicity(story: MethodStory) -> None:
    """采购人 makes the choice public for five workdays; everybody can read it and object."""
    told, buyer = story.told, story.person(BUYER).open("/desk/")
    buyer.press("单一来源公示", within="nav").press("编制公示")
    buyer.fill({"title": told.title, "description": "采购示例配套设备一批，含安装调试。"})
    buyer.fill({"amount": str(told.yuan), "reason": WHY, "supplier_name": NAME})
    buyer.fill({"supplier_address": "示例市示例路 9 号", **OPINION}).press("保存草稿")
    buyer.duty("发布单一来源公示").press("发布公示").press("发布公示").sees("公示中")
    public = story.person(PUBLIC).comes_to_see(f"/search/?q={told.title}", "单一来源采购公示")
    public.press_beginning(told.title).sees(WHY)
    stranger = story.person(STRANGER).open("/desk/").press("单一来源公示", within="nav")
    stranger.press(told.title).sees("提出异议")


def conclusion(story: MethodStory) -> None:
    """Not before its five workdays are over; then, without objections, it is concluded."""
    buyer = story.person(BUYER).duty("办结单一来源公示").sees("为什么现在不能")
    story.wait_until(story.now() + timedelta(days=8))
    buyer.duty("办结单一来源公示").press("办结：公示通过").sees("公示通过")


def approval(story: MethodStory) -> None:
    """The budget reaches the threshold of open tenders: 财政 approves the method first."""
    buyer = (
        story.person(BUYER).duty("报送采购计划备案").asks_why("报送备案").sees("公开招标数额标准")
    )
    buyer.press("申请改变采购方式").sees("方式待核准")
    finance = story.person(FINANCE).duty("核准采购方式")
    finance.fill({"approval": "济财采核〔2026〕8号"}).press("核准采购方式")


def document_obtained(story: MethodStory) -> None:
    """No notice tells of it: the one supplier finds it on its workbench; others are refused."""
    supplier = story.person(story.told.bidders[0]).open("/desk/")
    supplier.press(story.say("获取招标文件")).press(story.say("免费获取招标文件")).sees("已于")
    stranger = story.person(STRANGER).open("/desk/")
    stranger.sees_not(story.told.title)


def sole_supplier(story: MethodStory) -> None:
    """The buyer looks the supplier's code up in the directory; the plan asks for it."""
    buyer = story.person(BUYER).open("/desk/").press("供应商", within="nav")
    buyer.fill({"words": NAME}).press("查询")
    row = buyer.page.locator("main tr", has_text=NAME).first
    found = re.search(r"91[0-9A-Z]{16}", row.inner_text())
    assert found, row.inner_text()
    story.told.plan["sole_supplier"] = found[0]
