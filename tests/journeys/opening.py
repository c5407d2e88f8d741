"""The draw of the panel, and the opening in the hall."""

from __future__ import annotations

import time

from tests.journeys.story import (
    AGENCY,
    BUYER,
    FIRST,
    SECOND,
    STRANGER,
    SUPPLIERS,
    THIRD,
    WATCH,
    Story,
)
from tests.journeys.walker import PATIENCE_SECONDS, Walker

OBJECTION = "请核对本企业的交付期是否按投标函宣读。"


def draw(story: Story) -> None:
    """Two working days before the evaluation, not earlier, the agency draws the experts."""
    agency = story.person(AGENCY)
    agency.open(f"{story.room}panel/draw/").fill(CONDITIONS).press("抽取")
    agency.sees("现在不能抽取", "2026-08-18")
    agency.move_clock("week", times=2).move_clock("workday", times=2)
    agency.duty("抽取评审专家").fill(CONDITIONS).press("抽取")
    chances(story)
    story.person(BUYER).open(f"{story.room}panel/").sees("成员姓名目前保密")


def chances(story: Story) -> None:
    """The parties seal their chances until a time; one does, and the agency ends the draw after it."""
    agency = story.person(AGENCY).sees("正在等待各方的抽取随机数")
    buyer = story.person(BUYER).duty("提交抽取随机数")
    buyer.click("产生随机数，密封并提交")
    buyer.page.locator("dialog[open] .btn.primary").click()
    buyer.page.get_by_role("heading", name="已提交").wait_for()
    buyer.look()
    agency.move_clock("hour")
    ended(agency).sees("成员姓名目前保密")


def ended(agency: Walker) -> Walker:
    """End the draw; as the page says, once more in a while if the holders have not answered yet."""
    end = time.monotonic() + PATIENCE_SECONDS
    agency.duty("抽取评审专家").press("完成抽取")
    while "密钥份额还没有收齐" in agency.shown and time.monotonic() < end:
        time.sleep(2)
        agency.duty("抽取评审专家").press("完成抽取")
    return agency


def representative(story: Story) -> None:
    """采购人 sends a representative with a letter of authority."""
    buyer = story.person(BUYER).duty("委派采购人代表")
    buyer.choose("person_id", "使用科室").fill({"authority": "示例一中函〔2026〕8号"})
    buyer.press("委派")


def hall(story: Story) -> None:
    """Nothing opens before its time; then everything is read out and confirmed."""
    agency = story.person(AGENCY)
    agency.move_clock("workday", times=2)
    agency.open(f"{story.room}opening/").asks_why("开标").sees("09:30")
    agency.move_clock("hour")
    first, *others = (story.person(login) for login in SUPPLIERS)
    first.open(f"{story.room}opening/?lot=1").press("签到").sees("已签到")
    for supplier in others:
        assert "已签到" in supplier.by_post.open(f"{story.room}opening/?lot=1").send("签到").page
    story.person(FIRST).open(f"{story.room}bid/").sees("已截止")
    agency.duty("主持开标").comes_to_see(agency.page.url, "还缺当事人组")
    agency.press("释放开标密钥").picture("release")
    agency.click("用模拟 UKey 释放（演示）")
    agency.page.get_by_text("没有等待本单位释放的密钥份额").first.wait_for()
    agency.press("进入开标大厅").sees("已齐备").press("开标")
    agency.sees("1,380,000.00", "1,420,000.00").picture("opening")
    agency.open(f"{story.room}opening/?lot=2").sees("不足")


def objection(story: Story) -> None:
    """One bidder objects and is answered; the others confirm; the record is closed."""
    for login in (FIRST, THIRD):
        story.person(login).duty("核对并确认开标记录").press("确认开标记录").sees("已确认")
    second = story.person(SECOND).open(f"{story.room}opening/?lot=1")
    second.fill({"text": OBJECTION}).press("提出").sees(OBJECTION)
    agency = story.person(AGENCY).open(f"{story.room}opening/?lot=1")
    agency.asks_why("形成开标记录")
    agency.press("答复").fill({"reply": "已核对，交付期为四十五日历天，与投标函一致。"}).press(
        "答复"
    )
    second.duty("核对并确认开标记录").press("确认开标记录")
    agency.duty("答复询问，形成开标记录").press("形成开标记录").press("形成开标记录")
    agency.sees("开标结束")


def watchers(story: Story) -> None:
    """The supervisor looks on without a button; who did not bid sees no record and no other's bid."""
    watch = story.person(WATCH).open(f"{story.room}opening/?lot=1")
    watch.sees("1,380,000.00").sees_no_act().picture("supervisor")
    for page in ("opening/?lot=1", "bids/"):
        story.person(STRANGER).open(f"{story.room}{page}").sees_not("1,380,000.00")


CONDITIONS = {
    "evaluation_at": "2026-08-20T14:00",
    "place": "示例评标二室",
    "size": "5",
    "representatives": "1",
    "specialties": "A02",
}
