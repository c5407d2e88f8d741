"""Pages of budget indicators."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock, money
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisations_of
from lucai.platform.files.exports import MOST_EXPORTED, Cell, table_answer
from lucai.platform.files.kinds import XLSX
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.budget.indicators import reading, selectors, services
from lucai.stages.budget.indicators.lifecycle import INDICATOR, RECEIVE
from lucai.stages.budget.indicators.schemas import CarryOverIn, Rest

PARTIES = (Side.BUYER, Side.SUPERVISOR)
YEAR_DIGITS = 4
EXECUTION_TITLES = (
    "预算单位", "指标编号", "指标名称", "指标金额（元）", "已列计划（元）", "已签合同（元）",
    "已支付（元）", "已收回（元）", "可用（元）",
)  # fmt: skip


@require_GET
@signed_in(*PARTIES)
def indicators(request: HttpRequest) -> HttpResponse:
    """List indicators with the sums of a year."""
    viewer, (chosen, words) = viewer_of(request), _asked(request)
    found = selectors.indicator_page(
        viewer, words=words, year=chosen, after=request.GET.get("after", "")
    )
    context = {
        "found": found,
        "totals": selectors.budget_totals(viewer, year=chosen),
        "year": chosen,
        "words": words,
        "may_receive": viewer.may(RECEIVE.permission),
        "filters": _filters(viewer, chosen, words),
    }
    return page(request, "indicators/indicators.html", context)


@require_GET
@signed_in(*PARTIES)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator with its account and bookings."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.indicator_seen(viewer, code),
        "movements": selectors.movements_of(viewer, code),
        "account": selectors.account_of(viewer, code),
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
def carry_over(request: HttpRequest, code: str) -> HttpResponse:
    """Carry an indicator over into the next year."""
    card = selectors.indicator_seen(viewer_of(request), code)
    form: Form[CarryOverIn] = filled(CarryOverIn, {})
    if request.method == "POST":
        form = read_form(CarryOverIn, request)
        keep = form.data is not None and form.data.rest is Rest.KEEP
        if form.attempt(services.carry_over, actor_of(request), code=code, keep_rest=keep):
            flash(request, f"指标已结转到 {card.current_year + 1} 年度。")
            return redirect("indicator", code)
    offers = selectors.indicator_offers(viewer_of(request), code)
    offer = next((one for one in offers if one.step.name == "carry_over"), None)
    context = {"card": card, "form": form, "offer": offer}
    return page(request, "indicators/carry_over.html", context, status=form.status)


@require_GET
@signed_in(*PARTIES)
def execution(request: HttpRequest) -> HttpResponse:
    """Show plan against actual of a year."""
    viewer, (year, words) = viewer_of(request), _asked(request)
    several = viewer.side is Side.SUPERVISOR
    context = {
        "found": selectors.execution_page(
            viewer, year=year, words=words, after=request.GET.get("after", "")
        ),
        "total": selectors.execution_total(viewer, year=year, words=words),
        "buyers": selectors.execution_by_buyer(viewer, year=year, words=words) if several else [],
        "filters": _filters(viewer, year, words),
        "waiting": selectors.to_carry_over(viewer) if several else 0,
        "year": year,
        "words": words,
    }
    return page(request, "indicators/execution.html", context)


@require_GET
@signed_in(*PARTIES)
def execution_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand plan against actual out as CSV or as an Excel workbook."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    year, words = _asked(request)
    lines = selectors.execution_lines(
        viewer_of(request), year=year, words=words, most=MOST_EXPORTED
    )
    return table_answer(kind, f"预算执行{year}", EXECUTION_TITLES, map(_row, lines))


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


def _asked(request: HttpRequest) -> tuple[int, str]:
    """Return the year and words asked for."""
    year = request.GET.get("year", "")
    chosen = int(year) if year.isdigit() and len(year) == YEAR_DIGITS else clock.today().year
    return chosen, request.GET.get("words", "").strip()


def _filters(viewer: Viewer, year: int, words: str) -> list[FormField]:
    years = sorted({*selectors.years_seen(viewer), clock.today().year, year}, reverse=True)
    return [
        FormField("words", "指标名称、编号或单位", value=words),
        FormField(
            "year", "预算年度", kind="select", value=str(year), required=True,
            choices=[(str(y), f"{y} 年") for y in years],
        ),
    ]  # fmt: skip


def _figures(card: selectors.IndicatorCard) -> tuple[int, ...]:
    contracted = card.committed + card.consumed
    planned = card.held + contracted
    return card.amount, planned, contracted, card.consumed, card.withdrawn, card.free


def _row(card: selectors.IndicatorCard) -> tuple[Cell, ...]:
    return (card.buyer, card.code, card.name, *map(_yuan, _figures(card)))


def _yuan(fen: int) -> float:
    return fen / money.FEN_PER_YUAN


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
