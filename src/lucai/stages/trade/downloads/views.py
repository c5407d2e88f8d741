"""Pages of obtaining tender documents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.documents.papers import published_paper
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.downloads import selectors, services
from lucai.stages.trade.projects.selectors import frame


@require_GET
@signed_in(Side.SUPPLIER)
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Show the tender document to a supplier who obtained it; offer it to others."""
    viewer = viewer_of(request)
    state = selectors.download_state(viewer, number)
    context = {
        "frame": frame(viewer, number, "download"),
        "state": state,
        "sheet": document_seen(viewer, number) if state.obtained else None,
    }
    return page(request, "downloads/document.html", context)


@require_POST
@signed_in(Side.SUPPLIER)
def obtain(request: HttpRequest, number: str) -> HttpResponse:
    """Obtain the document."""
    services.obtain_document(actor_of(request), project_number=number)
    flash(request, "已获取招标文件，获取记录在投标截止前对任何人保密。")
    return redirect("download", number)


@require_GET
@signed_in(Side.SUPPLIER)
def pdf(request: HttpRequest, number: str) -> HttpResponseBase:
    """Send the paper as it was published."""
    viewer = viewer_of(request)
    if not selectors.has_document(viewer, number):
        raise NotFound("请先获取招标文件。")
    return answer(published_paper(viewer, number))


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def downloads(request: HttpRequest, number: str) -> HttpResponse:
    """List who obtained the document, once the deadline has passed."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "downloads"),
        "lines": selectors.download_list(viewer, number),
    }
    return page(request, "downloads/downloads.html", context)
