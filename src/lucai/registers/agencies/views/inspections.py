"""Pages of inspections: results for everybody, the desk of finance, the agency's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.regions import descendants
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.agencies import drawing, selectors, services, signed
from lucai.registers.agencies.lifecycle import INSPECTION, PLAN, RESULTS
from lucai.registers.agencies.schemas import AnswerIn, DirectedIn, DrawIn, ReportIn

FILTERS = ("words", "state", "result", "after")


@require_GET
def inspections(request: HttpRequest) -> HttpResponse:
    """List inspections: results to everybody, the rest to those concerned."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    context = {
        "found": selectors.inspection_page(viewer, **asked),
        "results": list(RESULTS.items()),
        "states": list(INSPECTION.states.items()),
        "may_plan": viewer.may(PLAN.permission),
        **asked,
    }
    return page(request, "agencies/inspections.html", context)


@require_GET
def inspection(request: HttpRequest, number: str) -> HttpResponse:
    """Show one inspection."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.inspection_seen(viewer, number),
        "entries": timeline_of(viewer, INSPECTION.of, number),
    }
    return page(request, "agencies/inspection.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def direct(request: HttpRequest) -> HttpResponse:
    """Name one agency to inspect."""
    demand(viewer_of(request), PLAN.permission)
    made: list[str] = []

    def act(data: DirectedIn) -> None:
        made.append(services.direct(actor_of(request), form=data))

    form = filled(DirectedIn, {"number": request.GET.get("agency", "")})
    if request.method == "POST":
        form = read_form(DirectedIn, request)
        if form.attempt(act, form.data):
            flash(request, "已指定检查，待办里登记检查情况。")
            return redirect("inspection", made[0])
    context = {"form": form, "fields": [form.field(name) for name in DirectedIn.model_fields]}
    return page(request, "agencies/direct.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what an inspection found."""
    return _act(
        request, number, "report", ReportIn, services.report, "已登记，机构可以在期限内说明情况。"
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer what was found."""
    return _act(request, number, "answer", AnswerIn, services.answer, "说明已提交。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act({"publish": "公布代理机构检查结果"}, about=signed.inspection)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and make public."""
    if step != "publish":
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        services.publish(actor_of(request), number=number)
        flash(request, "检查结果已公布。")
        return redirect("inspection", number)
    sheet = selectors.inspection_seen(viewer_of(request), number)
    context = {"sheet": sheet, "offer": sheet.offer(step)}
    return page(request, "agencies/inspection_step.html", context)


@require_GET
def draws(request: HttpRequest) -> HttpResponse:
    """List draws."""
    viewer = viewer_of(request)
    found = selectors.draw_page(viewer, after=request.GET.get("after", ""))
    context = {"found": found, "may_plan": viewer.may(PLAN.permission)}
    return page(request, "agencies/draws.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a draw."""
    viewer = viewer_of(request)
    demand(viewer, PLAN.permission)
    made: list[str] = []

    def act(data: DrawIn) -> None:
        made.append(services.plan(actor_of(request), form=data))

    form = filled(DrawIn)
    if request.method == "POST":
        form = read_form(DrawIn, request)
        if form.attempt(act, form.data):
            flash(request, "抽查已制定。核对后抽取，抽取只有一次。")
            return redirect("inspection_draw", made[0])
    inside = descendants(f"{viewer.region:0<6}")
    form.choices["served_region"] = [(one.code, one.name) for one in inside]
    context = {"form": form, "fields": [form.field(name) for name in DrawIn.model_fields]}
    return page(request, "agencies/plan.html", context, status=form.status)


@require_GET
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Show a draw; once drawn, repeat it."""
    viewer = viewer_of(request)
    sheet = selectors.draw_seen(viewer, number)
    context: dict[str, Any] = {"sheet": sheet, "record": None}
    if sheet.state == "drawn":
        record, order = selectors.record_of(viewer, number)
        context |= {"record": record, "claims": drawing.claims_of(record, order)}
        drawn = [one.expert for one in record.openings]
        context |= {
            "parties": drawing.PARTIES,
            "names": selectors.names_by_code(viewer, drawn),
        }
    return page(request, "agencies/draw.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act({"draw": "抽取检查对象和检查人员"}, about=signed.draw)
def draw_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and draw."""
    if step != "draw":
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        services.draw(actor_of(request), number=number)
        flash(request, "已抽取，检查任务已分派给抽中的检查人员。")
        return redirect("inspection_draw", number)
    sheet = selectors.draw_seen(viewer_of(request), number)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    return page(request, "agencies/draw_step.html", {"sheet": sheet, "offer": offer})


@require_GET
def draw_export(request: HttpRequest, number: str) -> JsonResponse:
    """Answer a draw's record, enough for anybody to repeat it."""
    record, order = selectors.record_of(viewer_of(request), number)
    body = {"draws": [record.to_json()], "inspectorsOrder": order}
    found = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    found["Content-Disposition"] = f'attachment; filename="inspection-draw-{number}.json"'
    return found


def _act(
    request: HttpRequest, number: str, step: str, schema: type[BaseModel],
    act: Callable[..., None], done: str,
) -> HttpResponse:  # fmt: skip
    def taken(data: Any) -> None:
        act(actor_of(request), number=number, form=data)

    return perform(request, schema, taken, done, lambda: _about(viewer_of(request), number, step))


def _about(viewer: Viewer, number: str, step: str) -> ActPage:
    sheet = selectors.inspection_seen(viewer, number)
    found = f"检查情况：{sheet.result_label}。{sheet.findings}"
    return ActPage(
        offer=sheet.offer(step), back=sheet.href, name=sheet.agency_name, code=sheet.agency_uscc,
        trail=(("/agency-inspections/", "代理机构检查"),),
        closed=f"这次检查{sheet.state_label}，现在不能办理这一步。",
        notes=((found, "info"),) if sheet.findings and step == "answer" else (),
        draft=f"inspection-{number}",
    )  # fmt: skip
