"""Pages of credit: the list, a party's score line by line, one record and the objection against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.law.credit import RATERS
from lucai.oversight.credit import selectors, services, signed
from lucai.oversight.credit.lifecycle import CREDIT, PARTIES
from lucai.oversight.credit.schemas import CorrectionIn, ObjectionIn, RulingIn
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of

FILTERS = ("words", "side", "state", "after")


@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """List credit records: to everybody those of organisations."""
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    context = {
        "found": selectors.record_page(viewer_of(request), **asked),
        "sides": list(RATERS.items()),
        "states": list(CREDIT.states.items()),
        **asked,
    }
    return page(request, "credit/records.html", context)


@require_GET
@signed_in(*PARTIES)
def mine(request: HttpRequest) -> HttpResponse:
    """Show the own score, line by line."""
    viewer = viewer_of(request)
    code = selectors.own_party(viewer)
    sheet = selectors.credit_sheet(viewer, code) if code else None
    return page(request, "credit/party.html", {"sheet": sheet})


@require_GET
def party(request: HttpRequest, code: str) -> HttpResponse:
    """Show a party's score, line by line."""
    sheet = selectors.credit_sheet(viewer_of(request), code)
    return page(request, "credit/party.html", {"sheet": sheet})


@require_GET
def calculation(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out everything a score was made of."""
    return JsonResponse(
        selectors.calculation(viewer_of(request), code),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one record."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.record_seen(viewer, pk),
        "entries": timeline_of(viewer, CREDIT.of, str(pk)),
    }
    return page(request, "credit/record.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def raise_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a record about oneself."""

    def act(data: Any) -> None:
        files = request.FILES.getlist("files")
        services.raise_objection(actor_of(request), pk=pk, form=data, files=files)

    return _act(request, pk, "object", ObjectionIn, act, "异议已提交，财政部门在规定期限内处理。")


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then take an objection back."""
    if request.method == "POST":
        services.withdraw(actor_of(request), pk=pk)
        flash(request, "异议已撤回。")
        return redirect("credit-record", pk=pk)
    card = selectors.record_seen(viewer_of(request), pk)
    offer = next((one for one in card.offers if one.step.name == "withdraw"), None)
    return page(request, "credit/withdraw.html", {"card": card, "offer": offer})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("更正信用记录", about=signed.record)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a record right."""

    def act(data: Any) -> None:
        services.correct(actor_of(request), pk=pk, form=data)

    return _act(request, pk, "correct", CorrectionIn, act, "记录已更正，信用分随即重新计算。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def uphold(request: HttpRequest, pk: int) -> HttpResponse:
    """Find an objection unfounded."""

    def act(data: Any) -> None:
        services.uphold(actor_of(request), pk=pk, form=data)

    return _act(request, pk, "uphold", RulingIn, act, "已答复异议不成立。")


@require_GET
@signed_in(*PARTIES, Side.SUPERVISOR)
def file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """Send evidence of an objection."""
    return answer(selectors.objection_file(viewer_of(request), pk, file))


def _act(
    request: HttpRequest,
    pk: int,
    step: str,
    schema: type[BaseModel],
    act: Callable[[Any], None],
    done: str,
) -> HttpResponse:
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, form.data):
            flash(request, done)
            return redirect("credit-record", pk=pk)
    card = selectors.record_seen(viewer_of(request), pk)
    offer = next((one for one in card.offers if one.step.name == step), None)
    context = {"card": card, "form": form, "offer": offer, "fields": tuple(schema.model_fields)}
    return page(request, "credit/act.html", context, status=form.status)
