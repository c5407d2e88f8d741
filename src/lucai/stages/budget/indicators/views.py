"""Pages of budget indicators."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisations_of
from lucai.platform.files.kinds import XLSX
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.budget.indicators import reading, selectors, services
from lucai.stages.budget.indicators.lifecycle import INDICATOR, RECEIVE

PARTIES = (Side.BUYER, Side.SUPERVISOR)


@require_GET
@signed_in(*PARTIES)
def indicators(request: HttpRequest) -> HttpResponse:
    """List indicators with the sums of a year."""
    viewer = viewer_of(request)
    words, year = request.GET.get("words", "").strip(), request.GET.get("year", "")
    chosen = int(year) if year.isdigit() else clock.today().year
    years = sorted({*selectors.years_seen(viewer), clock.today().year}, reverse=True)
    found = selectors.indicator_page(
        viewer, words=words, year=chosen, after=request.GET.get("after", "")
    )
    context = {
        "found": found,
        "totals": selectors.budget_totals(viewer, year=chosen),
        "year": chosen,
        "words": words,
        "may_receive": viewer.may(RECEIVE.permission),
        "filters": [
            FormField("words", "指标名称、编号或单位", value=words),
            FormField(
                "year", "预算年度", kind="select", value=str(chosen), required=True,
                choices=[(str(y), f"{y} 年") for y in years],
            ),
        ],
    }  # fmt: skip
    return page(request, "indicators/indicators.html", context)


@require_GET
@signed_in(*PARTIES)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator with its account and bookings."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.indicator_seen(viewer, code),
        "movements": selectors.movements_of(viewer, code),
        "offers": selectors.indicator_offers(viewer, code),
    }
    return page(request, "indicators/indicator.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Ask before a step, then take it."""
    if step != "close":
        raise Http404
    if request.method == "POST":
        services.close_indicator(actor_of(request), code=code)
        flash(request, "指标已收回。")
        return redirect("indicator", code)
    card = selectors.indicator_seen(viewer_of(request), code)
    context = {"card": card, "step": INDICATOR.step(step)}
    return page(request, "indicators/close.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def receive(request: HttpRequest) -> HttpResponse:
    """Take a file of indicators in, or say line by line why not."""
    demand(viewer_of(request), RECEIVE.permission)
    if request.method == "GET":
        return _receive_page(request, "", None)
    try:
        report = reading.read_indicators(request.FILES.get(reading.FILE))
    except InvalidInput as error:
        return _receive_page(request, str(error), None)
    if report.ok:
        try:
            codes = services.receive_indicators(actor_of(request), lines=report.lines)
        except InvalidInput as error:
            report.locate(error)
        else:
            flash(request, f"已接收 {len(codes)} 条预算指标。")
            return redirect("indicators")
    return _receive_page(request, "", report)


@require_GET
@signed_in(Side.SUPERVISOR)
def template(request: HttpRequest) -> HttpResponse:
    """Hand out an empty table with the right titles."""
    del request
    response = HttpResponse(reading.empty_table(), content_type=XLSX.media_type)
    response["Content-Disposition"] = 'attachment; filename="budget-indicators.xlsx"'
    return response


def _receive_page(
    request: HttpRequest, problem: str, report: reading.IndicatorReport | None
) -> HttpResponse:
    chosen = FormField(
        reading.FILE, "指标文件", kind="file", required=True, error=problem,
        hint="预算部门的 Excel 表（.xlsx），或者预算管理一体化系统导出的接口文件（.json）",
        attrs={"accept": ".xlsx,.json"},
    )  # fmt: skip
    viewer = viewer_of(request)
    context = {
        "file": chosen,
        "report": report,
        "columns": list(reading.COLUMNS),
        "units": organisations_of(viewer, Side.BUYER, region=viewer.region),
    }
    refused = bool(problem or report)
    return page(request, "indicators/receive.html", context, status=422 if refused else 200)
