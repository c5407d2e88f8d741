"""The pages on which a bid is filled in, each saved on its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.suppliers.selectors import own_company
from lucai.stages.trade.bids import prefill, services
from lucai.stages.trade.bids.schemas import AnswersIn, BondIn, OfferIn, TermsIn, UploadIn
from lucai.stages.trade.bids.selectors.desk import KIND_LABELS
from lucai.stages.trade.bids.views.desk import context_of
from lucai.stages.trade.bids.wording import PARTS, SECURITY_LABELS

both = require_http_methods(["GET", "POST"])


@both
@signed_in(Side.SUPPLIER)
def matrix(request: HttpRequest, number: str, lot: int, kind: str) -> HttpResponse:
    """Answer the requirements of one kind."""
    if kind not in KIND_LABELS:
        raise NotFound("没有找到这个页面。")
    context = context_of(request, number, lot)
    answers = [one for one in context["desk"].copy.answers if one.demand.kind == kind]
    form = filled(AnswersIn, prefill.answers_of(answers))
    if request.method == "POST":
        form = read_form(AnswersIn, request)
        if _saved(
            form,
            lambda d: services.answer_requirements(answers=d.answers, **_key(request, number, lot)),
        ):
            return _back(request, number, lot, f"{KIND_LABELS[kind]}已保存。")
    extra = {"form": form, "answers": answers, "kind": kind, "label": KIND_LABELS[kind]}
    return _form_page(request, "bids/matrix.html", {**context, **extra})


@both
@signed_in(Side.SUPPLIER)
def terms(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Fill in the bid letter."""
    context = context_of(request, number, lot)
    company = own_company(viewer_of(request))
    form = filled(TermsIn, prefill.terms_of(context["desk"].copy, company))
    if request.method == "POST":
        form = read_form(TermsIn, request)
        if _saved(form, lambda d: services.edit_terms(terms=d, **_key(request, number, lot))):
            return _back(request, number, lot, "投标函已保存。")
    return _form_page(request, "bids/terms.html", {**context, "form": form, "company": company})


@both
@signed_in(Side.SUPPLIER)
def price(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Fill in the price table and the total."""
    context = context_of(request, number, lot)
    form = filled(OfferIn, prefill.offer_of(context["desk"].copy))
    if request.method == "POST":
        form = read_form(OfferIn, request)
        if _saved(form, lambda d: services.edit_offer(offer=d, **_key(request, number, lot))):
            flash(request, "报价已保存，请核对合计。")
            return redirect("bid-price", number=number, lot=lot)
    return _form_page(request, "bids/price.html", {**context, "form": form})


@both
@signed_in(Side.SUPPLIER)
def files(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Add files, and see those that are there."""
    context = context_of(request, number, lot)
    form = filled(UploadIn)
    if request.method == "POST":
        form = read_form(UploadIn, request)
        upload = request.FILES.get("upload")
        if _saved(
            form,
            lambda d: services.attach(
                part=d.part.value, upload=upload, **_key(request, number, lot)
            ),
        ):
            flash(request, "文件已上传。")
            return redirect("bid-files", number=number, lot=lot)
    return _form_page(request, "bids/files.html", {**context, "form": form, "parts": PARTS})


@require_POST
@signed_in(Side.SUPPLIER)
def remove_file(request: HttpRequest, number: str, lot: int, file_id: int) -> HttpResponse:
    """Take a file out of the working copy."""
    services.detach(file_id=file_id, **_key(request, number, lot))
    flash(request, "文件已移除；已经提交的版本不受影响。")
    return redirect("bid-files", number=number, lot=lot)


@both
@signed_in(Side.SUPPLIER)
def bond(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Record how the bid bond was given."""
    context = context_of(request, number, lot)
    form = filled(BondIn)
    if request.method == "POST":
        form = read_form(BondIn, request)
        if _saved(form, lambda d: services.record_bond(bond=d, **_key(request, number, lot))):
            flash(request, "投标保证金已登记。")
            return redirect("bid-bond", number=number, lot=lot)
    return _form_page(
        request, "bids/bond.html", {**context, "form": form, "kinds": SECURITY_LABELS}
    )


@require_POST
@signed_in(Side.SUPPLIER)
def remove_bond(request: HttpRequest, number: str, lot: int, security: int) -> HttpResponse:
    """Take back a wrong record of a bond."""
    services.remove_bond(security=security, **_key(request, number, lot))
    flash(request, "保证金记录已删除。")
    return redirect("bid-bond", number=number, lot=lot)


def _key(request: HttpRequest, number: str, lot: int) -> dict[str, Any]:
    return {"actor": actor_of(request), "project_number": number, "lot_number": lot}


def _saved(form: Form[Any], save: Callable[[Any], object]) -> bool:
    """Save what could be read; put what the service finds wrong at its field."""
    if not form.data:
        return False
    try:
        save(form.data)
    except InvalidInput as error:
        form.refuse(error)
        return False
    return True


def _back(request: HttpRequest, number: str, lot: int, text: str) -> HttpResponse:
    flash(request, text)
    return redirect("bid", number=number, lot=lot)


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return page(request, template, context, status=422 if context["form"].errors else 200)
