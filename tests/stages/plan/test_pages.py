"""The pages of intentions and plans, used without scripts: nothing typed is ever lost."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.web.forms import filled
from lucai.stages.plan.intentions.selectors import intention_page, intention_seen
from lucai.stages.plan.plans.schemas import PlanIn
from lucai.stages.plan.plans.selectors import plan_page, plan_seen
from tests.makers import budget, people, plan
from tests.makers.browsing import browse, posted
from tests.makers.plan import WAN
from tests.makers.tables import upload

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    people.finance()
    with clock.at(clock.moment(TODAY, 9)):
        yield


@pytest.fixture
def buyer() -> Client:
    return browse(people.buyer())


def form_of(**changes: object) -> dict[str, str]:
    """A plan's form as a browser posts it."""
    code = budget.indicator("ZB2026-1", amount=300 * WAN)
    content = PlanIn(**{**plan.plan_form(indicator=code), **changes})
    return dict(filled(PlanIn, content).values)


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


# --- intentions ----------------------------------------------------------------------------


def test_an_intention_is_drafted_checked_and_published(buyer: Client) -> None:
    typed = {
        "title": "示例物业服务", "demand": "办公楼保洁、保安和绿化服务一年。",
        "amount": "650,000", "expected_month": "2026年5月", "sme_reserved": "yes",
    }  # fmt: skip
    page = buyer.post("/intentions/new/", typed, follow=True)
    code = intention_page(people.buyer()).items[0].code
    assert "示例物业服务" in text(page)
    assert "650,000.00" in text(buyer.get(f"/intentions/{code}/steps/publish/"))
    buyer.post(f"/intentions/{code}/steps/publish/")
    assert intention_seen(people.supplier(), code).amount == 65 * WAN


def test_a_refused_intention_comes_back_as_it_was_typed(buyer: Client) -> None:
    typed = {"title": "示例物业服务", "amount": "65万", "expected_month": "五月"}
    page = buyer.post("/intentions/new/", typed)
    assert page.status_code == 422
    for kept in ("示例物业服务", "65万", "五月", "不要写“万”", "请填写到月"):
        assert kept in text(page)


def test_the_intention_page_of_a_stranger_is_not_there() -> None:
    code = plan.intention()
    assert browse(people.supplier()).get(f"/intentions/{code}/").status_code == 404


FULL = (
    "标题",
    "采购项目名称",
    "采购需求概况",
    "预算金额(万元)",
    "拟面向中小企业预留",
    "预计采购时间",
)


def table(*rows: tuple[str, ...], unit: str = "示例采购单位1") -> list[tuple[str, ...]]:
    return [FULL, *((f"{unit}2026年01月(至)06月政府采购意向", *row) for row in rows)]


GOOD = ("示例录播教室", "建设录播教室一间。", "65", "是", "2026年04月")
BAD = ("示例操场", "", "待定", "否", "2026年04月")


def test_a_clean_table_is_shown_first_and_taken_in_on_request(buyer: Client) -> None:
    page = buyer.post("/intentions/import/", {"file": upload(table(GOOD))})
    assert page.status_code == 200
    assert "650,000.00" in text(page)
    assert intention_page(people.buyer()).items == []
    buyer.post("/intentions/import/confirm/", posted(page))
    assert [card.title for card in intention_page(people.buyer()).items] == ["示例录播教室"]


def test_a_dirty_line_keeps_the_whole_table_out_until_it_is_completed(buyer: Client) -> None:
    page = buyer.post("/intentions/import/", {"file": upload(table(GOOD, BAD))})
    assert "表中第 3 行" in text(page)
    values = posted(page)
    refused = buyer.post("/intentions/import/confirm/", values)
    assert refused.status_code == 422
    assert "待定" in text(refused)
    assert intention_page(people.buyer()).items == []
    values |= {"rows.1.demand": "翻修塑胶操场一处。", "rows.1.amount": "1200000"}
    buyer.post("/intentions/import/confirm/", values)
    assert len(intention_page(people.buyer()).items) == 2


