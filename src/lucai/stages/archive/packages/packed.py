"""Sending one file out of a package without unpacking it."""

from __future__ import annotations

import mimetypes
import zipfile
from pathlib import PurePosixPath
from urllib.parse import quote

from django.http import FileResponse

from lucai.platform.files.views import INLINE
from lucai.stages.archive.packages.zipped import PackedFile

TEXTS = {".json", ".jsonl", ".csv", ".txt", ".xml"}


def answer_packed(file: PackedFile) -> FileResponse:
    """Stream a file out of the ZIP; the browser shows PDF, pictures and plain text."""
    name = PurePosixPath(file.path).name
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if PurePosixPath(name).suffix.lower() in TEXTS:
        kind = "text/plain; charset=utf-8"
    shown = kind in INLINE or kind.startswith("text/plain")
    package = zipfile.ZipFile(file.package)
    response = FileResponse(package.open(file.entry), content_type=kind)
    response["Content-Length"] = str(file.size)
    how = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
