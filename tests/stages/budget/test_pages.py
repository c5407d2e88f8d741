"""The pages of budget indicators: files taken in whole, or refused line by line."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.stages.budget.indicators import services
from lucai.stages.budget.indicators.selectors import indicator_page
from tests.makers import budget, people
from tests.makers.browsing import browse
from tests.makers.budget import WAN
from tests.makers.tables import upload

pytestmark = pytest.mark.django_db
HEAD = (
    "指标编号", "指标名称", "预算年度", "预算单位统一社会信用代码", "资金性质", "指标金额（万元）",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    people.buyer()
    with clock.at(clock.moment(date(2026, 3, 2), 9)):
        yield


@pytest.fixture
def finance() -> Client:
    return browse(people.finance())


def row(code: str = "ZB2026-0001", amount: object = 500) -> list[object]:
    return [code, "示例专项资金", 2026, people.uscc(1001), "一般公共预算资金", amount]


def test_a_right_file_is_taken_in(finance: Client) -> None:
    answer = finance.post("/budget/receive/", {"file": upload([HEAD, row()])}, follow=True)
    assert "已接收 1 条预算指标" in answer.content.decode()
    assert indicator_page(people.buyer()).items[0].amount == 500 * WAN


def test_a_wrong_line_is_shown_with_number_column_content_and_reason(finance: Client) -> None:
    file = upload([HEAD, row(), row("ZB2026-0002", "五百")])
    answer = finance.post("/budget/receive/", {"file": file})
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in ("没有接收", "共读到 2 行", "第 3 行", "指标金额", "五百"):
        assert told in page
    assert indicator_page(people.buyer()).items == []


def test_what_the_service_refuses_stands_at_the_line_of_the_file(finance: Client) -> None:
    budget.indicator("ZB2026-0001")
    file = upload([HEAD, row("ZB2026-0002"), row("ZB2026-0001")])
    page = finance.post("/budget/receive/", {"file": file}).content.decode()
    assert "第 3 行" in page
    assert "已经接收过" in page


def test_a_file_of_another_kind_is_refused_at_its_field(finance: Client) -> None:
    answer = finance.post("/budget/receive/", {"file": upload([], name="指标.docx")})
    assert answer.status_code == 422
    assert 'id="e-file"' in answer.content.decode()


def test_buyers_find_no_door_to_receiving() -> None:
    assert browse(people.buyer()).get("/budget/receive/").status_code == 404


def test_a_reader_of_the_finance_department_is_told_about_the_missing_right() -> None:
    seat = people.organisation(people.Side.SUPERVISOR, 5000 + int(people.REGION), "示例财政局")
    reader = people.viewer(seat, "reader", "示例监督", grants=frozenset())
    assert browse(reader).get("/budget/receive/").status_code == 403


def test_an_indicator_shows_its_account_and_is_taken_back_after_asking(finance: Client) -> None:
    code = budget.indicator()
    assert "5,000,000.00" in finance.get(f"/budget/{code}/").content.decode()
    assert "确定收回吗" in finance.get(f"/budget/{code}/steps/close/").content.decode()
    finance.post(f"/budget/{code}/steps/close/")
    assert "已收回" in finance.get(f"/budget/{code}/").content.decode()


def test_an_indicator_in_use_says_why_it_cannot_be_taken_back(finance: Client) -> None:
    code = budget.indicator()
    services.hold(people.actor(people.finance()), code=code, amount=WAN, reference="JH1")
    page = finance.get(f"/budget/{code}/").content.decode()
    assert "为什么现在不能" in page
    assert finance.post(f"/budget/{code}/steps/close/").status_code == 422


def test_the_buyer_sees_its_own_indicators_without_buttons() -> None:
    code = budget.indicator()
    page = browse(people.buyer()).get(f"/budget/{code}/").content.decode()
    assert "收回指标" not in page
    assert browse(people.buyer(2)).get(f"/budget/{code}/").status_code == 404


def test_the_empty_table_is_a_workbook(finance: Client) -> None:
    assert finance.get("/budget/receive/template.xlsx").content.startswith(b"PK")