def test_a_dirty_line_may_be_left_out_by_hand(buyer: Client) -> None:
    page = buyer.post("/intentions/import/", {"file": upload(table(BAD, GOOD))})
    page = buyer.post("/intentions/import/confirm/", posted(page) | {"remove": "rows.0"})
    assert "示例操场" not in text(page)
    buyer.post("/intentions/import/confirm/", posted(page))
    assert [card.title for card in intention_page(people.buyer()).items] == ["示例录播教室"]


def test_a_table_of_several_units_asks_for_one_and_for_a_word(buyer: Client) -> None:
    rows = [*table(GOOD, unit="示例甲校"), *table(BAD[:1] + GOOD[1:], unit="示例乙校")[1:]]
    page = buyer.post("/intentions/import/", {"file": upload(rows)})
    assert buyer.post("/intentions/import/confirm/", posted(page)).status_code == 422
    page = buyer.post("/intentions/import/confirm/", posted(page) | {"only": "示例甲校"})
    assert "示例操场" not in text(page)
    assert buyer.post("/intentions/import/confirm/", posted(page)).status_code == 422
    buyer.post("/intentions/import/confirm/", posted(page) | {"own": "yes"})
    assert len(intention_page(people.buyer()).items) == 1


def test_a_file_that_is_no_table_is_refused_at_its_field(buyer: Client) -> None:
    page = buyer.post("/intentions/import/", {})
    assert page.status_code == 422
    assert "请选择文件" in text(page)


def test_the_empty_table_can_be_read_back(buyer: Client) -> None:
    answer = buyer.get("/intentions/import/template.xlsx")
    assert answer.content.startswith(b"PK")


# --- the plan's form -----------------------------------------------------------------------


def test_a_plan_is_drafted_from_the_form(buyer: Client) -> None:
    page = buyer.post("/plans/new/", form_of(), follow=True)
    assert page.status_code == 200
    assert plan_page(people.buyer()).items[0].amount == 300 * WAN


def test_a_new_plan_takes_over_what_the_intention_says(buyer: Client) -> None:
    code = plan.published_intention(title="示例实验设备")
    budget.indicator("ZB2026-1", amount=300 * WAN)
    page = text(buyer.get(f"/plans/new/?intention={code}"))
    assert page.count("示例实验设备") >= 2
    assert 'value="3000000.00"' in page
    assert "可用 3,000,000.00 元" in page


def test_a_refused_plan_keeps_everything_and_names_the_fields(buyer: Client) -> None:
    values = form_of() | {"amount": "300万", "planned_start": "2026-02-01", "packages.0.amount": ""}
    page = buyer.post("/plans/new/", values)
    assert page.status_code == 422
    for kept in ("300万", "2026-02-01", "国产处理器", 'href="#f-packages.0.amount"'):
        assert kept in text(page)


def test_a_past_start_and_wrong_sums_are_told_at_their_fields(buyer: Client) -> None:
    values = form_of() | {"amount": "3100000", "planned_start": "2026-02-01"}
    page = text(buyer.post("/plans/new/", values))
    for told in ('id="e-amount"', 'id="e-planned_start"', 'id="e-fundings.0.amount"'):
        assert told in page


def test_rows_are_added_and_removed_without_scripts(buyer: Client) -> None:
    values = form_of()
    page = text(buyer.post("/plans/new/", values | {"add": "packages"}))
    assert 'name="packages.1.name"' in page
    page = text(buyer.post("/plans/new/", values | {"add": "packages.0.items"}))
    assert 'name="packages.0.items.1.name"' in page
    page = text(buyer.post("/plans/new/", values | {"remove": "packages.0"}))
    assert "国产处理器" not in page


def test_the_catalogue_is_searched_by_name_and_the_choice_fills_the_code(buyer: Client) -> None:
    values = form_of() | {"packages.0.items.0.catalogue_code": "便携式计算机"}
    page = text(buyer.post("/plans/new/", values | {"find": "packages.0.items.0"}))
    assert 'value="packages.0.items.0:A02010108"' in page
    assert "国产处理器" in page
    page = text(buyer.post("/plans/new/", values | {"pick": "packages.0.items.0:A02010108"}))
    assert 'value="A02010108"' in page


