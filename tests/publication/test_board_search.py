"""Search on the portal: any part of any text, marked, with a way on where nothing is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lucai.kernel.actors import PUBLIC
from lucai.platform.search import index_named
from lucai.publication.board import selectors
from lucai.publication.board.wanted import NoticeQuery
from tests.makers import notices
from tests.makers.notices import JUNE

pytestmark = pytest.mark.django_db

Pump = Callable[[], None]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Give every test its own search index and log."""
    settings.LUCAI_DATA_DIR = tmp_path


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def found(words: str) -> list[str]:
    return [line.title for line in selectors.found_page(PUBLIC, NoticeQuery(q=words)).items]


@pytest.mark.parametrize(
    "words", ["课桌", "桌采", "升降", "示例供应商", "SDGP3701", "sdgp", "课桌 升降", "桌"]
)
def test_a_notice_is_found_by_any_part_of_its_text(pump: Pump, words: str) -> None:
    fields = {"otherMatters": "示例供应商参加"}
    notices.publish("tender", at=JUNE, project="SDGP370102000202600001", **fields)
    notices.publish(
        "tender", at=JUNE, title="别的", projectName="别的", overview="", demand="", lots=[]
    )
    pump()
    assert found(words)[:1] == ["示例课桌采购招标公告"]


def test_words_must_all_be_there_and_in_one_piece(pump: Pump) -> None:
    notices.publish("tender", at=JUNE, projectName="课本与书桌")
    pump()
    assert found("课桌 无此词") == []
    assert "课本与书桌招标公告" not in found("本书")


def test_a_page_of_search_marks_the_words_and_escapes_the_rest(client: Client, pump: Pump) -> None:
    notices.publish("tender", at=JUNE, title="示例<b>课桌</b>采购")
    pump()
    text = text_of(client, "/search/?q=课桌")
    assert "示例&lt;b&gt;<mark>课桌</mark>&lt;/b&gt;采购" in text


def test_a_search_without_a_hit_says_what_to_do_and_offers_what_is_near(
    client: Client, pump: Pump
) -> None:
    notices.publish("tender", at=JUNE, title="示例课桌采购招标公告")
    pump()
    text = text_of(client, "/search/?q=课卓采购招标")
    assert "没有找到含有全部关键词的公告" in text
    assert "相近的公告" in text


def test_without_an_index_the_table_is_looked_through(
    client: Client, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lucai.platform.search.index.tantivy", None)
    notices.publish("tender", at=JUNE)
    pump()
    assert found("升降 课桌") == ["示例课桌采购招标公告"]
    assert found("没有") == []
    assert "<mark>课桌</mark>" in text_of(client, "/search/?q=课桌")


def test_a_lost_index_is_made_up_for_from_the_table(pump: Pump, tmp_path: Path) -> None:
    notices.publish("tender", at=JUNE, title="第一")
    pump()
    for file in index_named("notices").folder.iterdir():
        file.unlink()
    notices.publish("tender", at=JUNE + timedelta(days=1), title="第二")
    pump()
    assert found("示例采购单位") == ["第二", "第一"]
