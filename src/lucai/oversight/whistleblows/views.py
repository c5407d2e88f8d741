"""Pages of reports: the public's form and query, the desk of those who check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.oversight.whistleblows import selectors, services
from lucai.oversight.whistleblows.lifecycle import WHISTLEBLOW
from lucai.oversight.whistleblows.schemas import QueryIn, ReasonIn, ReportIn, ResultIn
from lucai.platform.files.views import answer as send
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a report from anybody, and show its code once."""
    form: Form[ReportIn] = filled(ReportIn, {"project": request.GET.get("project", "")})
    made: list[tuple[str, str]] = []
    if request.method == "POST":
        form = read_form(ReportIn, request)
        uploads = request.FILES.getlist("files")
        if form.attempt(lambda data: made.append(_report(request, data, uploads)), form.data):
            context = {"number": made[0][0], "code": made[0][1]}
            response = page(request, "whistleblows/received.html", context)
            response["Cache-Control"] = "private, no-store"
            return response
    form.choices["region"] = selectors.authorities(viewer_of(request))
    return page(request, "whistleblows/report.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """Say how a report stands to who has its code."""
    form: Form[QueryIn] = filled(QueryIn)
    found = None
    if request.method == "POST":
        form = read_form(QueryIn, request)
        found = form.data and selectors.standing(
            viewer_of(request), form.data.number, form.data.code
        )
        if form.data and not found:
            form.problems["code"] = "编号或者查询码不对，请核对后再试"
    context = {"form": form, "found": found}
    response = page(request, "whistleblows/query.html", context, status=form.status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@signed_in(Side.SUPERVISOR)
def reports(request: HttpRequest) -> HttpResponse:
    """List reports."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    states = list(WHISTLEBLOW.states.items())
    filters = [
        FormField("words", "编号、被举报单位或者项目编号", value=asked["words"]),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
    ]
    found = selectors.report_page(viewer_of(request), **asked)
    context = {"found": found, "filters": filters, **asked}
    return page(request, "whistleblows/reports.html", context)


@require_GET
@signed_in(Side.SUPERVISOR)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one report."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.report_seen(viewer, number),
        "entries": timeline_of(viewer, WHISTLEBLOW.of, number),
        "identity": None,
    }
    return page(request, "whistleblows/one.html", context)


@require_GET
@signed_in(Side.SUPERVISOR)
def file(request: HttpRequest, number: str, file: int) -> FileResponse:
    """Send one of a report's files."""
    return send(selectors.report_file(viewer_of(request), number, file))


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more, then begin to check."""
    sheet = selectors.report_seen(viewer_of(request), number)
    if request.method == "POST":
        services.take_up(actor_of(request), number=number)
        flash(request, "已转入核查。")
        return redirect("whistleblow-one", number=number)
    offer = next((o for o in sheet.offers if o.step.name == "take_up"), None)
    return page(request, "whistleblows/take_up.html", {"sheet": sheet, "offer": offer})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def result(request: HttpRequest, number: str) -> HttpResponse:
    """Say what the check came to."""
    return _act(request, number, "close", ResultIn, services.close, "核查结果已答复。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Do nothing about a report."""
    return _act(request, number, "decline", ReasonIn, services.decline, "已告知不予处理的理由。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a report over."""
    return _act(request, number, "transfer", ReasonIn, services.transfer, "已移送。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Reveal who made a report, once, with a reason that the journal keeps."""
    viewer = viewer_of(request)
    form: Form[ReasonIn] = filled(ReasonIn)
    found: list[dict[str, str]] = []
    if request.method == "POST":
        form = read_form(ReasonIn, request)

        def look(data: ReasonIn) -> None:
            found.append(services.reveal_identity(actor_of(request), number=number, form=data))

        form.attempt(look, form.data)
    context = {
        "sheet": selectors.report_seen(viewer, number), "form": form,
        "identity": found[0] if found else None,
    }  # fmt: skip
    return page(request, "whistleblows/identity.html", context, status=form.status)


def _act(
    request: HttpRequest,
    number: str,
    step: str,
    schema: type[BaseModel],
    service: Callable[..., Any],
    done: str,
) -> HttpResponse:
    sheet = selectors.report_seen(viewer_of(request), number)
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(service, actor_of(request), number=number, form=form.data):
            flash(request, done)
            return redirect("whistleblow-one", number=number)
    offer = next((o for o in sheet.offers if o.step.name == step), None)
    fields = tuple(schema.model_fields)
    context = {"sheet": sheet, "form": form, "offer": offer, "fields": fields}
    return page(request, "whistleblows/act.html", context, status=form.status)


def _report(request: HttpRequest, data: ReportIn, uploads: list[Any]) -> tuple[str, str]:
    return services.report(actor_of(request), form=data, uploads=uploads)
