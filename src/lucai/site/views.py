"""The pages that look over all modules: health, time, workbench, gallery."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.platform.duties import selectors as duty_selectors
from lucai.platform.duties.gathering import LOOKED_AT, gathered
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.site import gallery as components
from lucai.site import workbench

SHOWN = 100
"""So many lines of the list of to-dos."""


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the site answers and its database too."""
    del request
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})


@require_GET
def server_time(request: HttpRequest) -> JsonResponse:
    """Tell the server's clock, for the offset shown in the page's corner."""
    del request
    return JsonResponse({"now": int(clock.now().timestamp() * 1000)})


@require_GET
@signed_in()
def desk(request: HttpRequest) -> HttpResponse:
    """Show the workbench: the nearest event, what to do by legal urgency, figures, projects."""
    return page(request, "web/workbench.html", workbench.gather(viewer_of(request)))


@require_GET
@signed_in()
def duties(request: HttpRequest) -> HttpResponse:
    """Show all to-dos, or those of one kind in one procurement each by itself."""
    viewer, kind = viewer_of(request), request.GET.get("kind", "")
    words = request.GET.get("q", "").strip()
    if kind:
        alike = duty_selectors.duties_alike(viewer, request.GET.get("project", ""), kind)
        return page(request, "site/duties_alike.html", {"duties": alike})
    lines = gathered(duty_selectors.duty_list(viewer, limit=LOOKED_AT, words=words))
    return page(request, "site/duties.html", {"duties": lines[:SHOWN], "words": words})


@require_GET
@signed_in(Side.SUPERVISOR)
def overdue(request: HttpRequest) -> HttpResponse:
    """Show what was not done in time in the region, the longest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "after")}
    filters = [FormField("words", "项目或事项", value=asked["words"])]
    found = overdue_page(viewer_of(request), **asked)
    return page(request, "site/overdue.html", {"found": found, "filters": filters, **asked})


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states."""
    return page(request, "web/gallery.html", components.sample())
