"""Pages of reports of lower prices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.platform.access.permissions import demand
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.products.selectors import product_seen
from lucai.stages.contract.mall import selectors, services
from lucai.stages.contract.mall.lifecycle import PRICE_REPORT, REPORT
from lucai.stages.contract.mall.schemas import AnswerIn, ReportIn

CONCERNED = (Side.BUYER, Side.SUPPLIER, Side.SUPERVISOR)


@require_GET
@signed_in(*CONCERNED)
def reports(request: HttpRequest) -> HttpResponse:
    """List reports: one's own, or those to look into."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state")}
    states = list(PRICE_REPORT.states.items())
    context = {
        "found": selectors.price_report_page(
            viewer_of(request), after=request.GET.get("after", ""), **asked
        ),
        "filters": [
            FormField("words", "编号、商品或者出处", value=asked["words"]),
            FormField("state", "状态", "select", asked["state"], choices=states),
        ],
        **asked,
    }
    return page(request, "mall/reports.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Report a lower price of a product."""
    viewer = viewer_of(request)
    demand(viewer, REPORT.permission)
    form: Form[ReportIn] = filled(ReportIn, {"seen_on": clock.today()})
    order = request.GET.get("order", "").strip()
    made: list[str] = []

    def act(data: ReportIn) -> None:
        made.append(
            services.report_price(actor_of(request), product=number, form=data, order_number=order)
        )

    if request.method == "POST":
        form = read_form(ReportIn, request)
        if form.attempt(act, form.data):
            flash(request, "已报告，省级财政部门核查后答复。")
            return redirect("price-report", made[0])
    context = {"sheet": product_seen(viewer, number), "form": form, "order": order}
    return page(request, "mall/report_new.html", context, status=form.status)


@require_GET
@signed_in(*CONCERNED)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show a report and its answer."""
    card = selectors.price_report_seen(viewer_of(request), number)
    return page(request, "mall/report.html", {"card": card})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a report."""
    form: Form[AnswerIn] = filled(AnswerIn)
    if request.method == "POST":
        form = read_form(AnswerIn, request)
        if form.attempt(services.answer_report, actor_of(request), number=number, form=form.data):
            flash(request, "已答复，报告人已经收到消息。")
            return redirect("price-report", number)
    card = selectors.price_report_seen(viewer_of(request), number)
    return page(request, "mall/answer.html", {"card": card, "form": form}, status=form.status)
