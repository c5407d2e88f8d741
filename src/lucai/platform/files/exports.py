"""Tables that people take away: the same lines as CSV or as an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from lucai.kernel import clock
from lucai.platform.files.kinds import CSV, XLSX

MOST_EXPORTED = 20_000
Cell = str | int | float | date | datetime | None
_BOM = "\ufeff"
_WIDEST, _NARROWEST = 60, 12


def table_answer(
    kind: str, name: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """Answer with a table as a file; ``kind`` is ``csv`` or ``xlsx``, ``name`` has no ending."""
    made = XLSX if kind == "xlsx" else CSV
    content = workbook(titles, rows) if kind == "xlsx" else csv_text(titles, rows)
    response = HttpResponse(content, content_type=made.media_type)
    file_name = quote(f"{name}{made.extensions[0]}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    response["Cache-Control"] = "private, no-store"
    return response


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV that spreadsheet programs open as UTF-8; formulas are text."""
    out = io.StringIO(_BOM, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(titles)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def workbook(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return an .xlsx with a bold, frozen line of titles; numbers stay numbers."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "bottom": 1})
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
            sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, 2 * len(title))))
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, place: int, cell: Cell) -> None:
    if isinstance(cell, int | float):
        sheet.write_number(line, place, cell)
    elif cell is not None:
        sheet.write_string(line, place, _shown(cell))


def _shown(cell: str | date | datetime) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else cell


def _harmless(cell: Cell) -> str | int | float:
    """Write a cell as text that no spreadsheet program takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return cell
    text = _shown(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
