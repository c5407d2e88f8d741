"""Enquiries and clarifications."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.documents import services, signed
from lucai.stages.trade.documents.initial import clarification_content
from lucai.stages.trade.documents.leads import PlacedText
from lucai.stages.trade.documents.schemas import AnswerIn, ClarificationIn, EnquiryIn, TextsIn
from lucai.stages.trade.documents.selectors import clarifications as selectors
from lucai.stages.trade.documents.selectors import document_card
from lucai.stages.trade.projects.selectors import frame

READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER)


@require_GET
@signed_in(*READERS)
def clarifications(request: HttpRequest, number: str) -> HttpResponse:
    """List enquiries and clarifications."""
    return _listed(request, number, filled(EnquiryIn))


@require_POST
@signed_in(Side.SUPPLIER)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask about the tender."""
    form = read_form(EnquiryIn, request)
    if not form.data:
        return _listed(request, number, form)
    services.ask(actor_of(request), project_number=number, enquiry=form.data)
    flash(request, "询问已提交，答复会面向全部供应商发布，不显示提问人。")
    return redirect("clarifications", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def answer(request: HttpRequest, number: str, enquiry: int) -> HttpResponse:
    """Answer a question to its asker alone."""
    viewer = viewer_of(request)
    form = read_form(AnswerIn, request) if request.method == "POST" else filled(AnswerIn)
    if form.data:
        services.answer(
            actor_of(request), project_number=number, enquiry=enquiry, content=form.data
        )
        flash(request, "已答复，提问的供应商会收到通知。")
        return redirect("clarifications", number)
    context = {
        "frame": frame(viewer, number, "clarifications"),
        "enquiry": selectors.enquiry_seen(viewer, number, enquiry),
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "documents_trade/enquiry_answer.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Draft a clarification."""
    form = _form(request, {})
    if form.data:
        try:
            made = services.clarify(actor_of(request), project_number=number, content=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("clarification", number, made)
    return _edited(request, number, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def edit(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Change a clarification that is not published yet."""
    sheet = selectors.clarification_seen(viewer_of(request), number, place)
    form = _form(request, clarification_content(sheet))
    if form.data:
        try:
            services.edit_clarification(
                actor_of(request), project_number=number, number=place, content=form.data
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("clarification", number, place)
    return _edited(request, number, form)


@require_GET
@signed_in(*READERS)
def clarification(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one clarification."""
    return _shown(request, number, place, "clarification")


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("发布澄清或者修改", about=signed.clarification)
def publish(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Ask before publishing; publish."""
    if request.method == "GET":
        return _shown(request, number, place, "clarification_confirm")
    services.publish_clarification(actor_of(request), project_number=number, number=place)
    flash(request, "更正公告已发布，已获取招标文件的供应商会收到通知。")
    return redirect("clarification", number, place)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def texts(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Write which words of the document the clarification replaces."""
    viewer = viewer_of(request)
    sheet = selectors.clarification_seen(viewer, number, place)
    if sheet.state != "draft":
        raise WrongState("更正公告已经发布，不能修改；需要时另行发布一次更正。")
    present = selectors.amendable_texts(viewer, number)
    planned = {one.place: one.after for one in sheet.changes}
    known = {"texts": {one.place: planned.get(one.place, one.text) for one in present}}
    form = read_form(TextsIn, request) if request.method == "POST" else filled(TextsIn, known)
    if request.method == "POST":
        content = {"project_number": number, "number": place, "content": form.data}
        if form.attempt(services.amend_texts, actor_of(request), **content):
            flash(request, "已保存更正文字，发布后形成新的一版。")
            return redirect("clarification", number, place)
    context = {
        "frame": frame(viewer, number, "clarifications"),
        "sheet": sheet,
        "groups": _grouped(present),
        "changed": set(planned),
        "form": form,
    }
    return page(request, "documents_trade/clarification_texts.html", context, status=form.status)


@require_POST
@signed_in(Side.AGENCY)
def recount(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Count the deadline from today."""
    services.recount_deadline(actor_of(request), project_number=number, number=place)
    flash(request, "已按今天发布重新计算投标截止时间，请核对。")
    return redirect("clarification", number, place)


def _grouped(texts: list[PlacedText]) -> list[tuple[str, list[PlacedText]]]:
    """Put the pieces of a chapter under its name, the requirements under theirs."""
    groups: dict[str, list[PlacedText]] = {}
    for text in texts:
        title, dot, _ = text.label.partition(" · ")
        groups.setdefault(title if dot else "采购要求", []).append(text)
    return list(groups.items())


def _form(request: HttpRequest, content: dict[str, Any]) -> Form[ClarificationIn]:
    if request.method == "POST":
        return read_form(ClarificationIn, request)
    return filled(ClarificationIn, content)


def _listed(request: HttpRequest, number: str, form: Form[EnquiryIn]) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "clarifications"),
        "card": document_card(viewer, number),
        "rows": selectors.clarification_list(viewer, number),
        "enquiries": selectors.enquiry_list(viewer, number),
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "documents_trade/clarifications.html", context, status=status)


def _edited(request: HttpRequest, number: str, form: Form[ClarificationIn]) -> HttpResponse:
    viewer = viewer_of(request)
    open_ = [e for e in selectors.enquiry_list(viewer, number) if e.open]
    form.choices["enquiries"] = [(str(e.pk), e.question) for e in open_]
    context = {
        "frame": frame(viewer, number, "clarifications"),
        "card": document_card(viewer, number),
        "form": form,
        "has_enquiries": bool(open_),
        "chosen": [pk for pk in form.values.get("enquiries", "").split(",") if pk],
    }
    status = 422 if form.errors else 200
    return page(request, "documents_trade/clarification_edit.html", context, status=status)


def _shown(request: HttpRequest, number: str, place: int, template: str) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "clarifications"),
        "sheet": selectors.clarification_seen(viewer, number, place),
    }
    return page(request, f"documents_trade/{template}.html", context)
