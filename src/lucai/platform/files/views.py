"""Sending files out. The browser may show PDF and pictures, everything else is saved."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, HttpRequest

from lucai.platform.files import selectors
from lucai.platform.web.requests import viewer_of

INLINE = {"application/pdf", "image/png", "image/jpeg"}


def answer(file: selectors.FileCard) -> FileResponse:
    """Return a response with the file's content; its digest is its ETag."""
    response = FileResponse(file.path.open("rb"), content_type=file.media_type)
    disposition = "inline" if file.media_type in INLINE else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(file.name)}"
    response["ETag"] = f'"{file.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_content(request: HttpRequest, pk: int) -> FileResponse:
    """Send a public file or one of the organisation's own."""
    return answer(selectors.file_seen(viewer_of(request), pk))
