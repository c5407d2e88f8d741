"""Pages of procurement projects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.stages.trade.projects import selectors
from lucai.stages.trade.projects.lifecycle import STATES


@require_GET
@signed_in()
def projects(request: HttpRequest) -> HttpResponse:
    """List projects."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.project_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(STATES.items()), **asked}
    return page(request, "projects/projects.html", context)


@require_GET
@signed_in()
def room(request: HttpRequest, number: str) -> HttpResponse:
    """Show the first page of a project's room."""
    found = selectors.room(viewer_of(request), number)
    return page(
        request,
        "projects/overview.html",
        {"room": found, "frame": found.frame, "names": found.names},
    )
