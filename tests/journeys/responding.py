"""Suppliers respond by any method; the opening that follows reads no prices out."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys import bidding
from tests.journeys import opening as opening_chapters
from tests.journeys.methods import MethodStory
from tests.journeys.story import AGENCY, BUYER
from tests.journeys.walker import Walker


def documents_obtained(story: MethodStory) -> None:
    """Suppliers find the notice, and obtain the document by the button on it."""
    told = story.told
    for login in told.bidders:
        supplier = story.person(login).open("/desk/").press("找采购公告")
        supplier.press(told.title + story.say("招标公告")).press(story.say("获取招标文件"))
        supplier.press(story.say("免费获取招标文件")).sees("主要技术参数", "已于")


def responses(story: MethodStory) -> None:
    """Each writes and seals its response in its own browser."""
    for login, price in zip(story.told.bidders, story.told.prices, strict=True):
        supplier = story.person(login).open("/desk/").press(story.say("编制并递交投标文件"))
        supplier.press("编制并封标").page.get_by_text("证书持有人").wait_for()
        bidding.whole_bid(supplier, (str(price), str(price // 10)), story.folder)
        bidding.seal(supplier)


def draw(story: MethodStory) -> None:
    """The agency draws a group of three once the method allows; the buyer sends its representative."""
    agency = story.person(AGENCY).duty("抽取评审专家")
    if not story.told.sheet.draw_any_time:
        _draw(story, agency).sees("现在不能抽取")
        story.wait_until(story.deadline - timedelta(days=1))
    _draw(story, agency.duty("抽取评审专家"))
    opening_chapters.chances(story)
    buyer = story.person(BUYER).duty("委派采购人代表")
    buyer.choose("person_id", "使用科室").fill({"authority": "示例一中函〔2026〕9号"}).press("委派")


def opening(story: MethodStory) -> None:
    """The agency releases its share and opens; first prices stay unknown to the others."""
    story.wait_until(story.deadline)
    agency = story.person(AGENCY).duty(story.say("主持开标"))
    agency.comes_to_see(agency.page.url, "还缺当事人组").press(story.say("释放开标密钥"))
    agency.click("用模拟 UKey 释放（演示）")
    agency.page.get_by_text("没有等待本单位释放的密钥份额").first.wait_for()
    agency.press(story.say("进入开标大厅")).sees("已齐备").press(story.say("开标")).sees("不公开")
    for login, price in zip(story.told.bidders, story.told.prices, strict=True):
        supplier = story.person(login).duty(story.say("核对并确认开标记录"))
        supplier.press(story.say("确认开标记录")).sees("已确认")
        supplier.sees_not(*(f"{other:,}" for other in story.told.prices if other != price))
    agency.duty(story.say("答复询问，形成开标记录"))
    agency.press(story.say("形成开标记录")).press(story.say("形成开标记录"))
    agency.sees(story.say("开标结束"))


def _draw(story: MethodStory, agency: Walker) -> Walker:
    begins = story.deadline + timedelta(hours=4)
    agency.fill({"evaluation_at": f"{begins:%Y-%m-%dT%H:%M}", "place": "示例评审二室"})
    return agency.fill({"size": "3", "representatives": "1", "specialties": "A02"}).press("抽取")
