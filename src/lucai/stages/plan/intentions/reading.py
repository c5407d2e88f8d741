"""Reading tables of intentions as units and the public portal write them.

Three shapes occur, also mixed in one file: the full table with one line a project; the same
line moved one column to the left where a hidden number is missing; and the short table in
which the demand stands in lines of its own above the projects. What can be put right without
guessing is put right and said; the rest is left to the clerk, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from lucai.kernel import money
from lucai.kernel.errors import InvalidInput
from lucai.law.wording import plain
from lucai.platform.files.tables import TableLine, empty_workbook, read_upload, table_lines

FILE = "file"
YES_OR_NO = {"是": "yes", "否": ""}
TOTALS = ("合计", "总计", "小计")

# Title of a column (without its unit) → what it holds.
COLUMNS = {
    "采购项目名称": "title",
    "项目名称": "title",
    "采购需求概况": "demand",
    "预算金额": "amount",
    "金额": "amount",
    "拟面向中小企业预留": "sme_reserved",
    "是否专门面向中小企业采购": "sme_reserved",
    "预计采购时间": "expected_month",
    "预计时间": "expected_month",
    "备注": "remark",
    "标题": "heading",
    "客户名称": "unit",
    "采购单位": "unit",
    "子序号": "ordinal",
    "link": "source",
}
_UNIT = re.compile(r"^(.+?)\d{4}年\d{1,2}月")
_MONTH = re.compile(r"^(\d{4})年(\d{1,2})月$")


TEMPLATE = (
    "序号", "采购项目名称", "采购需求概况", "预算金额（万元）", "拟面向中小企业预留", "预计采购时间", "备注",
)  # fmt: skip


def empty_table() -> bytes:
    """Return an empty .xlsx table with the titles of the official form."""
    return empty_workbook(TEMPLATE)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One project as read: its line in the table and its cells as text; the amount in 元."""

    number: int
    unit: str
    title: str = ""
    demand: str = ""
    amount: str = ""
    expected_month: str = ""
    sme_reserved: str = ""
    remark: str = ""
    source: str = ""

    @property
    def same(self) -> tuple[str, ...]:
        """What makes two lines one project."""
        return (self.unit, self.title, self.demand, self.amount, self.expected_month)


