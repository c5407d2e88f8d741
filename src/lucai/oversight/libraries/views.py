"""The page on which finance watches the four libraries, and the same figures as a file."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.kernel.actors import Side
from lucai.oversight.libraries import selectors
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of

BOM = "\ufeff"
"""So that a spreadsheet reads the file as UTF-8."""


@require_GET
@signed_in(Side.SUPERVISOR)
def libraries(request: HttpRequest) -> HttpResponse:
    """Show counts and warnings."""
    return page(
        request, "libraries/libraries.html", {"sheet": selectors.libraries(viewer_of(request))}
    )


@require_GET
@signed_in(Side.SUPERVISOR)
def export(request: HttpRequest) -> HttpResponse:
    """Send the counts by region as CSV."""
    sheet = selectors.libraries(viewer_of(request))
    answer = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="libraries.csv"'
    writer = csv.writer(answer)
    writer.writerow(["地区代码", "地区", *(one.title for one in sheet.libraries)])
    writer.writerows([line.code, line.name, *line.counts] for line in sheet.regions)
    return answer
