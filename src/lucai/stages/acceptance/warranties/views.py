"""Pages of warranties: the calendar, and faults."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.acceptance.acceptances.selectors import warranties_of, warranty_page
from lucai.stages.acceptance.warranties import selectors, services
from lucai.stages.acceptance.warranties.lifecycle import FAULT, REPORT
from lucai.stages.acceptance.warranties.schemas import FaultIn, SaidIn
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
STATUS = [("running", "在保"), ("soon", "即将到期"), ("over", "已到期")]


@require_GET
@signed_in(*PARTIES)
def calendar(request: HttpRequest) -> HttpResponse:
    """List warranties, those that end soonest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "status", "after")}
    found = warranty_page(viewer_of(request), **asked)
    filters = [
        FormField("words", "合同名称、编号或当事人", value=asked["words"]),
        FormField("status", "状态", kind="select", value=asked["status"], choices=STATUS),
    ]
    context = {"found": found, "filters": filters, **asked}
    return page(request, "warranties/calendar.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def warranty(request: HttpRequest, number: str) -> HttpResponse:
    """Show the warranties of a contract and its faults; the buyer reports more."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    form: Form[Any] = filled(FaultIn)
    made: list[int] = []

    def act(data: Any) -> None:
        made.append(services.report_fault(actor_of(request), contract_number=number, fault=data))

    if request.method == "POST":
        form = read_form(FaultIn, request)
        if form.attempt(act, form.data):
            flash(request, "已报修，供应商将收到待办。")
            return redirect("contract-fault", number=number, place=made[0])
    running = warranties_of(viewer, number)
    mine = card.buyer_id == viewer.organisation and viewer.may(REPORT.permission)
    context = {
        "card": card,
        "tabs": contract_tabs(number, "warranty", viewer.side),
        "warranties": running,
        "faults": selectors.faults_of(viewer, number),
        "form": form,
        "may_report": bool(running) and mine,
    }
    return page(request, "warranties/warranty.html", context, status=form.status)


@require_GET
@signed_in(*PARTIES)
def fault(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one fault."""
    return _fault_page(request, number, place, "warranties/fault.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def act(request: HttpRequest, number: str, place: int, act: str) -> HttpResponse:
    """Take a step of a fault with what is said to it."""
    if act not in {step.name for step in FAULT.steps}:
        raise NotFound("没有找到这个页面。")
    form: Form[Any] = filled(SaidIn)
    if request.method == "POST":
        form = read_form(SaidIn, request)
        key = {"contract_number": number, "number": place, "step": act}
        if form.attempt(services.answer, actor_of(request), said=form.data, **key):
            flash(request, "已办理。")
            return redirect("contract-fault", number=number, place=place)
    return _fault_page(request, number, place, "warranties/act.html", form=form, act=act)


def _fault_page(
    request: HttpRequest, number: str, place: int, template: str, **more: Any
) -> HttpResponse:
    viewer, form = viewer_of(request), more.get("form")
    found = selectors.fault_seen(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "fault": found,
        "offer": next((o for o in found.offers if o.step.name == more.get("act")), None),
        "label": FAULT.step(more["act"]).label if "act" in more else "",
        "entries": timeline_of(viewer, FAULT.of, f"{number}-Z{place}"),
        **more,
    }
    return page(request, template, context, status=form.status if form else 200)
