"""The portal: what is public is found, shown in the law's format, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.law.notices import notice_form
from lucai.platform.documents import attached, page_texts
from lucai.platform.journal import readers, sequencer
from lucai.publication.board import lives, selectors, sheets
from lucai.publication.board.periods import periods_of
from lucai.publication.board.wanted import NoticeQuery
from tests.makers import notices, people, trade
from tests.makers.browsing import browse
from tests.makers.notices import JUNE

pytestmark = pytest.mark.django_db

Pump = Callable[[], None]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Give every test its own search index and log."""
    settings.LUCAI_DATA_DIR = tmp_path


@pytest.fixture
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for what has changed at every request."""
    monkeypatch.setattr("lucai.publication.board.hot.STAMP_SECONDS", -1)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def only_code() -> str:
    [line] = selectors.notice_page(PUBLIC, NoticeQuery()).items
    return line.code


def titles(**query: Any) -> list[str]:
    return [line.title for line in selectors.notice_page(PUBLIC, NoticeQuery(**query)).items]


def found(words: str, **query: Any) -> list[str]:
    page = selectors.found_page(PUBLIC, NoticeQuery(q=words, **query))
    return [line.title for line in page.items]


def test_a_public_entry_with_a_notice_is_on_the_board(client: Client, pump: Pump) -> None:
    notices.publish("tender", at=JUNE)
    pump()
    assert titles() == ["示例课桌采购招标公告"]
    assert "示例课桌采购招标公告" in text_of(client, "/notices/")
    assert only_code() == "20260601-0"


def test_a_sealed_entry_is_never_on_the_board(client: Client, pump: Pump) -> None:
    notices.publish("tender", public=False)
    pump()
    assert titles() == []
    assert found("课桌") == []
    assert client.get("/notices/20260601-0/").status_code == 404


def test_reading_the_journal_twice_makes_no_second_notice(pump: Pump) -> None:
    notices.publish("tender", at=JUNE)
    pump()
    readers.rewind("board")
    readers.rewind("search")
    pump()
    assert titles() == ["示例课桌采购招标公告"]
    assert found("课桌") == ["示例课桌采购招标公告"]


def test_newest_comes_first_whatever_the_order_in_the_journal(pump: Pump) -> None:
    notices.publish("tender", at=JUNE, projectName="晚")
    notices.publish("tender", at=JUNE - timedelta(days=3), projectName="早")
    pump()
    assert titles() == ["晚招标公告", "早招标公告"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"kind": "result"}, ["成果"]),
        ({"region": "370102"}, ["历下"]),
        ({"region": "370100"}, ["成果", "历下"]),
        ({"region": "370200"}, ["青岛"]),
        ({"region": "370000"}, ["成果", "青岛", "历下"]),
        ({"since": date(2026, 6, 2)}, ["成果", "青岛"]),
        ({"until": date(2026, 6, 2)}, ["青岛", "历下"]),
        ({"since": date(2026, 6, 2), "until": date(2026, 6, 2), "kind": "tender"}, ["青岛"]),
    ],
)
@pytest.mark.parametrize("words", ["", "示例采购单位"])
def test_a_list_is_narrowed_by_channel_region_and_days_with_and_without_words(
    pump: Pump, query: dict[str, Any], wanted: list[str], words: str
) -> None:
    notices.publish("tender", at=JUNE, title="历下")
    notices.publish("tender", at=JUNE + timedelta(days=1), region="370202", title="青岛")
    notices.publish("result", at=JUNE + timedelta(days=2), region="370103", title="成果")
    pump()
    assert (found(words, **query) if words else titles(**query)) == wanted


def test_pages_of_a_list_miss_nothing_and_repeat_nothing(pump: Pump) -> None:
    for n in range(60):
        notices.publish("tender", at=JUNE + timedelta(minutes=n), title=f"第{n}号")
    pump()
    for listing in (selectors.notice_page, selectors.found_page):
        seen: list[str] = []
        after = 0
        while True:
            page = listing(PUBLIC, NoticeQuery(), after=after)
            seen += [line.title for line in page.items]
            if not page.following:
                break
            after = int(page.following)
        assert seen == [f"第{n}号" for n in reversed(range(60))]


def test_a_list_costs_the_same_queries_however_many_notices_there_are(
    client: Client, pump: Pump, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(30):
        notices.publish("tender", at=JUNE + timedelta(minutes=n), title=f"第{n}号")
    pump()
    with django_assert_max_num_queries(3):
        client.get("/notices/?kind=tender&region=370100")
    with django_assert_max_num_queries(14):
        client.get("/")


def test_every_form_of_the_law_is_laid_out_under_its_own_headings() -> None:
    fields = {**notices.TENDER, "budget": 123_456_789}
    parts = sheets.lay_out("tender", fields)
    assert [part.heading for part in parts] == [
        section.heading for section in notice_form("tender").sections
    ]
    lines = {line.label: line.value for part in parts for line in part.lines}
    assert lines["预算金额"] == "1,234,567.89 元"
    assert lines["提交投标文件截止时间"] == "2026 年 6 月 23 日 09:30（北京时间）"
    assert lines["是否接受联合体"] == "否"
    assert next(part for part in parts if "其他补充" in part.heading).empty
    [asking] = [part for part in parts if part.parties]
    assert [party.role for party in asking.parties] == [
        "采购人信息",
        "采购代理机构信息",
        "项目联系方式",
    ]


def test_the_page_of_a_notice_shows_headings_clocks_and_its_place_in_the_log(
    client: Client, pump: Pump
) -> None:
    notices.publish("tender", at=JUNE)
    pump()
    with clock.at(JUNE + timedelta(hours=2)):
        text = text_of(client, f"/notices/{only_code()}/")
    for words in (
        "四、提交投标文件截止时间、开标时间和地点",
        "公告期限",
        "《政府采购法》第三十五条",
        "公开日志第 0 条",
    ):
        assert words in text


def test_an_amendment_and_its_notice_lead_to_each_other(client: Client, pump: Pump) -> None:
    notices.publish("tender", at=JUNE, project="P1")
    content = {"amendmentKind": "采购文件", "amendmentContent": "改为 500 张"}
    later = JUNE + timedelta(days=2)
    notices.publish("amendment", at=later, project="P1", projectName="示例课桌采购", **content)
    pump()
    first, second = "/notices/20260601-0/", "/notices/20260603-1/"
    assert f'本公告之后有更正：<a href="{second}">' in text_of(client, first)
    assert f'原公告：<a href="{first}">' in text_of(client, second)


def test_documents_end_at_the_moment_the_notice_says() -> None:
    [period] = [p for p in periods_of("tender", notices.TENDER, JUNE) if p.label == "获取采购文件"]
    assert period.last_moment == "2026-06-08 17:00"


def test_the_period_of_a_notice_is_counted_by_law_where_it_does_not_say() -> None:
    fields = {key: value for key, value in notices.TENDER.items() if key != "noticeUntil"}
    [period] = [p for p in periods_of("tender", fields, JUNE) if p.label == "公告期限"]
    assert period.until == clock.moment(date(2026, 6, 9))
    assert period.last_moment == "2026-06-08 24:00"
    assert period.cites


def test_a_result_says_until_when_it_may_be_questioned() -> None:
    fields = {**notices.RESULT, "noticeUntil": "2026-07-02"}
    periods = {p.label: p for p in periods_of("result", fields, clock.moment(date(2026, 7, 1)))}
    assert periods["对结果提出质疑"].until == clock.moment(date(2026, 7, 14))


def test_the_paper_of_a_notice_carries_its_text_and_its_release(client: Client, pump: Pump) -> None:
    release = {
        "tag": "tender",
        "tender": {"id": "P1", "title": "示例", "value": {"amount": "1.50"}},
    }
    notices.publish("tender", at=JUNE, project="P1", ocds=release)
    pump()
    answer = client.get(f"/notices/{only_code()}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page_texts(answer.content)).replace("\n", "")
    assert "提交投标文件截止时间、开标时间和地点" in text
    assert "升降式" in text
    [content] = attached(answer.content).values()
    assert json.loads(content)["tender"]["title"] == "示例"
    again = client.get(f"/notices/{only_code()}.pdf", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "query",
    ["q=%00", "after=-1", "after=9999999999999999999999", "region=110000", "kind=x", "since=昨天",
     "since=2026-07-01&until=2026-06-01", "q=" + "长" * 300, "sort=x", "q=%5B%28"],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/notices/", "/search/"])
def test_a_strange_address_is_answered_with_a_page(client: Client, page: str, query: str) -> None:
    assert client.get(f"{page}?{query}").status_code == 200


def test_a_faulty_date_is_named_and_the_rest_of_the_question_holds(
    client: Client, pump: Pump
) -> None:
    notices.publish("tender", at=JUNE, title="历下")
    notices.publish("tender", at=JUNE, region="370202", title="青岛")
    pump()
    text = text_of(client, "/notices/?since=昨天&region=370200")
    assert "请填写日期" in text
    assert "青岛</a>" in text
    assert "历下</a>" not in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_rest")
def test_the_first_page_is_kept_until_something_public_changes(client: Client, pump: Pump) -> None:
    notices.publish("tender", at=JUNE, title="第一号")
    pump()
    with clock.at(JUNE):
        first = client.get("/")
        assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    with clock.at(JUNE + timedelta(seconds=7)):
        again = client.get("/").content.decode()
    assert "10:00:07" in again
    assert str(int((JUNE + timedelta(seconds=7)).timestamp() * 1000)) in again
    notices.publish("tender", at=JUNE, title="第二号")
    pump()
    with clock.at(JUNE):
        changed = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "第二号" in changed.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_rest")
def test_a_page_kept_before_a_slow_reader_came_is_not_given_away(
    client: Client, pump: Pump
) -> None:
    notices.publish("tender", at=JUNE, title="第一号示例")
    pump()
    notices.publish("tender", at=JUNE, title="第二号示例")
    sequencer.sequence_all()
    for reader in readers.registered():
        if reader.name != "search":
            readers.advance(reader)
    assert "/notices/20260601-1/" not in text_of(client, "/notices/?q=第二号示例")
    pump()
    assert "/notices/20260601-1/" in text_of(client, "/notices/?q=第二号示例")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_rest")
def test_a_kept_page_of_the_other_type_size_is_not_given_away(client: Client) -> None:
    with clock.at(JUNE):
        assert 'data-size="elder"' not in text_of(client, "/")
        client.cookies["lucai_size"] = "elder"
        assert 'data-size="elder"' in text_of(client, "/")


def test_nothing_that_is_not_committed_is_kept_for_others(client: Client, pump: Pump) -> None:
    notices.publish("tender", at=JUNE)
    pump()
    assert "ETag" not in client.get("/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_rest")
def test_people_at_work_see_the_portal_in_their_own_shell(client: Client, pump: Pump) -> None:
    notices.publish("tender", at=JUNE)
    pump()
    client.get("/")
    own = browse(people.supplier())
    for page in ("/", "/notices/", f"/notices/{only_code()}/", "/search/?q=课桌", "/projects/"):
        answer = own.get(page)
        assert "退出登录" in answer.content.decode(), page
        assert "no-store" in answer["Cache-Control"]
        assert "退出登录" not in text_of(client, page)


def test_a_project_shows_its_whole_public_life(client: Client, pump: Pump) -> None:
    with clock.at(JUNE):
        number = trade.published_project()
    pump()
    text = text_of(client, f"/projects/{number}/")
    for words in (
        "项目全过程",
        "公开经过",
        "示例采购单位1",
        "示例代理机构1",
        "包 1",
        "600.00",
        number,
    ):
        assert words in text
    assert f"/ocds/projects/{number}.json" in text
    assert number in text_of(client, "/projects/")


def test_a_tender_leads_suppliers_to_its_document(client: Client, pump: Pump) -> None:
    with clock.at(JUNE):
        number = trade.published_project()
    pump()
    way = f"/rooms/{number}/download/"
    [line] = selectors.notice_page(PUBLIC, NoticeQuery(kind="tender")).items
    assert way in text_of(client, line.href)
    assert way in text_of(browse(people.supplier()), line.href)
    assert way not in text_of(browse(people.buyer()), line.href)


def test_somebody_at_work_gets_from_a_notice_into_the_room(client: Client, pump: Pump) -> None:
    with clock.at(JUNE):
        number = trade.published_project()
    pump()
    [code] = [
        line.code for line in selectors.notices_of_project(PUBLIC, number) if line.kind == "tender"
    ]
    room = f'href="/rooms/{number}/"'
    assert room in text_of(browse(people.supplier()), f"/notices/{code}/")
    assert room not in text_of(browse(people.agency(2)), f"/notices/{code}/")
    assert room not in text_of(client, f"/notices/{code}/")


def test_a_project_that_is_not_announced_is_not_there(client: Client, pump: Pump) -> None:
    with clock.at(JUNE):
        number = trade.drafted_project()
    pump()
    assert client.get(f"/projects/{number}/").status_code == 404
    assert number not in text_of(client, "/projects/")


def test_money_of_a_lot_is_what_open_data_says() -> None:
    release = {
        "awards": [
            {"id": "A1", "status": "active", "value": {"amount": 12.5}, "relatedLots": ["1"],
             "suppliers": [{"name": "示例甲"}]},
            {"id": "A2", "status": "cancelled", "value": {"amount": 99}, "relatedLots": ["1"]},
        ],
        "contracts": [
            {"id": "C1", "awardID": "A1", "value": {"amount": 12},
             "implementation": {"transactions": [{"value": {"amount": 5}}, {"value": {"amount": 1}}]}},
        ],
    }  # fmt: skip
    money = lives.lot_money(release, "1")
    assert money == lives.LotMoney(("示例甲",), 1250, 1200, 600)
    assert lives.lot_money(release, "2") == lives.LotMoney()


def test_a_buyer_has_a_page_with_its_notices(client: Client, pump: Pump) -> None:
    buyer, supplier = people.buyer(), people.supplier()
    reference = {"buyer": {"id": f"LC-{buyer.organisation}", "name": buyer.organisation_name}}
    notices.publish("intention", at=JUNE, title="示例意向", ocds=reference)
    pump()
    assert "示例意向" in text_of(client, f"/buyers/{buyer.organisation}/")
    assert client.get(f"/buyers/{supplier.organisation}/").status_code == 404


@pytest.mark.parametrize("page", ["/data/", "/help/", "/accessibility/", "/", "/notices/"])
def test_the_pages_of_an_empty_portal_answer(client: Client, page: str) -> None:
    assert "<h1" in text_of(client, page)
