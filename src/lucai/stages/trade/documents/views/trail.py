"""How a document differs from its template, who changed what, and its editions."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from lucai.kernel.actors import Side
from lucai.kernel.differences import marked
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.documents import papers, selectors
from lucai.stages.trade.documents.selectors.trail import KINDS
from lucai.stages.trade.documents.views.leads import FOLLOWERS
from lucai.stages.trade.projects.selectors import frame

READERS = (*FOLLOWERS, Side.SUPPLIER, Side.EXPERT)
TABS = {Side.SUPPLIER: "clarifications"}
"""Under which tab a side reaches the editions, where it is not the document's."""
SIDES = [(Side.AGENCY.value, "采购代理机构"), (Side.BUYER.value, "采购人")]


@require_GET
@signed_in(*FOLLOWERS)
def differing(request: HttpRequest, number: str) -> HttpResponse:
    """Put every clause that differs beside the template's, with its reason and who wrote it."""
    viewer = viewer_of(request)
    sheet = selectors.document_seen(viewer, number)
    newest = selectors.newest_changes(viewer, number)
    rows = [
        (line, marked(line.template, line.text), newest.get(f"clause:{line.id}"))
        for line in sheet.differing
    ]
    gone = [(line, newest.get(f"clause:{line.id}")) for line in sheet.left]
    taken = [c for chapter in sheet.chapters for c in chapter.clauses if c.origin == "library"]
    context = {
        "frame": frame(viewer, number, "document"),
        "sheet": sheet,
        "rows": rows,
        "gone": gone,
        "taken": taken,
        "total": sum(len(chapter.clauses) for chapter in sheet.chapters),
    }
    return page(request, "documents_trade/differences.html", context)


@require_GET
@signed_in(*FOLLOWERS)
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """List who changed what and when."""
    viewer = viewer_of(request)
    kind, side = request.GET.get("kind", ""), request.GET.get("side", "")
    found = selectors.change_page(
        viewer, number, kind=kind, side=side, after=request.GET.get("after", "")
    )
    chosen = urlencode({"kind": kind, "side": side})
    context = {
        "frame": frame(viewer, number, "document"),
        "found": found,
        "chosen": chosen,
        "filtered": bool(kind or side),
        "filters": [
            FormField("kind", "办理", kind="select", value=kind, choices=list(KINDS.items())),
            FormField("side", "由谁", kind="select", value=side, choices=SIDES),
        ],
    }
    return page(request, "documents_trade/changes.html", context)


@require_GET
@signed_in(*FOLLOWERS)
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """Show the need, its survey and its reviews, as they are kept with the plan (GP-DEM-08)."""
    viewer = viewer_of(request)
    card = selectors.document_card(viewer, number)
    found = frame(viewer, number, "document")
    context = {
        "frame": found,
        "card": card,
        "plan": plan_seen(viewer, found.card.plan_number),
    }
    return page(request, "documents_trade/demand.html", context)


@require_GET
@signed_in(*READERS)
def editions(request: HttpRequest, number: str) -> HttpResponse:
    """List the editions of a published document."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, TABS.get(viewer.side, "document")),
        "rows": selectors.edition_list(viewer, number),
    }
    return page(request, "documents_trade/editions.html", context)


@require_GET
@signed_in(*READERS)
def edition(request: HttpRequest, number: str, edition: int) -> HttpResponse:
    """Show what an edition changed."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, TABS.get(viewer.side, "document")),
        "sheet": selectors.edition_seen(viewer, number, edition),
    }
    return page(request, "documents_trade/edition.html", context)


@require_GET
@signed_in(*READERS)
def paper(request: HttpRequest, number: str, edition: int) -> HttpResponseBase:
    """Send an edition's paper, signed."""
    return answer(papers.edition_paper(viewer_of(request), number, edition))
