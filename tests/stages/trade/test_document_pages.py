"""The pages of tender documents, used without scripts: nothing typed is ever lost."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.stages.trade.documents.selectors import criteria_of, document_card, requirements_of
from tests.makers import people, sealing, trade
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 6, 1), 10)):
        yield


@pytest.fixture
def agency(db: None) -> Client:
    return browse(people.agency())


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_document_is_begun_from_the_blank_that_suits(agency: Client) -> None:
    number = trade.commissioned_project(1)
    address = f"/rooms/{number}/document/"
    page = text(agency.get(address))
    assert "货物类公开招标文件范本" in page
    assert "服务类" not in page
    assert agency.post(f"{address}draft/", {}).status_code == 422
    agency.post(f"{address}draft/", {"blank": "goods"})
    assert document_card(people.agency(), number).state == "draft"
    assert "还差" in text(agency.get(address))


@pytest.mark.parametrize(
    "page",
    [
        "chapters/instructions/", "chapters/evaluation/", "requirements/0/", "requirements/1/",
        "criteria/1/", "terms/", "timing/",
    ],
)  # fmt: skip
def test_every_form_can_be_saved_just_as_it_is_shown(agency: Client, page: str) -> None:
    number = trade.drafted_project(1)
    address = f"/rooms/{number}/document/{page}"
    before = document_card(people.agency(), number).version
    answer = agency.post(address, posted(agency.get(address)))
    assert answer.status_code == 302
    assert document_card(people.agency(), number).version > before
    assert "提交采购人确认" in text(agency.get(f"/rooms/{number}/document/"))


def test_two_who_edit_at_once_lose_nothing(agency: Client) -> None:
    number = trade.drafted_project(1)
    address = f"/rooms/{number}/document/chapters/instructions/"
    mine = posted(agency.get(address)) | {"clauses.ins-fee": "我写的代理费条款。"}
    theirs = posted(agency.get(address)) | {"clauses.ins-fee": "别人写的代理费条款。"}
    agency.post(address, theirs)
    answer = agency.post(address, mine)
    assert answer.status_code == 422
    assert "刚被别人保存过" in text(answer)
    assert "我写的代理费条款。" in text(answer)
    assert "别人写的代理费条款。" in text(answer)
    assert agency.post(address, posted(answer)).status_code == 302


def test_refused_criteria_come_back_as_typed_with_the_reason_at_the_field(agency: Client) -> None:
    number = trade.drafted_project(1)
    address = f"/rooms/{number}/document/criteria/1/"
    typed = posted(agency.get(address)) | {"rows.1.weight": "35.00", "rows.1.name": "我的因素"}
    answer = agency.post(address, typed)
    assert answer.status_code == 422
    assert posted(answer) == typed
    assert "分值之和为95分" in text(answer)
    assert criteria_of(people.agency(), number, 1)[1].name == "技术参数响应"


def test_a_row_is_added_and_removed_without_scripts(agency: Client) -> None:
    number = trade.drafted_project(1)
    address = f"/rooms/{number}/document/requirements/1/"
    typed = posted(agency.get(address))
    more = agency.post(address, {**typed, "add": "rows"})
    assert "rows.2.name" in posted(more)
    less = agency.post(address, {**typed, "remove": "rows.0"})
    assert posted(less)["rows.0.name"] == "噪声"
    agency.post(address, posted(less))
    names = [line.name for line in requirements_of(people.agency(), number, 1)]
    assert names == ["营业执照", "交货期限", "噪声"]


def test_a_deadline_too_early_shows_the_calculation_and_keeps_the_dates(agency: Client) -> None:
    number = trade.drafted_project(1)
    address = f"/rooms/{number}/document/timing/"
    early = (clock.today() + timedelta(days=19)).isoformat() + "T09:30"
    answer = agency.post(address, posted(agency.get(address)) | {"bid_deadline": early})
    assert answer.status_code == 422
    assert "最早应为2026-06-21" in text(answer)
    assert posted(answer)["bid_deadline"] == early


def test_a_price_in_ten_thousands_is_refused_in_words(agency: Client) -> None:
    number = trade.drafted_project(1)
    address = f"/rooms/{number}/document/terms/"
    answer = agency.post(address, posted(agency.get(address)) | {"bonds.0.amount": "5万"})
    assert "不要写“万”" in text(answer)


def test_a_document_goes_from_draft_to_notice_through_the_pages(agency: Client) -> None:
    number, buyer = trade.drafted_project(1), browse(people.buyer())
    address = f"/rooms/{number}/document/"
    agency.post(f"{address}steps/submit/")
    asked = text(buyer.get(f"{address}steps/confirm/"))
    assert "与审核通过的采购需求" in asked
    buyer.post(f"{address}steps/confirm/", {"confirmed": "yes"})
    assert "还没有登记开标密钥" in text(agency.get(address))
    sealing.keys_enrolled()
    preview = text(agency.get(f"{address}steps/publish/"))
    assert "公告预览" in preview
    assert "提交投标文件截止时间" in preview
    agency.post(f"{address}steps/publish/", {"confirmed": "yes"})
    assert document_card(people.public(), number).state == "published"


def test_the_buyer_needs_a_reason_to_send_back() -> None:
    number = trade.drafted_project(1)
    trade.documents.take(people.actor(people.agency()), project_number=number, step="submit")
    buyer = browse(people.buyer())
    address = f"/rooms/{number}/document/return/"
    assert buyer.post(address, {"reason": ""}).status_code == 422
    assert buyer.post(address, {"reason": "交货期限与采购需求不一致"}).status_code == 302
    page = text(browse(people.agency()).get(f"/rooms/{number}/document/"))
    assert "交货期限与采购需求不一致" in page


def test_a_step_that_is_gone_says_so(agency: Client) -> None:
    number = trade.published_project(1)
    assert agency.get(f"/rooms/{number}/document/steps/publish/").status_code == 404
    assert agency.post(f"/rooms/{number}/document/steps/publish/").status_code == 409
    assert agency.get(f"/rooms/{number}/document/terms/").status_code == 409


def test_a_question_and_its_answer_travel_through_the_pages(agency: Client) -> None:
    number, supplier = trade.published_project(1), browse(people.supplier())
    address = f"/rooms/{number}/clarifications/"
    assert supplier.post(f"{address}ask/", {"question": "问"}).status_code == 422
    supplier.post(f"{address}ask/", {"question": "内存是否可以采用两条 8GB？"})
    form = posted(agency.get(f"{address}new/"))
    assert "内存是否可以采用两条 8GB？" in text(agency.get(f"{address}new/"))
    typed = {**form, "text": "可以，总容量不低于 16GB。", "affects_bids": "yes"}
    answer = agency.post(f"{address}new/", typed)
    agency.post(f"{answer.headers['Location']}steps/publish/", {"confirmed": "yes"})
    assert "总容量不低于 16GB" in text(supplier.get(address))


@pytest.mark.parametrize("page", ["document/", "clarifications/", "downloads/", "commission/"])
@pytest.mark.parametrize("who", ["other buyer", "other agency", "other finance"])
def test_a_stranger_finds_no_page(page: str, who: str) -> None:
    number = trade.published_project(1)
    assert browse(people.everyone()[who]).get(f"/rooms/{number}/{page}").status_code == 404


def test_the_document_page_costs_few_queries(django_assert_max_num_queries: object) -> None:
    number = trade.published_project(2)
    client = browse(people.agency())
    with django_assert_max_num_queries(28):  # type: ignore[operator]
        client.get(f"/rooms/{number}/document/")
