"""Questions of suppliers about a framework."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.frameworks import selectors, services
from lucai.stages.trade.frameworks.schemas import AnswerIn, EnquiryIn
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_list, enquiry_seen
from lucai.stages.trade.frameworks.supplier_lifecycle import ASK, ORGANISERS

READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER)


@require_GET
@signed_in(*READERS)
def enquiries(request: HttpRequest, number: str) -> HttpResponse:
    """List the questions asked; a supplier reads its own and asks."""
    return _listed(request, number, filled(EnquiryIn))


@require_POST
@signed_in(Side.SUPPLIER)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask about a framework."""
    form = read_form(EnquiryIn, request)
    if not form.attempt(services.ask, actor_of(request), number=number, form=form.data):
        return _listed(request, number, form)
    flash(request, "询问已提交，答复后会通知本单位。")
    return redirect("framework-enquiries", number)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def answer(request: HttpRequest, number: str, enquiry: int) -> HttpResponse:
    """Answer a question to its asker alone."""
    viewer = viewer_of(request)
    found = enquiry_seen(viewer, number, enquiry)
    form: Form[AnswerIn] = filled(AnswerIn)
    if request.method == "POST":
        form = read_form(AnswerIn, request)
        content = {"number": number, "enquiry": enquiry, "form": form.data}
        if form.attempt(services.answer, actor_of(request), **content):
            flash(request, "已答复，提问的供应商会收到通知。")
            return redirect("framework-enquiries", number)
    context = {
        "card": selectors.framework_card(viewer, number), "enquiry": found, "form": form,
    }  # fmt: skip
    return page(request, "frameworks/enquiry.html", context, status=form.status)


def _listed(request: HttpRequest, number: str, form: Form[EnquiryIn]) -> HttpResponse:
    viewer = viewer_of(request)
    sheet = selectors.framework_seen(viewer, number)
    context = {
        "card": sheet.card,
        "mine": sheet.mine,
        "may_ask": viewer.may(ASK.permission),
        "enquiries": enquiry_list(viewer, number),
        "form": form,
    }
    return page(request, "frameworks/enquiries.html", context, status=form.status)
