"""Pages of the yearly reports on reserved procurement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel

from lucai.kernel import clock, money
from lucai.kernel.actors import Side
from lucai.law.reserve_rules import due_is_sample, report_due
from lucai.platform.access.permissions import demand
from lucai.platform.files.exports import MOST_EXPORTED, Cell, table_answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.contract.reserve_reports import selectors, services, signed
from lucai.stages.contract.reserve_reports.lifecycle import REPORT, WRITE
from lucai.stages.contract.reserve_reports.schemas import AdjustIn, CorrectIn, PublishIn

YEARS_BACK = 5
TITLES = (
    "年度",
    "单位",
    "预留项目",
    "面向中小企业（元）",
    "其中小微企业（元）",
    "小微占比",
    "公开时间",
)
LINE_TITLES = (
    "合同编号", "项目名称", "采购单位", "供应商", "预留选项", "面向中小企业（元）", "其中小微企业（元）",
    "更正理由",
)  # fmt: skip


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR)
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports of one's branch or region with their sums; a head unit may prepare its own."""
    viewer, last = viewer_of(request), clock.today().year - 1
    asked, after = _asked(request), request.GET.get("after", "")
    years = [(str(y), f"{y} 年度") for y in range(last, last - YEARS_BACK, -1)]
    mine = viewer.side is Side.BUYER and selectors.is_head(viewer)
    context = {
        "found": selectors.report_page(viewer, after=after, **asked),
        "totals": selectors.report_totals(viewer, **asked),
        "filters": [
            FormField("words", "单位", value=asked["words"]),
            FormField("year", "年度", kind="select", value=asked["year"], choices=years),
            FormField(
                "state", "状态", kind="select", value=asked["state"],
                choices=list(REPORT.states.items()),
            ),
        ],
        "last": last,
        "may_prepare": mine
        and viewer.may(WRITE.permission)
        and not selectors.is_prepared(viewer, last),
        **asked,
    }  # fmt: skip
    return page(request, "reserve_reports/reports.html", context)


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR)
def export(request: HttpRequest) -> HttpResponse:
    """Send the list as CSV or as a workbook."""
    rows = selectors.report_lines(viewer_of(request), most=MOST_EXPORTED, **_asked(request))
    cells: Iterator[tuple[Cell, ...]] = (
        (
            row.year, row.buyer_name, row.figures.projects, money.plain_yuan(row.figures.total),
            money.plain_yuan(row.figures.small), row.figures.share, row.published_at,
        )
        for row in rows
    )  # fmt: skip
    return table_answer(request.GET.get("kind", "csv"), "预留项目执行情况", TITLES, cells)


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR)
def export_lines(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Send the lines of one report as CSV or as a workbook."""
    sheet = selectors.report_seen(viewer_of(request), year, buyer)
    cells: Iterator[tuple[Cell, ...]] = (
        (
            line.contract_number, line.title, line.unit, line.supplier, line.option_label,
            money.plain_yuan(line.amount), money.plain_yuan(line.small), line.reason,
        )
        for line in sheet.lines
    )  # fmt: skip
    name = f"{sheet.line.buyer_name}{year}年预留项目"
    return table_answer(request.GET.get("kind", "csv"), name, LINE_TITLES, cells)


@require_POST
@signed_in(Side.BUYER)
def prepare(request: HttpRequest) -> HttpResponse:
    """Begin last year's report of one's own unit."""
    last = clock.today().year - 1
    buyer = services.prepare(actor_of(request), year=last)
    flash(request, "已按合同和计划的数据编制，请核对后公开。")
    return redirect("reserve-report", year=last, buyer=buyer)


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR)
def report(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Show a report with the contracts behind its figures."""
    viewer = viewer_of(request)
    sheet = selectors.report_seen(viewer, year, buyer)
    context = {
        "sheet": sheet,
        "entries": timeline_of(viewer, REPORT.of, sheet.key),
        "may_write": sheet.own and viewer.may(WRITE.permission),
        **_due(sheet),
    }
    return page(request, "reserve_reports/report.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def adjust(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Put a line right, or add one."""
    viewer = viewer_of(request)
    sheet = selectors.report_seen(viewer, year, buyer)
    demand(viewer, WRITE.permission)
    form: Form[AdjustIn] = _chosen(sheet, request.GET.get("contract", ""))
    if request.method == "POST":
        form = read_form(AdjustIn, request)

        def act(data: AdjustIn) -> None:
            services.adjust(actor_of(request), year=year, buyer_id=buyer, line=data)

        if form.attempt(act, form.data):
            flash(request, "已更正，公开时按更正后的数据计算。")
            return redirect("reserve-report", year=year, buyer=buyer)
    form.choices["contract_number"] = [
        (line.contract_number, f"{line.title}（{money.yuan(line.amount)} 元）")
        for line in sheet.computed
    ]
    context = {"sheet": sheet, "form": form}
    return page(request, "reserve_reports/adjust.html", context, status=form.status)


@require_POST
@signed_in(Side.BUYER)
def withdraw(request: HttpRequest, year: int, buyer: int, pk: int) -> HttpResponse:
    """Take back a line that was put right."""
    services.withdraw_adjustment(actor_of(request), year=year, buyer_id=buyer, pk=pk)
    flash(request, "已撤回更正。")
    return redirect("reserve-report", year=year, buyer=buyer)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("公开面向中小企业预留项目执行情况", about=signed.report)
def publish(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Publish a report."""
    return _act(request, year, buyer, "publish", PublishIn, services.publish)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("更正预留项目执行情况", about=signed.report)
def correct(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Publish what the report says now."""
    return _act(request, year, buyer, "correct", CorrectIn, services.correct)


def _act(
    request: HttpRequest, year: int, buyer: int, step: str, schema: type[BaseModel],
    service: Callable[..., None],
) -> HttpResponse:  # fmt: skip
    sheet = selectors.report_seen(viewer_of(request), year, buyer)
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)

        def act(data: Any) -> None:
            service(actor_of(request), year=year, buyer_id=buyer, remark=data.remark)

        if form.attempt(act, form.data):
            flash(request, "已公开，公告列入门户“监督检查”栏目。")
            return redirect("reserve-report", year=year, buyer=buyer)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    context = {"sheet": sheet, "form": form, "offer": offer, **_due(sheet)}
    return page(request, "reserve_reports/act.html", context, status=form.status)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:80] for name in ("words", "year", "state")}


def _due(sheet: selectors.ReportSheet) -> dict[str, Any]:
    year, region = sheet.line.year, sheet.region
    return {"due_on": report_due(year, region), "due_sample": due_is_sample(year, region)}


def _chosen(sheet: selectors.ReportSheet, number: str) -> Form[AdjustIn]:
    """Return the form filled in from the line that was chosen."""
    line = next((one for one in sheet.lines if number and one.contract_number == number), None)
    if line is None:
        return filled(AdjustIn)
    values = {
        "contract_number": number, "title": line.title, "option": line.option,
        "amount": money.plain_yuan(line.amount), "small": money.plain_yuan(line.small),
    }  # fmt: skip
    return filled(AdjustIn, values)
