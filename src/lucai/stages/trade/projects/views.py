"""Pages of procurement projects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.projects import selectors, services, signed
from lucai.stages.trade.projects.lifecycle import JOINT, NAME, STATES
from lucai.stages.trade.projects.schemas import JoinIn, RefusalIn
from lucai.stages.trade.projects.selectors.joint import joint_sheet, unit_card, unit_sheet

INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
DONE = {
    "consent": "已同意参加，牵头单位和代理机构已收到通知。",
    "ask_again": "已再次征求，等待参与单位确认。",
    "withdraw": "已撤回。",
}


@require_GET
@signed_in()
def projects(request: HttpRequest) -> HttpResponse:
    """List projects."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.project_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(STATES.items()), **asked}
    return page(request, "projects/projects.html", context)


@require_GET
@signed_in()
def room(request: HttpRequest, number: str) -> HttpResponse:
    """Show the first page of a project's room."""
    found = selectors.room(viewer_of(request), number)
    return page(
        request,
        "projects/overview.html",
        {"room": found, "frame": found.frame, "names": found.names},
    )


@require_http_methods(["GET", "POST"])
@signed_in(*INSIDE)
def joint(request: HttpRequest, number: str) -> HttpResponse:
    """Show who buys jointly; the lead asks a unit."""
    viewer = viewer_of(request)
    form: Form[JoinIn] = filled(JoinIn)
    if request.method == "POST":
        form = read_form(JoinIn, request)
        if form.data:
            try:
                services.ask_unit(actor_of(request), project_number=number, join=form.data)
            except InvalidInput as error:
                form.refuse(error)
            else:
                flash(request, "已征求参与单位，等待对方确认。")
                return redirect("joint", number)
    found = selectors.frame(viewer, number, "joint")
    form.choices["lot"] = [(str(lot.number), lot.label) for lot in found.card.lots if lot.alive]
    context = {
        "frame": found,
        "sheet": joint_sheet(viewer, number),
        "form": form,
        "may_name": viewer.may(NAME.permission),
    }
    return page(request, "projects/joint.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in(*INSIDE)
def unit(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one unit: what it would buy, and its own button."""
    return _unit(request, number, place)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act({"consent": "同意参加联合采购"}, by="name", about=signed.share)
def unit_step(request: HttpRequest, number: str, place: int, name: str) -> HttpResponse:
    """Ask before a consent that cannot be taken back; take the step."""
    if request.method == "GET":
        if name != "consent":
            raise NotFound("没有找到这个页面。")
        return _unit(request, number, place, template="projects/joint_consent.html")
    services.take_unit_step(actor_of(request), project_number=number, place=place, step=name)
    flash(request, DONE.get(name, "已办理。"))
    return redirect("joint-unit", number, place)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def refuse(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Refuse to buy jointly, with a reason."""
    form = read_form(RefusalIn, request) if request.method == "POST" else filled(RefusalIn)
    if form.data:
        services.refuse_unit(
            actor_of(request), project_number=number, place=place, refusal=form.data
        )
        flash(request, "已回复牵头单位：不同意参加。")
        return redirect("joint-unit", number, place)
    return _unit(request, number, place, template="projects/joint_refuse.html", form=form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def leave(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Leave again after the consent, with a reason."""
    form = read_form(RefusalIn, request) if request.method == "POST" else filled(RefusalIn)
    if form.data:
        services.leave_unit(
            actor_of(request), project_number=number, place=place, refusal=form.data
        )
        flash(request, "已退出联合采购；本单位的采购计划恢复为已备案，可以另行委托。")
        return redirect("joint-unit", number, place)
    return _unit(request, number, place, template="projects/joint_leave.html", form=form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def own_contract(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Lead a unit to the draft of its own contract."""
    line = unit_sheet(viewer_of(request), number, place).line
    return redirect(f"/rooms/{number}/award/{line.lot_number}/contract/")


def _unit(
    request: HttpRequest,
    number: str,
    place: int,
    *,
    template: str = "projects/joint_unit.html",
    form: Form[RefusalIn] | None = None,
) -> HttpResponse:
    viewer = viewer_of(request)
    sheet = unit_sheet(viewer, number, place)
    context = {
        "sheet": sheet,
        "line": sheet.line,
        "card": unit_card(number),
        "form": form,
        "consent": JOINT.step("consent"),
    }
    return page(request, template, context, status=422 if form and form.errors else 200)
