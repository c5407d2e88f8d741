"""What people do wrong or cannot help: nothing typed is lost, and the page says what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys import planning
from tests.journeys.story import BUYER, HEAD, TITLE, Story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.walker import Walker, World

pytestmark = [pytest.mark.journey, pytest.mark.nightly]

NEED = "采购阅览桌椅，含运输、安装和三年质保。"


def draft_intention(buyer: Walker, title: str) -> None:
    buyer.open("/intentions/new/").fill({"title": title, "demand": NEED})
    buyer.fill({"amount": "860000", "expected_month": "2026-09"})


def test_a_form_survives_the_end_of_the_session(world: World) -> None:
    buyer = world.person(BUYER)
    draft_intention(buyer, "示例阅览室桌椅采购")
    world.contexts[BUYER].clear_cookies(name="lucai_session")
    buyer.press("保存草稿").sees("登录已过期", "已保留")
    buyer.press("选择一位示例人员进入").sees("填写的内容已保留")
    with buyer.page.expect_navigation():
        buyer.page.locator(f'button[name="login"][value="{BUYER}"]').first.click()
    buyer.sees("您填写的内容还在").press("继续提交").sees("示例阅览室桌椅采购", "860,000.00")


def test_a_form_survives_when_every_trace_of_the_session_is_gone(world: World) -> None:
    buyer = world.person(BUYER)
    draft_intention(buyer, "示例阅览室书架采购")
    world.contexts[BUYER].clear_cookies()
    buyer.press("保存草稿").sees("已填内容由浏览器保留")
    buyer.sign_in()
    buyer.open("/intentions/new/")
    assert buyer.page.locator('[name="title"]').input_value() == "示例阅览室书架采购"
    assert buyer.page.locator('[name="demand"]').input_value() == NEED


def test_the_back_button_after_sending_makes_nothing_twice(world: World) -> None:
    buyer = world.person(BUYER)
    draft_intention(buyer, "示例阅览室灯具采购")
    buyer.press("保存草稿").sees("示例阅览室灯具采购")
    buyer.page.go_back()
    draft_intention(buyer, "示例阅览室灯具采购")
    buyer.press("保存草稿").sees("同一项目已经编制过", "内容都已保留")


def test_the_second_of_two_people_is_told_that_the_first_was_quicker(
    world: World, tmp_path: Path
) -> None:
    world.title = TITLE
    story = Story(world, tmp_path)
    planning.budget(story)
    planning.intention(story)
    planning.plan(story)
    head = world.person(HEAD)
    second = head.open(f"/plans/{story.numbers.plan}/review/").another_window()
    review = {"conclusion": "passed", "opinion": "需求与履职需要相符，计划内容完整。"}
    head.fill(review)
    second.fill(review | {"opinion": "第二个窗口里写的意见，不应丢失。"})
    head.press("记录审查结论")
    second.press("记录审查结论").sees("可能已有人处理")


def test_without_scripts_a_plan_of_two_lots_is_drafted(world: World) -> None:
    buyer = world.person_without_scripts(BUYER).open("/plans/new/")
    buyer.fill({"title": "示例无脚本采购计划", "object_kind": "goods", "fiscal_year": "2026"})
    buyer.fill({"planned_start": "2026-09-01", "amount": "300000", "demand": NEED})
    buyer.fill({"intention_exempt_reason": "不可预见的紧急采购"})
    buyer.press("增加一包")
    for n, (name, code) in enumerate((("示例阅览桌", "A05010202"), ("示例阅览椅", "A05010301"))):
        buyer.fill(planning.lot_fields(n, name, "150000", code))
    buyer.press("保存计划").sees("示例无脚本采购计划", "示例阅览桌", "示例阅览椅", "编制中")


def test_a_form_is_filled_and_sent_by_the_keyboard_alone(world: World) -> None:
    buyer = world.person(BUYER).open("/intentions/new/")
    keys = buyer.page.keyboard
    buyer.tab_to('a[href="#main"]')
    keys.press("Enter")
    for name, text in (
        ("title", "示例键盘办理采购意向"),
        ("demand", NEED),
        ("amount", "500000"),
        ("expected_month", "2026-10"),
    ):
        buyer.tab_to(f'[name="{name}"]')
        keys.type(text)
    buyer.tab_to(".form-end button")
    with buyer.page.expect_navigation():
        keys.press("Enter")
    buyer.sees("示例键盘办理采购意向", "500,000.00")


@pytest.mark.parametrize(
    "path", ["/", "/notices/", "/desk/", "/duties/", "/intentions/", "/plans/"]
)
def test_large_print_stays_on_the_page(world: World, path: str) -> None:
    buyer = world.person(BUYER).in_large_print()
    buyer.open(path)
    assert buyer.page.locator("html").get_attribute("data-size") == "elder"
    widths = {}
    for resize in (buyer.on_a_phone, buyer.at_the_desk):
        width = resize().page.evaluate("document.documentElement.scrollWidth")
        widths[buyer.size["width"]] = width
    assert [size for size, width in widths.items() if width > size] == []


def test_nothing_was_wrong_with_any_page_on_the_way(world: World) -> None:
    assert world.problems == []
