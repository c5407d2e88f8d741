"""The portal over HTTP."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.kernel.actors import PUBLIC
from lucai.platform.web.forms import Form, read_values
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.publication.board import printing, selectors
from lucai.publication.board.hot import hot
from lucai.publication.board.wanted import (
    NoticeQuery,
    channel_choices,
    city_choices,
    number_in,
    region_choices,
)

FILTERS = ("q", "kind", "region", "since", "until", "sort")


@require_GET
@hot
def home(request: HttpRequest) -> HttpResponse:
    """Show the portal's first page."""
    context = {"home": selectors.home(PUBLIC), "cities": city_choices("/notices/")}
    return page(request, "board/home.html", context)


@require_GET
@hot
def notices(request: HttpRequest) -> HttpResponse:
    """List notices by channel, region, words and dates."""
    form, query = _asked(request)
    after = number_in(request.GET, "after")
    listing = selectors.found_page if query.words else selectors.notice_page
    context = {
        "form": form,
        "query": query,
        "found": listing(PUBLIC, query, after=after),
        "channels": channel_choices(query, "/notices/"),
        "regions": region_choices(query, "/notices/"),
    }
    return page(request, "board/notices.html", context)


@require_GET
@hot
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """Show one notice in its national format."""
    found = selectors.notice_seen(PUBLIC, code)
    room = selectors.room_of(viewer_of(request), found.project_number)
    context = {"notice": found, "room": room, "punctuality": selectors.punctuality(PUBLIC, found)}
    return page(request, "board/notice.html", context)


@require_GET
def notice_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the notice as an archival PDF with its open data inside."""
    return printing.notice_answer(request, selectors.notice_seen(PUBLIC, code))


@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """List announced projects."""
    words = request.GET.get("q", "").strip()[:80]
    found = selectors.project_list(PUBLIC, words=words, after=request.GET.get("after", ""))
    return page(request, "board/projects.html", {"found": found, "words": words})


@require_GET
@hot
def project(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole life of a project."""
    life = selectors.project_life(PUBLIC, number)
    room = selectors.room_of(viewer_of(request), number)
    return page(request, "board/project.html", {"life": life, "room": room})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find notices, projects, buyers and rules by words."""
    form, query = _asked(request)
    after = number_in(request.GET, "after")
    found = selectors.found_page(PUBLIC, query, after=after)
    context = {
        "form": form,
        "query": query,
        "words": query.q,
        "found": found,
        "similar": [] if found.items else selectors.similar(PUBLIC, query),
        "neighbours": selectors.neighbours(PUBLIC, query),
        "channels": channel_choices(query, "/search/"),
        "regions": region_choices(query, "/search/"),
    }
    return page(request, "board/search.html", context)


@require_GET
def buyer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a buyer with its notices."""
    found = selectors.buyer_seen(PUBLIC, pk, after=number_in(request.GET, "after"))
    return page(request, "board/buyer.html", {"buyer": found})


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Explain the open data, the feed and the log."""
    return page(request, "board/data.html", {"home": request.build_absolute_uri("/")})


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Say how the portal is used, and whom to ask."""
    return page(request, "board/help.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was done for those who see, hear or move otherwise, and what is missing."""
    return page(request, "board/accessibility.html")


def _asked(request: HttpRequest) -> tuple[Form[NoticeQuery], NoticeQuery]:
    """Read the filters of an address; a faulty one is named and left out of the question."""
    values = {name: request.GET[name].strip() for name in FILTERS if request.GET.get(name)}
    form = read_values(NoticeQuery, values)
    if form.data:
        return form, form.data
    sound = {name: value for name, value in values.items() if name not in form.problems}
    return form, read_values(NoticeQuery, sound).data or NoticeQuery(q=values.get("q", "")[:80])
