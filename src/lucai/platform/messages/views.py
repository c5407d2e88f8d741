"""The inbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from lucai.platform.messages import selectors, services
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import page
from lucai.platform.web.requests import actor_of, viewer_of


@require_GET
@signed_in()
def inbox(request: HttpRequest) -> HttpResponse:
    """Show messages, newest first."""
    before = request.GET.get("before", "0")
    lines, following = selectors.message_page(
        viewer_of(request), before=int(before) if before.isdigit() else 0
    )
    return page(request, "messages/inbox.html", {"lines": lines, "following": following})


@require_POST
@signed_in()
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything shown as read."""
    up_to = request.POST.get("up_to", "")
    services.mark_read(actor_of(request), up_to=int(up_to) if up_to.isdigit() else 0)
    return redirect("inbox")
