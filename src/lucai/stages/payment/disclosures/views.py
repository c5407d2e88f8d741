"""Pages of the yearly disclosures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.law.payments import disclosure_due
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.payment.disclosures import selectors, services, signed
from lucai.stages.payment.disclosures.lifecycle import DISCLOSURE, PREPARE
from lucai.stages.payment.disclosures.schemas import CorrectIn, PublishIn

YEARS_BACK = 5


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR)
def disclosures(request: HttpRequest) -> HttpResponse:
    """List the disclosures of one's branch or region; a buyer may prepare last year's."""
    viewer, last = viewer_of(request), clock.today().year - 1
    asked = {
        name: request.GET.get(name, "").strip()[:80] for name in ("words", "year", "state", "after")
    }
    years = [(str(y), f"{y} 年度") for y in range(last, last - YEARS_BACK, -1)]
    context = {
        "found": selectors.disclosure_page(viewer, **asked),
        "filters": [
            FormField("words", "采购人", value=asked["words"]),
            FormField("year", "年度", kind="select", value=asked["year"], choices=years),
            FormField(
                "state", "状态", kind="select", value=asked["state"],
                choices=list(DISCLOSURE.states.items()),
            ),
        ],
        "last": last,
        "due_on": disclosure_due(last + 1),
        "may_prepare": viewer.may(PREPARE.permission) and not selectors.is_prepared(viewer, last),
        **asked,
    }  # fmt: skip
    return page(request, "disclosures/disclosures.html", context)


@require_POST
@signed_in(Side.BUYER)
def prepare(request: HttpRequest) -> HttpResponse:
    """Begin last year's disclosure of one's own unit."""
    last = clock.today().year - 1
    buyer = services.prepare(actor_of(request), year=last)
    flash(request, "已按账面数据编制，请核对后公示。")
    return redirect("disclosure", year=last, buyer=buyer)


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR)
def disclosure(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Show a disclosure with the invoices behind its figures."""
    viewer = viewer_of(request)
    sheet = selectors.disclosure_seen(viewer, year, buyer)
    entries = timeline_of(viewer, DISCLOSURE.of, sheet.key)
    context = {"sheet": sheet, "entries": entries, "due_on": disclosure_due(year + 1)}
    return page(request, "disclosures/disclosure.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("公示逾期尚未支付中小企业款项", about=signed.disclosure)
def publish(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Publish a disclosure."""
    return _act(request, year, buyer, "publish", PublishIn, services.publish)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("更正逾期款项公示", about=signed.disclosure)
def correct(request: HttpRequest, year: int, buyer: int) -> HttpResponse:
    """Publish what the books say now."""
    return _act(request, year, buyer, "correct", CorrectIn, services.correct)


def _act(
    request: HttpRequest, year: int, buyer: int, step: str, schema: type[BaseModel],
    service: Callable[..., None],
) -> HttpResponse:  # fmt: skip
    sheet = selectors.disclosure_seen(viewer_of(request), year, buyer)
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)

        def act(data: Any) -> None:
            service(actor_of(request), year=year, buyer_id=buyer, remark=data.remark)

        if form.attempt(act, form.data):
            flash(request, "已公示，公告列入门户“监督检查”栏目。")
            return redirect("disclosure", year=year, buyer=buyer)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    context = {"sheet": sheet, "form": form, "offer": offer, "due_on": disclosure_due(year + 1)}
    return page(request, "disclosures/act.html", context, status=form.status)
