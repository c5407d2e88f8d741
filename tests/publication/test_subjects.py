"""Intentions are called by unit and month; lists say beside it what each is for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lucai.kernel.actors import PUBLIC
from lucai.publication.board import selectors
from lucai.publication.board.wanted import NoticeQuery
from tests.makers import notices
from tests.makers.notices import JUNE

pytestmark = pytest.mark.django_db

TITLE, SUBJECT = "示例济南市第一中学2026年07月政府采购意向", "示例济南市第一中学课桌椅采购项目"


@pytest.fixture(autouse=True)
def board(pump: Callable[[], None]) -> None:
    """Publish an intention and a tender."""
    notices.publish(
        "intention", at=JUNE, title=TITLE, key="YX1", intentions=[{"projectName": SUBJECT}]
    )
    notices.publish("tender", at=JUNE, title="示例招标公告", project="SDGP1")
    pump()


@pytest.mark.parametrize("page", ["/", "/notices/", "/search/", "/search/?q=济南市第一中学"])
def test_what_an_intention_is_for_stands_beside_its_title(client: Client, page: str) -> None:
    text = client.get(page).content.decode()
    assert TITLE in text.replace("<mark>", "").replace("</mark>", "")
    assert SUBJECT in text.replace("<mark>", "").replace("</mark>", "")


def test_other_notices_say_in_their_title_what_they_are_for() -> None:
    lines = selectors.notice_page(PUBLIC, NoticeQuery()).items
    assert {line.title: line.subject for line in lines} == {TITLE: SUBJECT, "示例招标公告": ""}