@dataclass(slots=True)
class ImportReport:
    """A table as read: its projects, what was put right, and the units it names."""

    rows: list[ReadLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def units(self) -> dict[str, int]:
        """Unit → number of projects, as the table names them."""
        found: dict[str, int] = {}
        for row in self.rows:
            if row.unit:
                found[row.unit] = found.get(row.unit, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class _Head:
    """A header line: place → what it holds, and what one unit of its amounts is in 元."""

    places: Mapping[int, str]
    factor: int

    def place(self, name: str) -> int | None:
        return next((place for place, held in self.places.items() if held == name), None)

    def cell(self, line: TableLine, name: str, moved: int = 0) -> str:
        place = self.place(name)
        if place is None or place - moved >= len(line.cells):
            return ""
        return line.cells[place - moved]


def read_intentions(upload: object) -> ImportReport:
    """Read an uploaded .xlsx table.

    Raises:
        InvalidInput: the file itself cannot be read, or holds no intentions (at ``file``).
    """
    _, content = read_upload(upload, field=FILE)
    return report_of(table_lines(content, field=FILE))


def report_of(lines: Sequence[TableLine]) -> ImportReport:
    """Read the lines of a table.

    Raises:
        InvalidInput: no header was found, or nothing stands below it.
    """
    start = next((n for n, line in enumerate(lines) if _is_head(line)), None)
    if start is None:
        text = "没有找到表头：应有“采购项目名称”“预算金额”等列，可下载模板对照"
        raise InvalidInput({FILE: text})
    report = ImportReport()
    head = _head(lines[start], report.notes)
    found = _Reader(head, report.notes).read(lines[start + 1 :])
    report.rows = _without_repeats(found, report.notes)
    if not report.rows:
        raise InvalidInput({FILE: "表头下面没有采购项目"})
    return report


def _is_head(line: TableLine) -> bool:
    return {"title", "amount"} <= {COLUMNS.get(_plain(cell)) for cell in line.cells}


def _plain(title: str) -> str:
    return re.split(r"[（(]", title)[0].strip()


def _head(line: TableLine, notes: list[str]) -> _Head:
    places: dict[int, str] = {}
    for place, title in enumerate(line.cells):
        held = COLUMNS.get(_plain(title))
        if held and held not in places.values():
            places[place] = held
    amount = next(title for title in line.cells if COLUMNS.get(_plain(title)) == "amount")
    if "元" not in amount:
        notes.append(f"“{amount}”列没有写单位，按公开平台的习惯以万元读取，请核对")
    in_yuan = "元" in amount and "万元" not in amount
    return _Head(places, 1 if in_yuan else money.YUAN_PER_WAN)


@dataclass(slots=True)
class _Reader:
    """Goes down the lines below a header and says what it did with those that are odd."""

    head: _Head
    notes: list[str]
    projects: list[ReadLine] = field(default_factory=list)
    demands: list[ReadLine] = field(default_factory=list)

    def read(self, lines: Sequence[TableLine]) -> list[ReadLine]:
        for line in lines:
            if reason := self._skipped(line):
                self.notes.append(f"第 {line.number} 行：{reason}，已略过")
            elif self._is_demand(line):
                self.demands.append(self._demand(line))
            else:
                self.projects.append(self._project(line))
        return self._joined()

    def _skipped(self, line: TableLine) -> str:
        if any(cell.replace(" ", "").rstrip("：:") in TOTALS for cell in line.cells):
            return "合计行"
        title = _plain(self.head.cell(line, "title"))
        return "表头重复" if title in COLUMNS else ""

    def _is_demand(self, line: TableLine) -> bool:
        """A line of the short table that says what is wanted and whether it is reserved."""
        return self.head.place("demand") is None and self.head.cell(line, "amount") in YES_OR_NO

    def _demand(self, line: TableLine) -> ReadLine:
        return ReadLine(
            number=line.number,
            unit=self._unit(line),
            demand=self.head.cell(line, "title"),
            sme_reserved=YES_OR_NO[self.head.cell(line, "amount")],
            remark=self.head.cell(line, "expected_month"),
            source=self.head.cell(line, "source"),
        )

    def _project(self, line: TableLine) -> ReadLine:
        moved = self._moved(line)
        if moved:
            self.notes.append(f"第 {line.number} 行：整行左移了一列，已还原")
        amount = self.head.cell(line, "amount", moved)
        reserved = self._reserved(line, moved)
        return ReadLine(
            number=line.number,
            unit=self._unit(line),
            title=self.head.cell(line, "title", moved),
            demand=self.head.cell(line, "demand", moved),
            amount=_in_yuan(amount, self.head.factor),
            expected_month=_month(self.head.cell(line, "expected_month", moved)),
            sme_reserved=reserved,
            remark=self.head.cell(line, "remark", moved),
            source=self.head.cell(line, "source"),
        )

    def _reserved(self, line: TableLine, moved: int) -> str:
        said = self.head.cell(line, "sme_reserved", moved)
        if said and said not in YES_OR_NO:
            text = f"第 {line.number} 行：是否预留写的是“{said}”，按“否”读取，请核对"
            self.notes.append(text)
        return YES_OR_NO.get(said, "")

    def _moved(self, line: TableLine) -> int:
        """Say whether everything after the line's own number stands one column too far left."""
        ordinal = self.head.cell(line, "ordinal")
        reserved_too_early = self.head.cell(line, "amount") in YES_OR_NO
        return int(bool(ordinal) and not ordinal.isdigit() and reserved_too_early)

    def _unit(self, line: TableLine) -> str:
        named = _UNIT.match(self.head.cell(line, "heading"))
        return named[1] if named else self.head.cell(line, "unit")

    def _joined(self) -> list[ReadLine]:
        """Give each demand to its project: in order, where an announcement has as many of both."""
        joined = {row.number: row for row in self.projects}
        for key in dict.fromkeys((d.unit, d.source) for d in self.demands):
            demands = [d for d in self.demands if (d.unit, d.source) == key]
            bare = [p for p in self.projects if (p.unit, p.source) == key and not p.demand]
            if len(bare) != len(demands):
                joined |= {d.number: d for d in demands}
                continue
            for demand, project in zip(demands, bare, strict=True):
                joined[project.number] = self._join(demand, project)
        return [joined[number] for number in sorted(joined)]

    def _join(self, demand: ReadLine, project: ReadLine) -> ReadLine:
        self.notes.append(
            f"第 {demand.number} 行：是第 {project.number} 行“{project.title}”的需求概况，已并入"
        )
        return replace(
            project,
            demand=demand.demand,
            sme_reserved=demand.sme_reserved,
            remark=project.remark or demand.remark,
        )


def _without_repeats(rows: Sequence[ReadLine], notes: list[str]) -> list[ReadLine]:
    first: dict[tuple[str, ...], ReadLine] = {}
    for row in rows:
        known = first.setdefault(row.same, row)
        if known is not row:
            notes.append(f"第 {row.number} 行：与第 {known.number} 行是同一个项目，已合并")
    return list(first.values())


def _in_yuan(text: str, factor: int) -> str:
    """Turn an amount into 元; what is no number stays as it is, to be refused at its line."""
    try:
        amount = Decimal(text.replace(",", "").replace("，", "").removesuffix("万元"))
    except InvalidOperation:
        return text
    return plain(amount * factor) if amount.is_finite() else text


def _month(text: str) -> str:
    found = _MONTH.match(text)
    return f"{found[1]}-{int(found[2]):02}" if found else text
