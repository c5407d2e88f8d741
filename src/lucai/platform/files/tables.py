"""Reading uploaded tables: the lines of a workbook as text, with size and shape checked first."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from lucai.kernel.errors import InvalidInput
from lucai.platform.files.kinds import MEGABYTE, TABLES, Kind, sniff

LARGEST_UPLOAD = 10 * MEGABYTE
LARGEST_UNPACKED = 100 * MEGABYTE
MOST_LINES = 2000
_HEAD = 512
_NARROWEST = 12


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of a sheet: its number as the spreadsheet program shows it, its cells as text."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[str]:
        """The cells that say something."""
        return [cell for cell in self.cells if cell]


def read_upload(
    upload: object, *, field: str, allowed: tuple[Kind, ...] = TABLES
) -> tuple[Kind, bytes]:
    """Return an uploaded file's kind and bytes.

    Raises:
        InvalidInput: none chosen, empty, too large, or not what its name says.
    """
    name, size = str(getattr(upload, "name", "")), int(getattr(upload, "size", 0) or 0)
    if not name:
        raise InvalidInput({field: "请选择文件"})
    if not size:
        raise InvalidInput({field: "文件是空的，请重新选择"})
    if size > LARGEST_UPLOAD:
        raise InvalidInput({field: f"文件超过 {LARGEST_UPLOAD // MEGABYTE} MB，请拆分后上传"})
    content: bytes = upload.read().removeprefix(b"\xef\xbb\xbf")  # type: ignore[attr-defined]
    try:
        return sniff(name, content[:_HEAD], allowed), content
    except ValueError as error:
        raise InvalidInput({field: str(error)}) from error


def table_lines(content: bytes, *, field: str) -> list[TableLine]:
    """Return the lines of a workbook's first sheet that has any; blank lines are left out.

    Raises:
        InvalidInput: it cannot be opened, is empty or too long.
    """
    for rows in _sheets(content, field):
        lines = [TableLine(n, tuple(map(_text, row))) for n, row in enumerate(rows, start=1)]
        filled = [line for line in lines if line.filled]
        if len(filled) > MOST_LINES:
            raise InvalidInput({field: f"表格超过 {MOST_LINES} 行，请拆分后上传"})
        if filled:
            return filled
    raise InvalidInput({field: "表格里没有内容"})


def empty_workbook(titles: Sequence[str]) -> bytes:
    """Return an .xlsx table with a bold line of titles, to be filled in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "bottom": 1})
        for place, title in enumerate(titles):
            sheet.write(0, place, title, bold)
            sheet.set_column(place, place, max(_NARROWEST, 2 * len(title)))
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _sheets(content: bytes, field: str) -> list[Sequence[Sequence[object]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise InvalidInput({field: "表格展开后过大，请删除多余内容后上传"})
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        ]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        text = "文件打不开：可能已加密或损坏，请另存为 .xlsx 后重新上传"
        raise InvalidInput({field: text}) from error


def _text(value: object) -> str:
    """Write a cell as it was typed: whole numbers without a point, days as ISO days."""
    if isinstance(value, datetime):
        whole = value.replace(hour=0, minute=0, second=0, microsecond=0) == value
        return value.date().isoformat() if whole else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return (
            f"{number.to_integral_value():f}"
            if number == number.to_integral_value()
            else f"{number:f}"
        )
    return str(value).strip()