def test_a_search_that_finds_nothing_says_so(buyer: Client) -> None:
    values = form_of() | {"packages.0.items.0.catalogue_code": "没有这种东西"}
    page = text(buyer.post("/plans/new/", values | {"find": "packages.0.items.0"}))
    assert "没有找到" in page


def test_an_error_stands_at_its_row_although_an_empty_row_lies_before_it(buyer: Client) -> None:
    values = form_of()
    moved = {name.replace("packages.0.", "packages.2."): v for name, v in values.items()}
    page = text(buyer.post("/plans/new/", moved | {"packages.2.items.0.quantity": "十"}))
    assert 'id="e-packages.2.items.0.quantity"' in page


def test_a_plan_is_changed_with_its_own_form(buyer: Client) -> None:
    number = plan.draft((200 * WAN, 100 * WAN))
    page = text(buyer.get(f"/plans/{number}/edit/"))
    assert 'value="2000000.00"' in page
    assert 'name="packages.1.name"' in page


# --- decisions -----------------------------------------------------------------------------


def go(viewer: Viewer, path: str, **values: str) -> int:
    return browse(viewer).post(path, values).status_code


def test_the_whole_way_from_draft_to_filed_by_the_buttons() -> None:
    number = plan.draft()
    go(people.buyer(), f"/plans/{number}/steps/submit/")
    reviewer = people.buyer_reviewer()
    page = text(browse(reviewer).get(f"/plans/{number}/review/"))
    assert "国产处理器" in page
    assert "填写审查意见" in page
    go(
        reviewer, f"/plans/{number}/review/",
        kind="general", conclusion="passed", opinion="需求完整。",
    )  # fmt: skip
    go(people.buyer(), f"/plans/{number}/steps/request_filing/")
    page = text(browse(people.finance()).get(f"/plans/{number}/filing/"))
    assert "备案后可用" in page
    assert go(people.finance(), f"/plans/{number}/filing/", step="file") == 302
    assert plan_seen(people.buyer(), number).card.state == "filed"


def test_the_drafter_sees_why_the_review_is_closed(buyer: Client) -> None:
    number = plan.submitted()
    page = text(buyer.get(f"/plans/{number}/review/"))
    assert "参与了本计划的编制" in page
    assert "填写审查意见" not in page


def test_finance_sees_why_filing_is_closed_and_keeps_the_typed_reason() -> None:
    number = plan.filing()
    from lucai.stages.budget.indicators import services as indicators

    code = plan_seen(people.buyer(), number).fundings[0].code
    finance = people.finance()
    indicators.hold(people.actor(finance), code=code, amount=1 * WAN, reference="别的计划")
    page = browse(finance).post(f"/plans/{number}/filing/", {"step": "file"})
    assert page.status_code == 422
    assert "还差 10,000.00 元" in text(page)
    page = browse(finance).post(f"/plans/{number}/filing/", {"step": "return_plan"})
    assert page.status_code == 422
    assert 'id="e-reason"' in text(page)


def test_two_people_pressing_the_same_button_are_told() -> None:
    number = plan.filing()
    assert go(people.finance(), f"/plans/{number}/filing/", step="file") == 302
    page = browse(people.finance()).post(f"/plans/{number}/filing/", {"step": "file"})
    assert page.status_code == 409
    assert "可能已有人处理" in text(page)


def test_a_step_that_is_taken_elsewhere_has_no_plain_button(buyer: Client) -> None:
    number = plan.filing()
    assert buyer.post(f"/plans/{number}/steps/file/").status_code == 404


def test_lists_need_few_queries_whatever_their_length(
    buyer: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for _ in range(3):
        plan.draft()
    for path in ("/plans/", "/intentions/", "/budget/"):
        with django_assert_max_num_queries(15):  # type: ignore[operator]
            assert buyer.get(path).status_code == 200
