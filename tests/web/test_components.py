"""The components: documented, strict about policy, and right in a browser of any size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lucai.kernel import money
from lucai.kernel.lifecycle import Offer
from lucai.site import gallery
from tests.web.axe import findings
from tests.web.rendering import DIST, WEB, pages, render, sample_pages, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route

SOURCE = WEB.parents[1]
COMPONENTS = sorted((WEB / "templates/web/components").glob("*.html"))
DESK, PHONE = (1440, 900), (390, 844)
PATHS = ["/gallery/", "/gallery-elder/", "/gallery-public/", "/desk/", "/desk-elder/", "/error/"]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The sample pages on a loopback port."""
    if not (DIST / "lucai.js").exists():
        pytest.fail("the front end is not built: run python3 dev.py setup")
    with served(sample_pages()) as address:
        yield address


@pytest.fixture(scope="module")
def shared(chromium_with_fonts: Browser) -> Iterator[Page]:
    """One page for all that only look: the fonts, ten megabytes, are read once."""
    context = chromium_with_fonts.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A desktop page of its own."""
    context = chromium.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    yield context.new_page()
    context.close()


def _macros(text: str) -> list[str]:
    return re.findall(r"{% macro (\w+)\(", text)


def _public_names() -> set[str]:
    return set(
        re.findall(r"{% set (\w+) =", (WEB / "templates/web/components/all.html").read_text())
    )


def test_every_public_macro_is_documented_and_shown_in_the_gallery() -> None:
    sources = "".join(path.read_text() for path in COMPONENTS)
    comments = " ".join(re.findall(r"{#.*?#}", sources, re.DOTALL))
    shown = (WEB / "templates/web/gallery.html").read_text() + sources
    names = _public_names() - {"all"}
    assert names == names & set(_macros(sources))
    undocumented = {n for n in names if f"{n}(" not in comments} - {"control", "cell", "cell_value"}
    unseen = {
        n for n in names if not re.search(rf"\b(ui\.)?{n}\(", shown.replace(f"macro {n}(", ""))
    }
    assert undocumented == set()
    # Two are whole pages by themselves.
    assert unseen <= {"confirm", "result"}


def test_no_template_carries_what_the_content_policy_refuses() -> None:
    offending = []
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text()
        if re.search(r"\sstyle=|\son[a-z]+=\"|javascript:|<style", text) or re.search(
            r"<script(?![^>]*\ssrc=)(?! type=\"application/json\")", text
        ):
            offending.append(path.relative_to(SOURCE).as_posix())
    assert offending == []


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', (WEB / "templates/web/icons.html").read_text()))
    html = "".join(sample_pages().values())
    assert set(re.findall(r'href="#i-([\w-]+)"', html)) <= drawn


def test_every_icon_named_in_a_template_or_a_menu_is_drawn() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', (WEB / "templates/web/icons.html").read_text()))
    texts = [path.read_text() for path in SOURCE.rglob("templates/**/*.html")]
    named = {
        name
        for text in texts
        for name in re.findall(r'icon_name="([\w-]+)"|\bicon\("([\w-]+)"', text)
    }
    unknown = {one for pair in named for one in pair if one} - drawn
    assert unknown == set()
    menus = [path.read_text() for path in SOURCE.rglob("apps.py")]
    linked = {
        m for text in menus for m in re.findall(r'Link\(\s*"/[^"]*",\s*"[^"]+",\s*"([^"]+)"', text)
    }
    assert linked
    assert linked <= drawn


def test_user_text_cannot_become_markup() -> None:
    evil = '<img src=x onerror="alert(1)">'
    source = (
        '{% import "web/components/all.html" as ui %}{{ ui.tag(t) }}{{ ui.flash(t) }}{{ ui.facts([{"label": t, "value": t}]) }}'
        '{{ ui.field({"name": "n", "label": t, "kind": "textarea", "value": t}) }}'
        '{{ ui.table([{"key": "a", "label": t}], [{"a": t}], t) }}{{ ui.button(t, href="/x") }}'
    )
    assert "<img" not in pages().from_string(source).render(t=evil)


def test_a_closed_step_leads_to_its_reason_with_article_and_earliest_day() -> None:
    source = '{% import "web/components/all.html" as ui %}{{ ui.action_bar(offers, "", "/x/") }}'
    html = pages().from_string(source).render(offers=[gallery.closed_offer()])
    assert 'aria-disabled="true" href="#why-close"' in html
    assert 'id="why-close"' in html
    assert "第三十五条" in html
    assert "2026 年 12 月 2 日" in html


def test_a_to_do_quotes_one_article_and_links_to_its_rule_for_the_others() -> None:
    source = '{% import "web/components/all.html" as ui %}{{ ui.duty_list(duties) }}'
    cites = ("财政部令第87号/38", "财政部令第74号/20", "财库〔2014〕214号/31")
    for told in (cites, cites[:1]):
        duty = replace(gallery.duties()[0], rule="GP-BID-05", cites=told)
        html = pages().from_string(source).render(duties=[duty])
        assert html.count('class="law"') == 1
        assert ('<a href="/law/rules/GP-BID-05/">等 3 条依据</a>' in html) is (told == cites)


def test_a_step_back_is_not_primary_while_the_step_forward_is_closed() -> None:
    source = '{% import "web/components/all.html" as ui %}{{ ui.action_bar(offers, "", "/x/") }}'
    forward = gallery.closed_offer()
    back = Offer(replace(forward.step, name="revise", label="撤回修改", duty=""), "x:revise")
    owed = replace(forward, step=replace(forward.step, duty="发布招标公告"))
    bar = pages().from_string(source)
    assert "primary" not in bar.render(offers=[owed, back])
    assert "primary" in bar.render(offers=[back])
    assert "primary" in bar.render(offers=[replace(owed, verdicts=()), back])


def test_a_step_to_be_confirmed_is_a_link_and_a_plain_one_posts() -> None:
    html = sample_pages()["/gallery/"]
    assert 'action="/sample/steps/publish/"' in html
    assert 'href="/sample/amend/"' in html


def test_several_ticks_survive_whether_listed_or_joined() -> None:
    source = '{% import "web/components/all.html" as ui %}{{ ui.field(f) }}'
    choices = [("a", "甲"), ("b", "乙"), ("ab", "丙")]
    for value in (["a", "b"], "a,b"):
        field = {"name": "n", "label": "栏", "kind": "checkbox", "value": value, "choices": choices}
        html = pages().from_string(source).render(f=field)
        assert re.findall(r'value="(\w+)" checked', html) == ["a", "b"]


def test_an_error_page_says_what_to_do_next() -> None:
    for status in (403, 404, 409, 422, 500):
        context = {
            "status": status,
            "title": "",
            "message": "",
            "request_id": "r-1",
            "back": "",
            "verdicts": (),
        }
        html = render("web/error.html", context, signed_in=False)
        assert "接下来怎么做" in html
        assert ("r-1" in html) is (status >= 500)


DAILY = {(PHONE, "/gallery-elder/")}


@pytest.mark.parametrize(
    ("size", "path"),
    [
        pytest.param(
            size, path, id=f"{size[0]}-{path}",
            marks=() if (size, path) in DAILY else pytest.mark.nightly,
        )
        for size in (DESK, PHONE)
        for path in PATHS
    ],
)  # fmt: skip
def test_pages_are_accessible_fit_the_screen_and_break_no_policy(
    shared: Page, site: str, size: tuple[int, int], path: str
) -> None:
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def broke(error: Error) -> None:
        complaints.append(str(error))

    shared.on("console", heard)
    shared.on("pageerror", broke)
    shared.set_viewport_size({"width": size[0], "height": size[1]})
    shared.goto(site + path)
    assert findings(shared) == []
    assert shared.evaluate("document.documentElement.scrollWidth") <= size[0]
    shared.remove_listener("console", heard)
    shared.remove_listener("pageerror", broke)
    assert complaints == []


def test_fingers_find_targets_of_44_pixels_on_the_phone(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    page.goto(site + "/desk/")
    script = "e => [...document.querySelectorAll('.main .btn')].filter(b => b.offsetHeight && b.offsetHeight < 44).map(b => b.textContent)"
    assert page.evaluate(script) == []
    context.close()


def test_everything_is_there_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": PHONE[0], "height": PHONE[1]}
    )
    page = context.new_page()
    page.goto(site + "/gallery/")
    assert page.locator("form[data-size-switch][method=post][action='/text-size/']").count() == 1
    page.locator("a.open[href='#nav']").click()
    assert page.locator("#nav a[href='/todo/']").is_visible()
    page.locator("#nav a[href='#main']").click()
    assert not page.locator("#nav").is_visible()
    page.locator("a[href='#why-close']").press("Enter")
    assert page.locator("#why-close").is_visible()
    assert page.locator("button[name=add][value=lots]").get_attribute("type") == "submit"
    context.close()


def test_what_was_typed_comes_back_and_can_be_thrown_away(screen: Page, site: str) -> None:
    html = sample_pages()["/gallery/"].replace('id="error-summary"', "")
    screen.route(
        "**/gallery/",
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
    )
    screen.goto(site + "/gallery/")
    screen.fill("[name=title]", "示例改过的名称")
    screen.click("[data-add]")
    screen.fill("[name='lots.2.name']", "示例第三包")
    screen.wait_for_timeout(600)
    screen.reload()
    assert screen.get_by_text("已恢复未提交的内容").first.is_visible()
    assert screen.input_value("[name=title]") == "示例改过的名称"
    assert screen.input_value("[name='lots.2.name']") == "示例第三包"
    screen.get_by_role("button", name="放弃恢复的内容").click()
    assert screen.input_value("[name=title]") == "示例智慧教室设备采购项目"


def test_a_draft_is_forgotten_once_another_page_shows_that_it_arrived(
    screen: Page, site: str
) -> None:
    screen.goto(site + "/gallery/")
    screen.fill("[name=title]", "示例改过的名称")
    screen.get_by_role("button", name="保存并继续").click()
    screen.wait_for_url("**/sample/")
    assert (
        screen.evaluate("Object.keys(localStorage).filter(k => k.startsWith('lucai-draft:'))") == []
    )


def test_a_draft_stays_when_an_error_answered(screen: Page, site: str) -> None:
    error = sample_pages()["/error/"]
    screen.route(
        "**/sample/",
        lambda route: route.fulfill(
            status=403, body=error, content_type="text/html; charset=utf-8"
        ),
    )
    screen.goto(site + "/gallery/")
    screen.fill("[name=title]", "示例改过的名称")
    screen.get_by_role("button", name="保存并继续").click()
    screen.wait_for_url("**/sample/")
    screen.goto(site + "/desk/")
    kept = "Object.keys(localStorage).filter(k => k.startsWith('lucai-draft:')).length"
    assert screen.evaluate(kept) == 1


def test_rows_are_added_numbered_and_removed_but_never_the_last(screen: Page, site: str) -> None:
    screen.goto(site + "/gallery/")
    screen.click("[data-add]")
    assert screen.evaluate("document.activeElement.name") == "lots.2.name"
    for _ in range(5):
        screen.locator("[data-remove]:visible").first.click()
    assert screen.locator("[data-rows] > [data-row]").count() == 1
    assert screen.locator("[data-ordinal]:visible").all_inner_texts() == ["1"]
    assert screen.input_value("[name='lots.2.name']") == ""


def test_amounts_are_said_in_capitals_as_the_kernel_writes_them(screen: Page, site: str) -> None:
    screen.goto(site + "/gallery/")
    field, hint = "[name='lots.0.budget']", "#live-f-lots\\.0\\.budget"
    for fen in (
        486_000_000,
        100_005,
        10_000_000_05,
        1_234_567_89,
        100_000_000_000_00,
        200_300_400_50,
    ):
        screen.fill(field, money.plain_yuan(fen))
        assert money.capitals(fen) in screen.inner_text(hint)


def test_wan_typed_for_yuan_is_noticed_and_mended_only_on_request(screen: Page, site: str) -> None:
    screen.goto(site + "/gallery/")
    for typed in ("486", "486 万", "486万元"):
        screen.fill("[name=budget]", typed)
        assert "486.00 万元" in screen.inner_text("#live-f-budget")
        assert screen.input_value("[name=budget]") == typed
    screen.locator("#live-f-budget button").click()
    assert screen.input_value("[name=budget]") == "4,860,000.00"


def test_large_type_comes_at_once_and_is_remembered(screen: Page, site: str) -> None:
    screen.goto(site + "/desk/")
    screen.get_by_role("button", name="大字").click()
    assert screen.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert "lucai_size=elder" in screen.evaluate("document.cookie")
    screen.get_by_role("button", name="常规").click()
    assert "lucai_size=normal" in screen.evaluate("document.cookie")


def test_an_act_to_be_confirmed_is_sent_once_and_only_after_yes(screen: Page, site: str) -> None:
    sent: list[str] = []
    screen.on(
        "request",
        lambda request: sent.append(request.post_data or "") if request.method == "POST" else None,
    )
    screen.goto(site + "/gallery/")
    screen.locator("form[data-confirm] button").click()
    screen.get_by_role("dialog").get_by_role("button", name="返回").click()
    assert sent == []
    screen.locator("form[data-confirm] button").click()
    screen.get_by_role("dialog").get_by_role("button", name="撤回").click()
    screen.wait_for_url("**/sample/withdraw/")
    assert ["confirmed=yes" in body for body in sent] == [True]


def test_a_second_press_does_not_send_again(screen: Page, site: str) -> None:
    held: list[Route] = []
    screen.goto(site + "/gallery/")
    screen.route("**/sample/steps/publish/", lambda route: held.append(route))
    button = screen.locator("form[action='/sample/steps/publish/'] button")
    button.evaluate("button => { button.click(); setTimeout(() => button.click(), 150) }")
    screen.wait_for_timeout(500)
    assert len(held) == 1
    held[0].abort()


def test_the_clock_follows_the_server_and_says_when_this_machine_is_off(
    screen: Page, site: str
) -> None:
    html = sample_pages()["/desk/"].replace(" data-demo", "", 1)
    screen.route(
        "**/desk/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    screen.route(
        "**/time",
        lambda route: route.fulfill(body='{"now": 1795397261000}', content_type="application/json"),
    )
    screen.goto(site + "/desk/")
    screen.wait_for_selector("[data-drift]:not([hidden])")
    assert "以本页的北京时间为准" in screen.inner_text("[data-drift]")
    assert screen.inner_text("[data-clock-text]").startswith("09:27:4")


def test_slash_finds_the_search_box_and_escape_closes_an_article(screen: Page, site: str) -> None:
    screen.goto(site + "/gallery/")
    screen.locator("h1").click()
    screen.keyboard.press("/")
    assert screen.evaluate("document.activeElement.id") == "q"
    screen.locator("details.law > summary").first.click()
    assert screen.locator("details.law[open]").count() == 1
    screen.keyboard.press("Escape")
    assert screen.locator("details.law[open]").count() == 0


def test_the_lock_file_names_no_registry(request: pytest.FixtureRequest) -> None:
    lock = (Path(request.config.rootpath) / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity": "sha512-' in lock
