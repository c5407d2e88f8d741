"""Small workbooks in the layouts that units and portals really use."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Return an .xlsx file with these rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def upload(rows: Sequence[Sequence[object]], name: str = "示例.xlsx") -> SimpleUploadedFile:
    """Return an uploaded .xlsx file with these rows."""
    return SimpleUploadedFile(name, workbook(rows), content_type=XLSX)
