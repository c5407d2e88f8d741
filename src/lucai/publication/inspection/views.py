"""The page on which anybody checks a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from lucai.platform.web.forms import filled
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.publication.inspection import selectors
from lucai.publication.inspection.schemas import FILE, FileIn


@csrf_exempt  # nothing is changed or kept, and a token would put a cookie on a public page
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Ask for a file; judge it when it comes."""
    form, results = filled(FileIn), []
    if request.method == "POST":
        form.data = FileIn()
        upload = request.FILES.get(FILE)
        form.attempt(lambda: results.append(selectors.inspected(viewer_of(request), upload)))
    context = {"form": form, "result": next(iter(results), None)}
    return page(request, "inspection/verify.html", context, status=form.status)


@require_GET
def proof(request: HttpRequest, sha256: str) -> HttpResponse:
    """Send the proof that a file's digests are in the log."""
    found = selectors.proof_of(viewer_of(request), sha256)
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"log-proof-{sha256[:12]}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def verify_receivable(request: HttpRequest) -> HttpResponse:
    """Check a confirmed receivable by its number and one of its digests."""
    asked = {name: request.GET.get(name, "").strip() for name in ("number", "digest")}
    found = selectors.receivable(viewer_of(request), **asked)
    context = {"found": found, "tried": any(asked.values()), **asked}
    return page(request, "inspection/receivable.html", context)
