"""Tables of intentions as they come: what is put right, what is said, what is left to the clerk."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel.errors import InvalidInput
from lucai.platform.files.tables import table_lines
from lucai.stages.plan.intentions.reading import ImportReport, read_intentions, report_of
from tests.makers.tables import upload

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "intentions"

FULL = (
    "序号", "地区", "标题", "子序号", "采购项目名称", "采购需求概况", "预算金额(万元)",
    "拟面向中小企业预留", "预计采购时间", "备注", "Link",
)  # fmt: skip
HEADING = "示例中学2026年01月(至)06月政府采购意向"
SHORT = ("序号", "地市", "客户名称", "项目名称", "金额", "预计时间", "link")


def full(
    number: int,
    title: str = "示例录播教室",
    amount: object = "65.000000",
    month: str = "2026年03月",
    reserved: str = "是",
) -> list[object]:
    return [
        number, "山东省本级", HEADING, "1", title, "建设录播教室一间。", amount, reserved, month,
        "", "http://portal.example/1",
    ]  # fmt: skip


def moved(number: int, title: str = "示例录播教室") -> list[object]:
    """The same line with its own number missing and everything one column to the left."""
    row = full(number, title)
    return [*row[:3], *row[4:10], "", row[10]]


def short(number: int, name: str, amount: object, month: str, source: str = "a") -> list[object]:
    return [number, "山东省本级", "示例厅", name, amount, month, source]


def read(*rows: Sequence[object]) -> ImportReport:
    return read_intentions(upload(rows))


def test_the_full_table_is_read_with_amounts_turned_into_yuan() -> None:
    row = read(FULL, full(1)).rows[0]
    assert (row.number, row.unit, row.title) == (2, "示例中学", "示例录播教室")
    assert (row.amount, row.expected_month, row.sme_reserved) == ("650000", "2026-03", "yes")


def test_a_line_moved_to_the_left_is_put_back_and_said() -> None:
    report = read(FULL, moved(1))
    assert (report.rows[0].title, report.rows[0].amount) == ("示例录播教室", "650000")
    assert report.notes == ["第 2 行：整行左移了一列，已还原"]


def test_the_same_project_twice_is_merged_and_said() -> None:
    report = read(FULL, moved(1), full(2))
    assert len(report.rows) == 1
    assert "第 3 行：与第 2 行是同一个项目，已合并" in report.notes


def test_repeated_headers_and_totals_are_skipped_and_said() -> None:
    report = read(
        FULL, full(1), FULL, full(2, title="示例操场"), ["合计", "", "", "", "", "", "130"]
    )
    assert [row.title for row in report.rows] == ["示例录播教室", "示例操场"]
    assert report.notes == ["第 3 行：表头重复，已略过", "第 5 行：合计行，已略过"]


def test_demands_that_stand_above_their_projects_are_joined_in_order() -> None:
    report = read(
        SHORT,
        short(1, "采购需求概况", "拟面向中小企业预留", "备注"),
        short(2, "组织参展甲。", "是", ""),
        short(3, "组织参展乙。", "否", "示例备注"),
        short(4, "展会甲", "296.2", "2026年03月"),
        short(5, "展会乙", "30", "2026年04月"),
    )
    assert [(r.title, r.demand, r.sme_reserved) for r in report.rows] == [
        ("展会甲", "组织参展甲。", "yes"),
        ("展会乙", "组织参展乙。", ""),
    ]
    assert report.rows[1].remark == "示例备注"


def test_demands_without_as_many_projects_are_left_to_the_clerk_and_not_lost() -> None:
    report = read(
        SHORT,
        short(1, "采购需求概况", "拟面向中小企业预留", "备注"),
        short(2, "组织参展甲。", "是", ""),
        short(3, "组织参展乙。", "否", ""),
        short(4, "展会甲", "296.2", "2026年03月"),
    )
    assert [(r.title, r.demand) for r in report.rows] == [
        ("", "组织参展甲。"),
        ("", "组织参展乙。"),
        ("展会甲", ""),
    ]


def test_amounts_without_a_unit_are_taken_as_wan_and_said() -> None:
    report = read(SHORT, short(1, "展会甲", "296.2", "2026年03月"))
    assert report.rows[0].amount == "2962000"
    assert "没有写单位" in report.notes[0]


def test_amounts_in_yuan_stay_as_they_are() -> None:
    head = ["采购项目名称", "采购需求概况", "预算金额（元）", "预计采购时间"]
    report = read(head, ["示例项目", "示例需求", 650000.5, "2026-03"])
    assert report.rows[0].amount == "650000.5"


def test_an_amount_that_is_no_number_is_kept_for_the_clerk_to_see() -> None:
    assert read(FULL, full(1, amount="待定")).rows[0].amount == "待定"


def test_an_unclear_reservation_is_read_as_no_and_said() -> None:
    report = read(FULL, full(1, reserved="部分"))
    assert report.rows[0].sme_reserved == ""
    assert "部分" in report.notes[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("意向.xlsx", b"", "空的"),
        ("意向.pdf", b"%PDF-1.7", "Excel"),
        ("意向.xlsx", b"%PDF-1.7 renamed", "不符"),
        ("意向.xlsx", b"PK\x03\x04 broken", "打不开"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(
    name: str, content: bytes, said: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        read_intentions(SimpleUploadedFile(name, content))
    assert said in error.value.fields["file"]


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(InvalidInput, match="表头"):
        read(["姓名", "电话"], ["示例", "0531-00000000"])


def test_no_file_at_all_is_said() -> None:
    with pytest.raises(InvalidInput, match="请选择文件"):
        read_intentions(None)


@pytest.mark.skipif(not REAL.exists(), reason="the real tables lie beside the checkout only")
@pytest.mark.parametrize(
    ("name", "projects", "bare"),
    [
        ("shandong-2026-01-a.xlsx", 22, 0),
        ("shandong-2026-01-b.xlsx", 21, 0),
        ("shandong-2026-01-c.xlsx", 45, 24),
    ],
)
def test_the_real_tables_are_read_to_the_last_line(name: str, projects: int, bare: int) -> None:
    lines = table_lines((REAL / name).read_bytes(), field="file")
    report = report_of(lines)
    assert len(report.rows) == projects
    assert sum(not row.demand for row in report.rows) == bare
    assert all(row.title and row.amount.isdigit() and row.unit for row in report.rows)
    told = {int(n.split(" ")[1]) for n in report.notes if n.startswith("第 ")}
    assert told | {row.number for row in report.rows} == {line.number for line in lines[1:]}
