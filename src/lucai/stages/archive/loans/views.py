"""Pages of loans of archives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.archive.loans import selectors, services
from lucai.stages.archive.loans.folders import CLOSED_TO_SUPPLIERS, label_of
from lucai.stages.archive.loans.lifecycle import ASK, BORROWERS, LOAN
from lucai.stages.archive.loans.schemas import LendIn, LoanIn, SaidIn
from lucai.stages.archive.packages.packed import answer_packed
from lucai.stages.archive.packages.views.packages import version_in

KEEPERS = (Side.AGENCY, Side.BUYER)


@require_GET
@signed_in(*BORROWERS)
def loans(request: HttpRequest) -> HttpResponse:
    """List loans: one's own, and those of files one keeps or supervises."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    query = urlencode({name: value for name, value in asked.items() if name != "after" and value})
    filters = [
        FormField("words", "项目或者借阅单位", value=asked["words"]),
        FormField(
            "state", "状态", kind="select", value=asked["state"], choices=list(LOAN.states.items())
        ),
    ]
    context = {
        "found": selectors.loan_page(viewer, **asked), "filters": filters, "query": query,
        "may": viewer.may(ASK.permission),
    }  # fmt: skip
    return page(request, "loans/loans.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*BORROWERS)
def new_loan(request: HttpRequest) -> HttpResponse:
    """Ask for a loan."""
    start = {"project_number": request.GET.get("project", ""), "purpose": "dispute", "days": 15}
    form: Form[Any] = filled(LoanIn, start)
    if request.method == "POST":
        form = read_form(LoanIn, request)
        numbers: list[str] = []

        def act(data: LoanIn) -> None:
            numbers.append(services.ask(actor_of(request), loan=data))

        if form.attempt(act, form.data):
            flash(request, "已提交，由保管档案的单位审批。")
            return redirect("archive-loan", number=numbers[0])
    return page(request, "loans/new.html", {"form": form}, status=form.status)


@require_GET
@signed_in(*BORROWERS)
def loan(request: HttpRequest, number: str) -> HttpResponse:
    """Show a loan: what is lent, and what was read."""
    return page(
        request, "loans/loan.html", {"sheet": selectors.loan_seen(viewer_of(request), number)}
    )


@require_http_methods(["GET", "POST"])
@signed_in(*KEEPERS)
def lend(request: HttpRequest, number: str) -> HttpResponse:
    """Grant a loan."""
    viewer = viewer_of(request)
    row, sheet = selectors.loan_row(viewer, number), selectors.loan_seen(viewer, number)
    # What is confidential is lent only when somebody ticks it.
    groups = selectors.groups_of(viewer, row.project_number)
    allowed = [group for group in groups if group not in CLOSED_TO_SUPPLIERS]
    start = {"days": sheet.days, "groups": ",".join(allowed)}
    choices = {"groups": [(name, label_of(name)) for name in groups]}
    return _form_page(request, number, LendIn, services.lend, "loan", start, choices)


@require_http_methods(["GET", "POST"])
@signed_in(*KEEPERS)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse a loan."""
    return _form_page(request, number, SaidIn, services.refuse, "said", {}, {})


@require_GET
@signed_in(*BORROWERS)
def file(request: HttpRequest, number: str) -> FileResponse:
    """Send a lent file."""
    path = request.GET.get("path", "")
    version = version_in(request)
    return answer_packed(
        services.read_file(actor_of(request), number=number, path=path, version=version)
    )


@require_GET
@signed_in(*BORROWERS)
def read(request: HttpRequest, number: str) -> HttpResponse:
    """Show a page of a lent paper; the picture itself leaves the trace."""
    path, place, version = request.GET.get("path", ""), _place(request), version_in(request)
    context = {
        "sheet": selectors.loan_seen(viewer_of(request), number), "path": path, "place": place,
        "version": version,
        "pages": services.pages_of(actor_of(request), number=number, path=path, version=version),
    }  # fmt: skip
    return page(request, "loans/read.html", context)


@require_GET
@signed_in(*BORROWERS)
def picture(request: HttpRequest, number: str) -> HttpResponse:
    """Send a page of a lent paper as a picture."""
    path, place = request.GET.get("path", ""), _place(request)
    shown = services.read_page(
        actor_of(request), number=number, path=path, page=place, version=version_in(request)
    )
    response = HttpResponse(shown.picture, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


SIMPLE: dict[str, tuple[Callable[..., None], str]] = {
    "withdraw": (services.withdraw, "已撤回。"),
    "give_back": (services.give_back, "已归还。"),
    "revoke": (services.revoke, "已收回。"),
}


@require_http_methods(["GET", "POST"])
@signed_in(*BORROWERS)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if step not in SIMPLE:
        raise NotFound("没有找到这个页面。")
    act, done = SIMPLE[step]
    if request.method == "POST":
        act(actor_of(request), number=number)
        flash(request, done)
        return redirect("archive-loan", number=number)
    sheet = selectors.loan_seen(viewer_of(request), number)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    return page(request, "loans/step.html", {"sheet": sheet, "offer": offer})


def _form_page(
    request: HttpRequest, number: str, schema: Any, act: Callable[..., None], given: str,
    start: dict[str, Any], choices: dict[str, list[tuple[str, str]]],
) -> HttpResponse:  # fmt: skip
    form: Form[Any] = filled(schema, start)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, actor_of(request), number=number, **{given: form.data}):
            flash(request, "已办理，借阅单位将收到通知。")
            return redirect("archive-loan", number=number)
    form.choices = choices
    sheet = selectors.loan_seen(viewer_of(request), number)
    names = list(schema.model_fields)
    context = {"sheet": sheet, "form": form, "names": names, "given": given}
    return page(request, "loans/act.html", context, status=form.status)


def _place(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdigit() else 1
