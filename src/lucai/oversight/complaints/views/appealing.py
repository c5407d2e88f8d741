"""Pages of 行政复议 and 行政诉讼 against decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.oversight.complaints import services
from lucai.oversight.complaints.lifecycle import APPEAL
from lucai.oversight.complaints.notices import appeal_fields
from lucai.oversight.complaints.schemas import (
    EFFECTLESS,
    AppealEndIn,
    AppealIn,
    AppealNoticeIn,
    AppealOutcomeIn,
    AppealTakenIn,
    FulfilmentIn,
)
from lucai.oversight.complaints.selectors import appeals, complaint_seen
from lucai.oversight.complaints.views.parts import ActPage, act_page
from lucai.platform.files.views import answer as send
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of

SIDES = (Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Record that a decision was taken to review or to court."""

    def act(data: Any) -> None:
        uploads = request.FILES.getlist("files")
        services.record_appeal(actor_of(request), number=number, form=data, uploads=uploads)

    return act_page(
        request, number, AppealIn, act,
        ActPage(
            title="登记复议、诉讼", label="登记", done="已登记，当事人可以查看进展。",
            fields=("kind", "appellant", "authority", "applied_on"), files=True,
            cites=("政府采购法/58", "行政复议法/20", "行政诉讼法/46"),
            text="对投诉处理决定不服或者逾期未作处理，当事人已经申请行政复议或者提起行政诉讼的，在这里登记。",
        ),
    )  # fmt: skip


@require_GET
@signed_in(*SIDES)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one review or lawsuit."""
    viewer = viewer_of(request)
    sheet = appeals.appeal_seen(viewer, pk)
    entries = timeline_of(viewer, APPEAL.of, f"{sheet.line.number}-S{pk}")
    return page(request, "complaints/appeal.html", {"sheet": sheet, "entries": entries})


@require_GET
@signed_in(*SIDES)
def file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """Send a file of it."""
    return send(appeals.appeal_file(viewer_of(request), pk, file))


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was taken up."""
    return _act(request, pk, "accept", AppealTakenIn, services.accept_appeal)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was not taken up."""
    return _act(request, pk, "refuse", AppealEndIn, services.refuse_appeal)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was withdrawn."""
    return _act(request, pk, "withdraw", AppealEndIn, services.withdraw_appeal)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was decided."""
    return _act(request, pk, "decide", AppealOutcomeIn, services.decide_appeal)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be published, with the words that can still be chosen, then publish it."""
    viewer = viewer_of(request)
    line = appeals.appeal_seen(viewer, pk).line
    told = {"public_result": line.result, "public_effect": line.effect}
    form: Form[Any] = filled(AppealNoticeIn, told)
    if request.method == "POST":
        form = read_form(AppealNoticeIn, request)
        if line.undone:
            form.demand("public_effect", EFFECTLESS)
        if form.attempt(services.publish_appeal, actor_of(request), pk=pk, form=form.data):
            flash(request, "结果已公告，公开的项目页面和各方当事人的页面都能看到。")
            return redirect("complaint-appeal", pk=pk)
    fields = appeal_fields(complaint_seen(viewer, line.number), line)
    return _page_of(request, pk, "publish", form, {"told": fields, "files": False})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was done about it."""
    return _act(request, pk, "carry_out", FulfilmentIn, services.carry_out_appeal)


def _act(
    request: HttpRequest, pk: int, step: str, schema: type[BaseModel], act: Callable[..., None]
) -> HttpResponse:
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)
        content = {"pk": pk, "form": form.data, "uploads": request.FILES.getlist("files")}
        if form.attempt(act, actor_of(request), **content):
            flash(request, "已登记，各方当事人可以查看。")
            return redirect("complaint-appeal", pk=pk)
    return _page_of(request, pk, step, form, {"files": True, "told": None})


def _page_of(
    request: HttpRequest, pk: int, step: str, form: Form[Any], more: dict[str, Any]
) -> HttpResponse:
    sheet = appeals.appeal_seen(viewer_of(request), pk)
    fields = [_field(form, name, undone=sheet.line.undone) for name in form.schema.model_fields]
    context = {"sheet": sheet, "offer": sheet.offer(step), "form": form, "fields": fields, **more}
    return page(request, "complaints/appeal_act.html", context, status=form.status)


def _field(form: Form[Any], name: str, *, undone: bool) -> FormField:
    """A decision that did not stand has an effect, which everybody is told: it is demanded."""
    if name == "public_effect" and undone:
        return form.field(name, required=True)
    return form.field(name)
