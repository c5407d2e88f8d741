"""Reading files of budget indicators: the finance department's table, and the interface's JSON.

A file is read as a whole: every faulty line is named with its column and reason, and nothing
is taken in while there is one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pydantic import ValidationError

from lucai.kernel import money
from lucai.kernel.errors import InvalidInput
from lucai.law.wording import plain
from lucai.platform.files.kinds import JSON, XLSX
from lucai.platform.files.tables import TableLine, empty_workbook, read_upload, table_lines
from lucai.platform.web.wording import sentence
from lucai.stages.budget.indicators.schemas import IndicatorIn

FILE = "file"

# Title of a column → name in IndicatorIn; the titles are those of the downloadable table.
COLUMNS = {
    "指标编号": "code",
    "指标名称": "name",
    "预算年度": "fiscal_year",
    "预算单位统一社会信用代码": "buyer_uscc",
    "资金性质": "fund_type",
    "指标金额": "amount",
    "面向中小企业预留": "sme_reserve",
    "支出功能分类": "function_classification",
    "经济分类": "economic_classification",
}
# Logical names of the budget system's table BA_BGT_INFO → names of our interface.
OFFICIAL = {
    "BGT_ID": "code",
    "BGT_DOC_TITLE": "name",
    "FISCAL_YEAR": "fiscalYear",
    "AGENCY_CODE": "buyerUscc",
    "FUND_TYPE_CODE": "fundType",
    "AMOUNT": "amount",
    "EXP_FUNC_CODE": "functionClassification",
    "GOV_BGT_ECO_CODE": "economicClassification",
}
FUND_TYPES = {"111": "一般公共预算资金", "121": "政府性基金预算资金"}
DELETED = "1"
AMOUNTS = ("amount", "sme_reserve")
LABELS = {name: title for title, name in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one cell: where it stands, what it says, why it cannot be taken."""

    number: int
    column: str
    found: str
    message: str


@dataclass(slots=True)
class IndicatorReport:
    """A file as read: the lines that are right, the numbers they have in the file, the faults."""

    lines: list[IndicatorIn] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)

    count: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything can be taken in."""
        return bool(self.lines) and not self.problems

    @property
    def faulty(self) -> int:
        """How many lines have a fault."""
        return len({problem.number for problem in self.problems})

    def locate(self, error: InvalidInput) -> None:
        """Add what the service refused, at the lines of the file."""
        for name, message in error.fields.items():
            _, index, column = name.split(".")
            line = self.lines[int(index)]
            found = line.model_dump().get(column, "")
            self.problems.append(
                LineProblem(self.numbers[int(index)], LABELS[column], str(found), message)
            )
        self.problems.sort(key=lambda problem: problem.number)


def read_indicators(upload: object) -> IndicatorReport:
    """Read an uploaded table (.xlsx) or interface file (.json).

    Raises:
        InvalidInput: the file itself cannot be read (message at ``file``).
    """
    kind, content = read_upload(upload, field=FILE, allowed=(XLSX, JSON))
    rows = _json_rows(content) if kind is JSON else _table_rows(content)
    report = IndicatorReport(count=len(rows))
    for number, row in rows:
        _read_row(report, number, row)
    if not report.lines and not report.problems:
        raise InvalidInput({FILE: "文件里没有指标"})
    return report


def empty_table() -> bytes:
    """Return an empty .xlsx table with the titles this module reads, amounts in 元."""
    titles = [f"{title}（元）" if name in AMOUNTS else title for title, name in COLUMNS.items()]
    return empty_workbook(titles)


def _read_row(report: IndicatorReport, number: int, row: Mapping[str, object]) -> None:
    try:
        line = IndicatorIn.model_validate(row)
    except ValidationError as error:
        report.problems += [_problem(number, row, found) for found in error.errors()]
        return
    report.lines.append(line)
    report.numbers.append(number)


def _problem(number: int, row: Mapping[str, object], found: object) -> LineProblem:
    place = str(found["loc"][0])  # type: ignore[index]
    fields = IndicatorIn.model_fields
    name = next((n for n, f in fields.items() if place in {n, f.alias}), place)
    value = row.get(place, row.get(name, ""))
    return LineProblem(number, LABELS.get(name, name), str(value), sentence(found))


def _table_rows(content: bytes) -> list[tuple[int, dict[str, object]]]:
    lines = table_lines(content, field=FILE)
    head = next((line for line in lines if "指标编号" in line.cells), None)
    if head is None:
        raise InvalidInput({FILE: "没有找到表头：应有“指标编号”等列，可下载模板对照"})
    columns, wan = _columns(head)
    missing = [LABELS[name] for name in ("code", "name", "amount") if name not in columns.values()]
    if missing:
        raise InvalidInput({FILE: f"表头缺少：{'、'.join(missing)}"})
    below = (line for line in lines if line.number > head.number)
    return [(line.number, _cells(line, columns, wan)) for line in below if not _is_total(line)]


def _columns(head: TableLine) -> tuple[dict[int, str], frozenset[str]]:
    """Return place → name, and the amounts whose title says 万元."""
    found: dict[int, str] = {}
    wan = set()
    for place, title in enumerate(head.cells):
        plain = title.split("（")[0].split("(")[0].removeprefix("其中：").strip()
        if plain in COLUMNS:
            found[place] = COLUMNS[plain]
            if "万元" in title:
                wan.add(COLUMNS[plain])
    return found, frozenset(wan)


def _cells(line: TableLine, columns: Mapping[int, str], wan: frozenset[str]) -> dict[str, object]:
    cells = {name: line.cells[place] for place, name in columns.items() if place < len(line.cells)}
    shown: dict[str, object] = {name: text for name, text in cells.items() if text}
    for name in wan & shown.keys():
        shown[name] = in_yuan(str(shown[name]))
    return shown


def in_yuan(text: str) -> str:
    """Turn an amount in 万元 into one in 元; what is no number stays as it is, to be refused."""
    try:
        return plain(Decimal(text.replace(",", "").removesuffix("万元")) * money.YUAN_PER_WAN)
    except InvalidOperation:
        return text


def _is_total(line: TableLine) -> bool:
    return any(cell.replace(" ", "") in {"合计", "总计", "小计"} for cell in line.cells)


def _json_rows(content: bytes) -> list[tuple[int, dict[str, object]]]:
    """Read numbers as they are written: an amount never passes through a binary fraction."""
    try:
        # No text of a budget holds a NUL, and PostgreSQL could not keep it.
        plain = content.replace(rb"\u0000", b"")
        found = json.loads(plain, parse_float=str, parse_int=str, parse_constant=str)
    except ValueError as error:
        raise InvalidInput({FILE: "JSON 格式不正确，请让对接系统重新导出"}) from error
    rows = found.get("indicators") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidInput({FILE: "JSON 里应有指标列表 indicators"})
    kept = ((number, row) for number, row in enumerate(rows, start=1))
    return [(n, _named(row)) for n, row in kept if row.get("IS_DELETED") != DELETED]


def _named(row: Mapping[str, object]) -> dict[str, object]:
    """Give official names the names of our interface."""
    named = {OFFICIAL.get(key, key): value for key, value in row.items()}
    fund = str(named.get("fundType", ""))
    return {**named, "fundType": FUND_TYPES.get(fund, fund)} if fund else named
