"""Documents obtained, questions about them, and corrections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.documents.leads import PlacedText
from lucai.stages.trade.frameworks import selectors, services, signed
from lucai.stages.trade.frameworks.schemas import AnswerIn, CorrectionIn, EnquiryIn
from lucai.stages.trade.frameworks.selectors.correcting import amendable_texts, needed_deadline
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_list, enquiry_seen
from lucai.stages.trade.frameworks.supplier_lifecycle import ASK, ORGANISERS

READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER)


@require_POST
@signed_in(Side.SUPPLIER)
def obtain(request: HttpRequest, number: str) -> HttpResponse:
    """Note that a supplier obtained the documents: corrections are told to it."""
    services.obtain(actor_of(request), number=number)
    flash(request, "已登记获取征集文件，更正和顺延会通知本单位。")
    return redirect("framework", number)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
@signed_act("发布征集文件更正公告", about=signed.correction)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Publish a correction of the documents."""
    viewer = viewer_of(request)
    sheet = selectors.framework_seen(viewer, number)
    if not sheet.mine:
        raise NotFound("没有找到这个页面。")
    present = amendable_texts(viewer, number)
    form = filled(CorrectionIn, {"texts": {one.place: one.text for one in present}})
    if request.method == "POST":
        form = read_form(CorrectionIn, request)
        form.labels = _changed(form, present)
        if form.attempt(services.correct, actor_of(request), number=number, form=form.data):
            flash(request, "更正公告已发布，已获取征集文件和已提交响应文件的供应商会收到通知。")
            return redirect("framework", number)
    context = {
        "card": sheet.card, "form": form, "texts": present, "call": sheet.open_call,
        "needed": needed_deadline(viewer, number),
    }  # fmt: skip
    return page(request, "frameworks/correct.html", context, status=form.status)


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


def _changed(form: Form[CorrectionIn], present: list[PlacedText]) -> dict[str, str]:
    """Name the fields of the texts that differ, so that who signs reads them and no others."""
    return {
        f"texts.{one.place}": f"更正后：{one.label}"
        for one in present
        if form.values.get(f"texts.{one.place}", one.text).strip() != one.text.strip()
    }


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
