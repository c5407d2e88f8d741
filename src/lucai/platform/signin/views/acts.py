"""The question behind an act that a certificate signs; and what was signed, to read again."""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from lucai.platform.pki import evidence
from lucai.platform.signin import acts
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of


@require_POST
@signed_in()
def question(request: HttpRequest) -> JsonResponse:
    """Ask for a signature over the statement that the page shows."""
    statement = acts.Statement.unpacked(request.POST.get("act_statement", ""))
    return JsonResponse({"message": base64.b64encode(acts.ask(request, statement)).decode()})


@require_GET
@signed_in()
def signed(request: HttpRequest) -> HttpResponse:
    """List what the viewer's certificates signed, newest first."""
    found = evidence.signed_page(viewer_of(request), after=request.GET.get("after", ""))
    return page(request, "signin/signed.html", {"found": found})


@require_GET
@signed_in()
def signed_one(request: HttpRequest, digest: str) -> HttpResponse:
    """Show one signed statement with its certificate."""
    one = evidence.signed_seen(viewer_of(request), digest)
    return page(request, "signin/signed_one.html", {"one": one})
