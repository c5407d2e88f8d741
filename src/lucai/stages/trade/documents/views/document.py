"""The tender document: what it holds, what the law still misses, its steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.documents import papers, selectors, services, signed
from lucai.stages.trade.documents.blanks import blanks_for
from lucai.stages.trade.documents.lifecycle import COEDIT, DOCUMENT, EDIT
from lucai.stages.trade.documents.preview import is_announced, notice_preview
from lucai.stages.trade.documents.schemas import BlankIn, ExtensionIn, ReasonIn
from lucai.stages.trade.prequalifications.selectors import may_organise
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.projects.selectors.guests import is_guest

READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT)
DONE = {
    "submit": "已提交采购人确认。",
    "confirm": "已确认采购文件，代理机构可以发布招标公告。",
    "revise": "采购文件已回到编制状态。",
    "publish": "招标公告和招标文件已发布。",
}


@require_GET
@signed_in(*READERS)
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Show the document, or the choice of a blank while there is none."""
    viewer = viewer_of(request)
    if not selectors.has_document(viewer, number):
        return _choose(request, number)
    context = {
        "frame": frame(viewer, number, "document"),
        "sheet": selectors.document_seen(viewer, number),
        "may_organise": may_organise(viewer, number),
        "may_edit": not is_guest(viewer, number)
        and (viewer.may(EDIT.permission) or viewer.may(COEDIT.permission)),
        "follows": viewer.side in {Side.BUYER, Side.AGENCY, Side.SUPERVISOR}
        and not is_guest(viewer, number),
    }
    return page(request, "documents_trade/document.html", context)


@require_POST
@signed_in(Side.AGENCY)
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the document from a blank."""
    form = read_form(BlankIn, request)
    if form.data:
        try:
            services.draft_document(
                actor_of(request), project_number=number, blank_code=form.data.blank
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "已从范本生成采购文件，请逐项完善。")
            return redirect("document", number)
    return _choose(request, number, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
@signed_act(
    {"confirm": "确认采购文件", "publish": "发布采购公告和采购文件"},
    by="name",
    about=signed.document,
)
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask before an act that cannot be undone; take the step."""
    if request.method == "GET":
        return _confirm(request, number, name)
    if name == "publish":
        services.publish(actor_of(request), project_number=number)
    else:
        services.take(actor_of(request), project_number=number, step=name)
    flash(request, DONE.get(name, "已办理。"))
    return redirect("document", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def return_document(request: HttpRequest, number: str) -> HttpResponse:
    """Send the document back with a reason."""
    form = read_form(ReasonIn, request) if request.method == "POST" else filled(ReasonIn)
    if form.data:
        services.return_document(actor_of(request), project_number=number, reason=form.data)
        flash(request, "已退回代理机构修改。")
        return redirect("document", number)
    context = {"frame": frame(viewer_of(request), number, "document"), "form": form}
    status = 422 if form.errors else 200
    return page(request, "documents_trade/return.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def extension(request: HttpRequest, number: str) -> HttpResponse:
    """Extend the period in which the document can be obtained."""
    viewer = viewer_of(request)
    form = read_form(ExtensionIn, request) if request.method == "POST" else filled(ExtensionIn)
    if request.method == "POST":
        key = {"project_number": number, "extension": form.data}
        if form.attempt(services.extend, actor_of(request), **key):
            flash(request, "已延长招标文件获取期限，更正公告已发布。")
            return redirect("document", number)
    sheet = selectors.document_seen(viewer, number)
    context = {
        "frame": frame(viewer, number, "document"),
        "sheet": sheet,
        "offer": sheet.offer("extend"),
        "form": form,
    }
    return page(request, "documents_trade/extension.html", context, status=form.status)


@require_GET
@signed_in(*READERS)
def pdf(request: HttpRequest, number: str) -> HttpResponseBase:
    """Send the published paper; before that a preview that says so."""
    viewer = viewer_of(request)
    sheet = selectors.document_seen(viewer, number)
    if sheet.card.file_id:
        return answer(papers.published_paper(viewer, number))
    paper = papers.tender_pdf(sheet, moment=clock.now())
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response


def _choose(request: HttpRequest, number: str, form: object = None) -> HttpResponse:
    viewer = viewer_of(request)
    found = frame(viewer, number, "document")
    context = {
        "frame": found,
        "blanks": blanks_for(found.card.object_kind),
        "form": form or filled(BlankIn),
        "may_draft": viewer.may("trade.tenderDocument:edit"),
        "may_organise": may_organise(viewer, number),
    }
    return page(request, "documents_trade/choose.html", context, status=422 if form else 200)


def _confirm(request: HttpRequest, number: str, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    sheet = selectors.document_seen(viewer, number)
    offer = sheet.offer(name)
    if offer is None:
        raise NotFound(f"采购文件{sheet.card.state_label}，没有这一步可以办理。")
    context = {
        "frame": frame(viewer, number, "document"),
        "sheet": sheet,
        "offer": offer,
        "preview": notice_preview(sheet) if DOCUMENT.step(name).notice else None,
        "announced": is_announced(sheet),
    }
    return page(request, "documents_trade/confirm.html", context)
