"""Pages of the panel's questions to bidders."""

from __future__ import annotations

from dataclasses import replace

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import SYSTEM, Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.selectors import file_seen
from lucai.platform.files.services import keep_upload
from lucai.platform.files.views import answer as send
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.bid_clarifications import selectors, services, signed
from lucai.stages.trade.bid_clarifications.schemas import AnswerIn, QuestionIn
from lucai.stages.trade.evaluations.selectors import evaluation_seen
from lucai.stages.trade.evaluations.veil import veiled_paper
from lucai.stages.trade.projects.selectors import frame

INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT, Side.SUPPLIER)
UPLOADS = ("file_1", "file_2", "file_3")


@require_GET
@signed_in(*INSIDE)
def clarifications(request: HttpRequest, number: str) -> HttpResponse:
    """List what the panel asked, and about which bids its chair may ask now."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "bid-clarifications"),
        "found": selectors.clarifications_of(viewer, number),
        "askable": selectors.askable(viewer, number),
        "base": f"/rooms/{number}/bid-clarifications/",
    }
    return page(request, "bid_clarifications/clarifications.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT, Side.BUYER)
def ask(request: HttpRequest, number: str, lot: int, code: str) -> HttpResponse:
    """Ask a bidder in writing, for the whole panel."""
    viewer = viewer_of(request)
    sheet = evaluation_seen(viewer, number, lot)
    if not sheet.own:
        raise NotFound("没有找到这个页面。")
    form: Form[QuestionIn] = filled(QuestionIn)
    if request.method == "POST":
        form = read_form(QuestionIn, request)
        key = {"project_number": number, "lot_number": lot, "bid_code": code}
        if form.attempt(services.ask, actor_of(request), form=form.data, **key):
            flash(request, "已要求供应商书面澄清，答复后在这里查看。")
            return redirect("bid-clarifications", number=number)
    context = {
        "frame": frame(viewer, number, "bid-clarifications"),
        "bid": sheet.bid(code),
        "has_dark": bool(sheet.dark_bids),
        "form": form,
        "base": f"/rooms/{number}/bid-clarifications/",
        "tendered": sheet.method in {"open", "invited"},
    }
    return page(request, "bid_clarifications/ask.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*INSIDE)
@signed_act("提交澄清、说明或者补正", about=signed.question)
def clarification(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one question; the bidder that was asked answers here."""
    viewer = viewer_of(request)
    form: Form[AnswerIn] = filled(AnswerIn)
    if request.method == "POST":
        form = read_form(AnswerIn, request)
        if form.attempt(_answer, request, number, pk, form.data):
            flash(request, "已提交评审委员会。")
            return redirect("bid-clarification", number=number, pk=pk)
    context = {
        "frame": frame(viewer, number, "bid-clarifications"),
        "line": selectors.clarification_seen(viewer, number, pk),
        "form": form,
        "uploads": UPLOADS,
        "base": f"/rooms/{number}/bid-clarifications/",
    }
    return page(request, "bid_clarifications/clarification.html", context, status=form.status)


@require_GET
@signed_in(*INSIDE)
def file(request: HttpRequest, number: str, pk: int, file: int) -> FileResponse:
    """Send a paper that came with an answer."""
    line = selectors.clarification_seen(viewer_of(request), number, pk)
    if file not in line.file_ids:
        raise NotFound("没有找到这个文件。")
    place = line.file_ids.index(file) + 1
    card = file_seen(SYSTEM, file)
    return send(replace(card, name=veiled_paper(card.name, place)) if line.veiled else card)


def _answer(request: HttpRequest, number: str, pk: int, form: AnswerIn) -> None:
    """Keep the papers, then the answer that refers to them."""
    actor = actor_of(request)
    kept = [
        keep_upload(actor, request.FILES[name], field=name)
        for name in UPLOADS
        if name in request.FILES
    ]
    files = tuple(one.pk for one in kept)
    services.answer(actor, project_number=number, pk=pk, form=form, file_ids=files)
