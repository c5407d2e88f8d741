"""The addresses of a paper: its PDF, and beside it the same paper as sealed OFD."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from lucai.platform.files.kinds import PDF
from lucai.platform.files.views import answer
from lucai.platform.signatures.papers import sealed_ofd_of

View = Callable[..., HttpResponseBase]


def paper_paths(place: str, view: View, *, name: str) -> list[URLPattern]:
    """Return the address of a PDF and that of its OFD; who may read the one may read the other."""
    stem = name.removesuffix("pdf").rstrip("-_")
    return [
        path(f"{place}.pdf", view, name=name),
        path(f"{place}.ofd", _as_ofd(view), name=f"{stem}-ofd"),
    ]


def _as_ofd(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.OK or response["Content-Type"] != PDF.media_type:
            return response
        sealed = answer(sealed_ofd_of(_content_of(response)))
        if response.has_header("Cache-Control"):
            sealed["Cache-Control"] = response["Cache-Control"]
        return sealed

    return answered


def _content_of(response: HttpResponseBase) -> bytes:
    content = b"".join(cast("Iterable[bytes]", response))
    if isinstance(response, FileResponse) and response.file_to_stream:
        # To close the answer itself would end the request, and with it the database's connection.
        response.file_to_stream.close()
    return content
