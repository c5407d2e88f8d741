"""Notices as typed forms: what must be there, of which type, under which heading."""

import pytest

from lucai.law.citations import Citation
from lucai.law.notices import check_notice, notice_form, notice_forms
from lucai.law.parameters import rule_sheet
from lucai.law.status import NoSuchRule

NEEDED = {
    "intention",
    "prequalification",
    "tender",
    "negotiation",
    "consultation",
    "inquiry",
    "amendment",
    "result",
    "termination",
    "contract",
    "acceptance",
    "singleSource",
}
TERMINATION = {
    "projectNumber": "SD-2026-0001",
    "projectName": "示例项目",
    "reason": "投标人不足三家",
    "buyerName": "示例厅",
    "buyerAddress": "示例路1号",
    "buyerContact": "示例联系方式",
    "contactPerson": "示例甲",
    "contactPhone": "示例电话",
}
INTENTION = {
    "buyerName": "示例厅",
    "period": "2026年1月",
    "disclaimer": "以实际发布的采购公告为准",
    "intentions": [
        {
            "projectName": "示例设备",
            "demandSummary": "一批",
            "budget": 8_400_000,
            "expectedMonth": "2026-02",
            "smeReserve": True,
        }
    ],
}


def test_the_national_formats_are_all_there() -> None:
    assert set(notice_forms()) >= NEEDED


@pytest.mark.parametrize("kind", notice_forms())
def test_a_form_is_consistent(kind: str) -> None:
    form = notice_form(kind)
    keys = [field.key for field in form.fields]
    assert len(keys) == len(set(keys))
    assert form.title({}) is not None
    assert all(Citation.parse(cite).label for cite in form.cites)
    assert form.timing is None or rule_sheet(form.timing)
    assert check_notice(kind, {})


def test_a_complete_notice_has_no_errors() -> None:
    assert check_notice("termination", TERMINATION) == []
    assert check_notice("intention", INTENTION) == []


def test_a_title_is_filled_from_the_fields() -> None:
    assert notice_form("intention").title(INTENTION) == "示例厅2026年1月政府采购意向"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"reason": " "}, "“终止原因”为必填项。"),
        ({"reason": 3}, "“终止原因”应为文字。"),
        ({"lotNumbers": ["一", ""]}, "“终止的包”应为姓名或者名称的列表。"),
        ({"extra": 1}, "终止公告没有“extra”这一栏。"),
    ],
)
def test_a_wrong_field_is_named_in_chinese(change: dict[str, object], error: str) -> None:
    assert check_notice("termination", TERMINATION | change) == [error]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"budget": 84.5}, "“采购意向”第1行“预算金额”应为以分为单位的非负整数金额。"),
        ({"expectedMonth": "2026-13"}, "“采购意向”第1行“预计采购时间（填写到月）”应为年月。"),
        ({"projectName": ""}, "“采购意向”第1行“采购项目名称”为必填项。"),
        ({"smeReserve": "是"}, "“采购意向”第1行“是否专门面向中小企业”应为是或者否。"),
    ],
)
def test_a_wrong_row_is_named_by_its_number(change: dict[str, object], error: str) -> None:
    rows = [INTENTION["intentions"][0] | change]
    assert check_notice("intention", INTENTION | {"intentions": rows}) == [error]


def test_a_list_must_be_rows() -> None:
    wrong = INTENTION | {"intentions": ["示例"]}
    assert check_notice("intention", wrong) == ["“采购意向”应为逐行填写的列表。"]


def test_dates_moments_and_choices_are_checked() -> None:
    errors = check_notice(
        "amendment",
        {
            "amendedOn": "明天",
            "newBidDeadline": "2026-03-04T09:00:00+08:00",
            "amendmentKind": "其他",
        },
    )
    assert "“更正日期”应为日期。" in errors
    assert "“更正事项”应为：采购公告、采购文件、采购结果。" in errors
    assert not any("投标截止时间" in error for error in errors)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(NoSuchRule):
        check_notice("poem", {})
