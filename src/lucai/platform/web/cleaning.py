"""What nobody types: the NUL character, which PostgreSQL's text cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NUL = "\0"


def without_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Read addresses and forms as if a NUL in them had not been sent; a path has none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.path:
            raise Http404
        if NUL in unquote(request.META.get("QUERY_STRING", "")):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and _has_nul(request.POST):
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _has_nul(values: QueryDict) -> bool:
    return any(NUL in text for _, texts in values.lists() for text in texts)


def _cleaned(values: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, texts in values.lists():
        kept.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in texts])
    return kept
