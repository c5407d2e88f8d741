"""Scoring as an expert does it: by the keyboard alone on a small laptop, and through a broken line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lucai.platform.records import system_access
from lucai.stages.trade.evaluations.models import Score
from tests.makers import evaluation
from tests.makers.widening import FACTORS, mark_all, widen
from tests.makers.window import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.makers.evaluation import Round

pytestmark = [
    pytest.mark.journey,
    pytest.mark.nightly,
    pytest.mark.django_db(transaction=True),
]

LAPTOP = {"width": 1280, "height": 720}
"""What a 13-inch laptop leaves of its screen for a page."""
REASON = "实施方案见投标文件第 3 页，符合该档要求。"
FOCUSED = "() => document.activeElement?.textContent.trim() ?? ''"
KEPT = "() => Object.keys(localStorage).some((name) => name.includes(':score-'))"
MANY_TABS = 80


def desk(chromium: Browser, address: str, rnd: Round) -> Page:
    """Open the first mark that a member has to give."""
    member = rnd.members[1]
    page = window(chromium, address, member, viewport=LAPTOP).new_page()
    first = rnd.sheet(member).next_score
    assert first
    page.goto(f"/rooms/{rnd.number}/evaluation/1/scores/{first[0]}/{first[1]}/")
    return page


def give(page: Page) -> None:
    """Give one mark: a band by its number and a reason, or the points of an objective factor."""
    keys = page.keyboard
    if page.locator(".mark [name=band]").count():
        keys.press("1")
        keys.type("25")
        keys.press("Tab")
        keys.type(REASON)
    else:
        keys.type("40")
    keys.press("Control+Enter")


def marks_of(rnd: Round) -> int:
    with system_access("what was scored"):
        found = Score.objects.filter(sheet__person_id=rnd.members[1].person)
        return int(found.filter(points__isnull=False).count())


def test_a_member_scores_all_bids_and_hands_in_without_the_mouse(
    live_server: Any, chromium: Browser
) -> None:
    rnd = evaluation.compliant()
    page = desk(chromium, live_server.url, rnd)
    wanted = len(rnd.codes()) * 2
    for done in range(wanted):
        assert page.locator("form.mark").count() == 1
        with page.expect_navigation():
            give(page)
        assert marks_of(rnd) == done + 1
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    hand_in(page)


def hand_in(page: Page) -> None:
    """Find the button that hands all marks in, and press it."""
    for _ in range(MANY_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == "提交全部评分":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "提交" in page.inner_text("main")


def test_sixty_bids_by_forty_factors_are_finished_without_the_mouse(
    live_server: Any, chromium: Browser
) -> None:
    # All but three bids have their marks: whoever walks these walks the others the same way.
    rnd = evaluation.compliant()
    mark_all(widen(rnd), range(2, FACTORS + 1), but=rnd.codes()[:3])
    page = desk(chromium, live_server.url, rnd)
    before, wanted = marks_of(rnd), 3 * (FACTORS - 1)
    for done in range(wanted):
        with page.expect_navigation():
            give(page)
        assert marks_of(rnd) == before + done + 1
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    hand_in(page)


def test_a_mark_given_while_the_line_is_broken_is_kept_and_arrives_by_itself(
    live_server: Any, chromium: Browser
) -> None:
    rnd = evaluation.compliant()
    page = desk(chromium, live_server.url, rnd)
    page.context.set_offline(True)
    give(page)
    page.get_by_text("线路断开：评分已存在本机").first.wait_for()
    assert marks_of(rnd) == 0
    page.wait_for_function(KEPT)
    with page.expect_navigation():
        page.context.set_offline(False)
    assert marks_of(rnd) == 1


def test_keys_move_between_bids_from_a_number_and_not_out_of_a_sentence(
    live_server: Any, chromium: Browser
) -> None:
    rnd = evaluation.compliant()
    page = desk(chromium, live_server.url, rnd)
    first = page.url
    page.locator(".mark [name=reason]").focus()
    page.keyboard.type("np")
    assert page.url == first
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != first)
    # The points have the focus on the next bid's page, and a letter is no number.
    page.locator(".mark [name=points]:focus").wait_for()
    page.keyboard.press("p")
    page.wait_for_url(first)
