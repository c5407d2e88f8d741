"""Sending files out. The browser may show PDF and pictures, everything else is saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)

from lucai.platform.files import selectors
from lucai.platform.web.requests import viewer_of

INLINE = {"application/pdf", "image/png", "image/jpeg"}
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
AT_ONCE = 64 * 1024


def answer(file: selectors.FileCard) -> FileResponse:
    """Return a response with the file's content; its digest is its ETag."""
    response = FileResponse(file.path.open("rb"), content_type=file.media_type)
    _describe(response, file)
    return response


def answer_part(request: HttpRequest, file: selectors.FileCard) -> HttpResponseBase:
    """Return the file, or the one range of its bytes that a player asks for (RFC 9110 §14).

    Several ranges, a unit that is not bytes, or a range of another version: the whole file. A range
    that begins behind the end is refused with the file's length.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    version = request.headers.get("If-Range", "")
    if not asked or asked[0] == "bytes=-" or version not in ("", f'"{file.sha256}"'):
        whole = answer(file)
        whole["Accept-Ranges"] = "bytes"
        return whole
    return _part(file, *_bounds(asked[1], asked[2], file.size))


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first byte and the one behind the last; without a first, the last so many."""
    if not first:
        return max(size - int(last), 0) if int(last) else size, size
    return int(first), min(int(last) + 1, size) if last else size


def _part(file: selectors.FileCard, first: int, end: int) -> HttpResponseBase:
    if first >= end:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused["Content-Range"] = f"bytes */{file.size}"
        return refused
    response = StreamingHttpResponse(
        _bytes(file.path, first, end),
        status=HTTPStatus.PARTIAL_CONTENT,
        content_type=file.media_type,
    )
    _describe(response, file)
    response["Content-Range"] = f"bytes {first}-{end - 1}/{file.size}"
    response["Content-Length"] = str(end - first)
    response["Accept-Ranges"] = "bytes"
    return response


def _bytes(path: Path, first: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as content:
        content.seek(first)
        left = end - first
        while left and (piece := content.read(min(AT_ONCE, left))):
            left -= len(piece)
            yield piece


def _describe(response: HttpResponseBase, file: selectors.FileCard) -> None:
    disposition = "inline" if file.media_type in INLINE else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(file.name)}"
    response["ETag"] = f'"{file.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"


def file_content(request: HttpRequest, pk: int) -> FileResponse:
    """Send a public file or one of the organisation's own."""
    return answer(selectors.file_seen(viewer_of(request), pk))
