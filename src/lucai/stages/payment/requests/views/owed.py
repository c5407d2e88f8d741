"""What is owed: the supplier's own page, and the yearly report of what came too late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.kernel import clock, money
from lucai.kernel.actors import Side
from lucai.law.payments import disclosure_due
from lucai.platform.files.exports import MOST_EXPORTED, Cell, table_answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.stages.contract.contracts.lifecycle import CONTRACT
from lucai.stages.payment.requests import selectors
from lucai.stages.payment.requests.selectors import KINDS, OverdueLine, OverdueQuery

WATCHERS = (Side.BUYER, Side.SUPERVISOR, Side.TREASURY, Side.SUPPLIER)
YEARS_BACK = 5
TITLES = (
    "采购人", "供应商", "是否中小企业", "合同编号", "合同名称", "发票号码", "应付金额（元）",
    "未付金额（元）", "应付日", "依据", "支付日期", "逾期天数", "逾期利息（元）", "状态",
)  # fmt: skip


@require_GET
@signed_in(Side.SUPPLIER)
def receivables(request: HttpRequest) -> HttpResponse:
    """Show a supplier what to deliver, what was accepted, when money comes, what lateness costs."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    context = {
        "found": selectors.receivables(viewer, **asked),
        "totals": selectors.receivable_totals(viewer),
        "filters": [
            FormField("words", "合同或者采购人", value=asked["words"]),
            FormField(
                "state", "合同状态", kind="select", value=asked["state"],
                choices=list(CONTRACT.states.items()),
            ),
        ],
        **asked,
    }  # fmt: skip
    return page(request, "payments/receivables.html", context)


@require_GET
@signed_in(*WATCHERS)
def overdue(request: HttpRequest) -> HttpResponse:
    """Show what was or is paid too late in a year, with the sums by buyer."""
    viewer, query = viewer_of(request), _query(request)
    context = {
        "report": selectors.overdue_report(viewer, query, after=request.GET.get("after", "")),
        "filters": _filters(query),
        "query": query,
        "address": _address(request),
        "disclosure_on": disclosure_due(query.year + 1),
    }
    return page(request, "payments/overdue.html", context)


@require_GET
@signed_in(*WATCHERS)
def overdue_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand the report out as CSV or as an Excel workbook."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    viewer, query = viewer_of(request), _query(request)
    lines = selectors.overdue_lines(viewer, query, most=MOST_EXPORTED)
    return table_answer(kind, f"逾期付款{query.year}", TITLES, _rows(lines))


def _rows(lines: Iterator[OverdueLine]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        yield (
            line.buyer_name, line.supplier_name, "是" if line.payee_is_sme else "否",
            line.contract_number, line.contract_title, line.invoice_number, _yuan(line.amount),
            _yuan(line.left), line.due_on, line.due_rule, line.paid_on, line.late_days,
            _yuan(line.interest), line.state_label,
        )  # fmt: skip


def _yuan(fen: int) -> float:
    return fen / money.FEN_PER_YUAN


def _query(request: HttpRequest) -> OverdueQuery:
    year, kind = request.GET.get("year", ""), request.GET.get("kind", "")
    known = year.isdigit() and 1900 < int(year) < 2200
    return OverdueQuery(
        year=int(year) if known else clock.today().year,
        words=request.GET.get("words", "").strip()[:80],
        kind=kind if kind in KINDS else "",
        sme=request.GET.get("sme") == "yes",
    )


def _filters(query: OverdueQuery) -> list[FormField]:
    this = clock.today().year
    years = sorted({query.year, *range(this - YEARS_BACK, this + 1)}, reverse=True)
    return [
        FormField("words", "采购人、供应商、合同或者发票号码", value=query.words),
        FormField(
            "year", "应付日所在年度", kind="select", value=str(query.year), required=True,
            choices=[(str(year), f"{year} 年") for year in years],
        ),
        FormField(
            "kind", "范围", kind="select", value=query.kind,
            choices=[(key, label) for key, label in KINDS.items() if key],
        ),
        FormField(
            "sme", "收款单位", kind="select", value="yes" if query.sme else "",
            choices=[("yes", "仅中小企业")],
        ),
    ]  # fmt: skip


def _address(request: HttpRequest) -> str:
    """Return the question part of the address without the place of a page."""
    asked: Any = request.GET.copy()
    asked.pop("after", None)
    return str(asked.urlencode())
