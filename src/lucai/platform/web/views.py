"""The gallery page: every component in every state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.platform.web import gallery as samples
from lucai.platform.web.pages import page


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components, for designers, tests and whoever writes a page."""
    return page(request, "web/gallery.html", samples.sample())
