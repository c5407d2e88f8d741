"""Open data over HTTP: packages paged by ``links.next``, records, the package of a project."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from lucai.kernel import clock, ocds
from lucai.platform.records.paging import key_in
from lucai.platform.web.requests import viewer_of
from lucai.publication.ocds import assembly, selectors


@require_GET
def releases(request: HttpRequest) -> JsonResponse:
    """Answer one page of releases; ``links.next`` leads to the next until there is none."""
    after = request.GET.get("after", "")
    found, following = selectors.release_page(viewer_of(request), after=key_in(after))
    here = request.build_absolute_uri("/ocds/releases.json")
    links = {"next": f"{here}?after={following}"} if following else {}
    return _package(request, releases=found, **({"links": links} if links else {}))


@require_GET
def record(request: HttpRequest, process: str) -> JsonResponse:
    """Answer the record package of one process."""
    return _package(request, records=[selectors.record(viewer_of(request), process)])


@require_GET
def project(request: HttpRequest, number: str) -> JsonResponse:
    """Answer the release package of one project."""
    viewer = viewer_of(request)
    process = selectors.process_of_project(viewer, number)
    return _package(request, releases=selectors.releases_of(viewer, process))


def _package(request: HttpRequest, **content: object) -> JsonResponse:
    body = assembly.package(request.build_absolute_uri(), ocds.stamp(clock.now()), **content)
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
