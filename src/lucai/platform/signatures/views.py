"""The timestamp authority over HTTP (RFC 3161 §3.4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lucai.kernel import clock
from lucai.platform.signatures.timestamps import LONGEST_REQUEST, answer

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"


@csrf_exempt  # a client is no browser, and a forged request gains nothing: a token names nobody
@require_POST
def timestamp(request: HttpRequest) -> HttpResponse:
    """Answer a request for a timestamp."""
    if request.content_type != QUERY:
        return HttpResponse(f"需要 {QUERY}", status=415, content_type="text/plain; charset=utf-8")
    return HttpResponse(answer(request.read(LONGEST_REQUEST + 1), clock.now()), content_type=REPLY)
