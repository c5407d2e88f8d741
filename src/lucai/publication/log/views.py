"""The log over HTTP."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from lucai.platform.web.requests import viewer_of
from lucai.publication.log import selectors

FOREVER = "public, max-age=31536000, immutable"


@require_GET
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Answer the signed checkpoint."""
    text = selectors.checkpoint_text(viewer_of(request))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
def tile(request: HttpRequest, path: str) -> FileResponse:
    """Answer one tile; full and partial tiles never change."""
    found = selectors.tile_path(viewer_of(request), f"tile/{path}")
    answer = FileResponse(found.open("rb"), content_type="application/octet-stream")
    answer["Cache-Control"] = FOREVER
    return answer


@require_GET
def feed(request: HttpRequest) -> JsonResponse:
    """Answer public entries from ``?from=`` on; ``next`` is where to go on."""
    start = request.GET.get("from", "")
    body = selectors.feed(viewer_of(request), start=int(start) if start.isdigit() else 0)
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
