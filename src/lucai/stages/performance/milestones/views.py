"""Pages of milestones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.performance.milestones import selectors, services
from lucai.stages.performance.milestones.lifecycle import MILESTONE, PLAN
from lucai.stages.performance.milestones.schemas import MilestoneIn, ReportIn, SaidIn

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
ACTS: dict[str, tuple[type[BaseModel], Callable[..., None], str, str]] = {
    "report": (ReportIn, services.report, "report", "已报告完成，等待采购人确认。"),
    "confirm": (SaidIn, services.confirm, "said", "已确认完成。"),
    "return_report": (SaidIn, services.return_report, "said", "已退回，供应商将收到您的意见。"),
    "cancel": (SaidIn, services.cancel, "said", "已取消这个节点。"),
}


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def milestones(request: HttpRequest, number: str) -> HttpResponse:
    """List what is due under a contract; the buyer lays out more of it."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    form: Form[Any] = filled(MilestoneIn, {"kind": "delivery", "rhythm": "once", "count": 1})
    if request.method == "POST":
        form = read_form(MilestoneIn, request)
        plan, actor = services.plan_milestones, actor_of(request)
        if form.attempt(plan, actor, contract_number=number, milestone=form.data):
            flash(request, "已安排，供应商将在到期前收到待办。")
            return redirect("contract-milestones", number=number)
    may_plan = card.binding and viewer.may(PLAN.permission)
    context = {
        "card": card,
        "tabs": contract_tabs(number, "milestones", viewer.side),
        "milestones": selectors.milestones_of(viewer, number),
        "form": form,
        "may_plan": may_plan and card.buyer_id == viewer.organisation,
    }
    return page(request, "milestones/milestones.html", context, status=form.status)


@require_GET
@signed_in(*PARTIES)
def milestone(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one milestone."""
    return _milestone_page(request, number, place, "milestones/milestone.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def act(request: HttpRequest, number: str, place: int, act: str) -> HttpResponse:
    """Report a milestone, or say something to the report."""
    if act not in ACTS:
        raise NotFound("没有找到这个页面。")
    schema, service, name, done = ACTS[act]
    form: Form[Any] = filled(schema, {"reported_on": clock.today()})
    if request.method == "POST":
        form = read_form(schema, request)
        key = {"contract_number": number, "number": place, name: form.data}
        if form.attempt(service, actor_of(request), **key):
            flash(request, done)
            return redirect("contract-milestone", number=number, place=place)
    return _milestone_page(request, number, place, "milestones/act.html", form=form, act=act)


def _milestone_page(
    request: HttpRequest, number: str, place: int, template: str, **more: Any
) -> HttpResponse:
    viewer, form = viewer_of(request), more.get("form")
    found = selectors.milestone_seen(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "milestone": found,
        "offer": next((o for o in found.offers if o.step.name == more.get("act")), None),
        "entries": timeline_of(viewer, MILESTONE.of, f"{number}-J{place}"),
        **more,
    }
    return page(request, template, context, status=form.status if form else 200)
