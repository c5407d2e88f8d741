"""Pages of applications to the expert library."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.regions import regions
from lucai.platform.access.permissions import demand
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.experts import selectors, services, signed
from lucai.registers.experts.lifecycle import APPLICATION, APPLY
from lucai.registers.experts.schemas import (
    AcceptIn,
    ApplicationIn,
    AvoidIn,
    ObjectionIn,
    ReasonIn,
    RulingIn,
)
from lucai.registers.experts.selectors.decisions import application_file

PARTIES = (Side.EXPERT, Side.SUPERVISOR)


@require_GET
@signed_in(Side.SUPERVISOR)
def applications(request: HttpRequest) -> HttpResponse:
    """List applications to the department's library."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.application_page(viewer_of(request), **asked)
    states = [one for one in APPLICATION.states.items() if one[0] != APPLICATION.initial]
    context = {"found": found, "states": states, **asked}
    return page(request, "experts/applications.html", context)


@require_GET
@signed_in(*PARTIES)
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Show one application."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.application_seen(viewer, number),
        "entries": timeline_of(viewer, APPLICATION.of, number),
    }
    return page(request, "experts/application.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def new(request: HttpRequest) -> HttpResponse:
    """Begin the own application."""
    demand(viewer_of(request), APPLY.permission)
    made: list[str] = []

    def act(data: ApplicationIn) -> None:
        made.append(services.begin_application(actor_of(request), application=data))

    form = reshaped(ApplicationIn, request) or _form(request, {})
    if form.attempt(act, form.data):
        flash(request, "已保存。核对无误后提交申请。")
        return redirect("expert-application", made[0])
    return _form_page(request, form, "/experts/me/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change the own application before it is handed in."""

    def act(data: ApplicationIn) -> None:
        services.edit_application(actor_of(request), number=number, application=data)

    before = selectors.application_entry(viewer_of(request), number)
    form = reshaped(ApplicationIn, request) or _form(request, before)
    if form.attempt(act, form.data):
        flash(request, "已保存。")
        return redirect("expert-application", number)
    return _form_page(request, form, f"/expert-applications/{number}/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
@signed_act({"submit": "提交评审专家入库申请"}, about=signed.application)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and hand in."""
    if step != "submit":
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        services.submit(actor_of(request), number=number)
        flash(request, "已提交，等待财政部门审核。")
        return redirect("expert-application", number)
    sheet = selectors.application_seen(viewer_of(request), number)
    context = {"sheet": sheet, "offer": sheet.offer(step)}
    return page(request, "experts/application_step.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("评审专家入库审核通过", about=signed.application)
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Take an applicant in."""
    return _act(
        request, number, "accept", AcceptIn, services.accept, "form", "已入库，可以被抽取。"
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse an applicant."""
    return _act(
        request, number, "send_back", ReasonIn, services.send_back, "said", "已告知不予入库的理由。"
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Object to a refusal."""
    files = request.FILES.getlist("files")
    act = partial(services.object_to, files=files)
    done = "异议已提交，由另一位工作人员在规定期限内处理。"
    return _act(request, number, "object", ObjectionIn, act, "form", done)


@require_GET
@signed_in(*PARTIES)
def file(request: HttpRequest, number: str, file: int) -> FileResponse:
    """Send evidence of an objection."""
    return answer(application_file(viewer_of(request), number, file))


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("处理评审专家入库异议", about=signed.application)
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Decide an objection."""
    return _act(
        request,
        number,
        "accept_objection",
        RulingIn,
        services.decide,
        "ruling",
        "异议已处理，结果已告知申请人。",
    )


def _act(
    request: HttpRequest, number: str, step: str, schema: type[BaseModel],
    act: Callable[..., Any], argument: str, done: str,
) -> HttpResponse:  # fmt: skip
    def taken(data: Any) -> None:
        act(actor_of(request), number=number, **{argument: data})

    return perform(request, schema, taken, done, lambda: _about(viewer_of(request), number, step))


LABELS = {"object": "提出异议", "accept_objection": "处理入库异议"}


def _about(viewer: Viewer, number: str, step: str) -> ActPage:
    sheet = selectors.application_seen(viewer, number)
    told = [
        (f"不予入库的理由：{sheet.said}", step in LABELS and sheet.said),
        (f"申请人的异议：{sheet.objection}", step == "accept_objection" and sheet.objection),
    ]
    return ActPage(
        offer=sheet.offer(step), back=sheet.href, name=sheet.name, code=sheet.number,
        label=LABELS.get(step, ""), closed=f"这份申请{sheet.state_label}，现在不能办理这一步。",
        notes=tuple((text, "info") for text, wanted in told if wanted),
        files="证据：PDF、图片、Excel 或者 ZIP，最多 5 个" if step == "object" else "",
        draft=f"expert-application-{step}-{number}",
    )  # fmt: skip


def _form(request: HttpRequest, before: dict[str, Any]) -> Form[ApplicationIn]:
    if request.method == "POST":
        return read_form(ApplicationIn, request)
    return filled(ApplicationIn, before)


def _form_page(request: HttpRequest, form: Form[ApplicationIn], back: str) -> HttpResponse:
    form.choices["region"] = [(one.code, one.name) for one in regions().values()]
    context = {"form": form, "back": back, **rows_of(form, "avoids", AvoidIn)}
    return page(request, "experts/application_form.html", context, status=form.status)
