"""A price table from Excel enters as a whole or not at all, and every fault is named by its cell."""

import io
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.frontend.engines import Engine

ITEMS = [
    {"place": 0, "name": "台式计算机", "quantity": "40", "unit": "台"},
    {"place": 1, "name": "显示器＆支架", "quantity": "40", "unit": "套"},
]
HEAD = ["序号", "名称", "数量", "品牌", "规格型号", "单价（元）"]
FIRST = [1, "台式计算机", 40, "示例泉", "Q1", 4599.9]
SECOND = [2, "显示器＆支架", 40, "示例山", "S<1>", "1,200.00"]


def book(*rows: list[Any], sheets: tuple[str, ...] = ("分项报价",), merge: str = "") -> str:
    """Return a workbook of Excel's own kind; the last of its sheets holds the rows."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as made:
        pages = [made.add_worksheet(name) for name in sheets]
        for at, row in enumerate(rows):
            pages[-1].write_row(at, 0, row)
        if merge:
            pages[-1].merge_range(merge, "示例泉")
    return into.getvalue().hex()


def read(engine: Engine, workbook: str) -> Any:
    return engine.call("priceTable", {"workbook": workbook, "items": ITEMS})


def test_a_table_is_read_by_its_headings_with_title_and_sum_around_it(node_engine: Engine) -> None:
    found = read(
        node_engine,
        book(["示例公司分项报价表"], [], HEAD, SECOND, FIRST, ["合计", "", "", "", "", "=1"]),
    )
    assert found["problems"] == []
    assert found["values"]["0"] == {"brand": "示例泉", "model": "Q1", "unit_price": "4599.9"}
    assert found["values"]["1"]["model"] == "S<1>"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([1, "台式计算机", 40, "", "", "=4000*1.15"], "F2 是公式（=4000*1.15）"),
        ([1, "台式计算机", 40, "", "", "1.38万"], "F2 “1.38万”带有“万”或“亿”"),
        ([1, "台式计算机", 40, "", "", -5], "F2 “-5”是负数"),
        (
            [1, "台式计算机", 40, "", "", "12345678901234567890"],
            "F2 “12345678901234567890”数字过大",
        ),
        ([1, "台式计算机", 40, "", "", 1.005], "F2 “1.005”超过两位小数"),
        ([1, "台式计算机", 40, "", "", ""], "F2 没有填写“台式计算机”的单价"),
        ([1, "台式计算机", 39, "", "", 5], "C2 数量是 39，采购文件要求 40 台"),
        ([3, "打印机", 1, "", "", 5], "B2 “打印机”不在本包的清单里"),
        ([2, "台式计算机", 40, "", "", 5], "B2 写的是“台式计算机”，清单第 2 项是“显示器＆支架”"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_is_taken(
    node_engine: Engine, row: list[Any], said: str
) -> None:
    found = read(node_engine, book(HEAD, row, SECOND))
    assert found["values"] == {}
    assert any(problem.startswith(said) for problem in found["problems"]), found["problems"]


def test_merged_cells_wrong_sheets_and_other_files_are_refused_in_words(
    node_engine: Engine,
) -> None:
    merged = read(node_engine, book(HEAD, FIRST, SECOND, merge="D2:D3"))
    assert "D2:D3 是合并单元格" in merged["problems"][0]
    sheets = read(node_engine, book(HEAD, FIRST, sheets=("封面", "Sheet1")))
    assert sheets["problems"] == [
        "没有名为“分项报价”的工作表，这份文件里有 “封面”、“Sheet1”。请把报价表的工作表改名为“分项报价”。"
    ]
    with pytest.raises(Exception, match=r"不是 Excel 工作簿"):
        read(node_engine, b"%PDF-1.7".hex())
    missing = read(node_engine, book(HEAD, FIRST))
    assert missing["problems"] == ["缺少第 2 项“显示器＆支架”。"]


def test_rows_are_pasted_with_headings_or_from_where_the_cursor_is(node_engine: Engine) -> None:
    def paste(text: str, field: str = "brand", place: int = 0) -> Any:
        given = {"text": text, "place": place, "field": field, "items": ITEMS}
        return node_engine.call("pricesPasted", given)

    table = paste("名称\t单价\n台式计算机\t4500\n显示器＆支架\t1200\n")
    assert [one["unit_price"] for one in table["values"].values()] == ["4500", "1200"]
    below = paste("S1\t5000\nS2\t900", field="model")
    assert below["values"] == {
        "0": {"model": "S1", "unit_price": "5000"},
        "1": {"model": "S2", "unit_price": "900"},
    }
    assert paste("1\n2\n3", field="unit_price")["problems"] == [
        "粘贴的第 3 行超出清单，清单共 2 项。"
    ]


def test_the_template_is_a_workbook_that_excel_reads(node_engine: Engine) -> None:
    made = bytes.fromhex(node_engine.call("priceTemplate", {"items": ITEMS}))
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("分项报价").to_python()
    )
    assert rows[0][-1] == "单价（元）"
    assert rows[2][1] == "显示器＆支架"
