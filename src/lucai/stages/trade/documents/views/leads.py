"""The clause check of a document, and the reasons given for its leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.documents import selectors, services
from lucai.stages.trade.documents.lifecycle import COEDIT, EDIT
from lucai.stages.trade.documents.schemas import LeadAnswerIn
from lucai.stages.trade.projects.selectors import frame

FOLLOWERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)


@require_GET
@signed_in(*FOLLOWERS)
def leads(request: HttpRequest, number: str) -> HttpResponse:
    """List every lead at its clause, with article, advice and the reason given."""
    viewer = viewer_of(request)
    sheet = selectors.document_seen(viewer, number)
    may = viewer.may(EDIT.permission) or viewer.may(COEDIT.permission)
    context = {
        "frame": frame(viewer, number, "document"),
        "sheet": sheet,
        "may_answer": may and sheet.card.state != "published",
        "may_edit": may and sheet.card.editable,
    }
    return page(request, "documents_trade/leads.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def answer(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Say why the words are needed."""
    viewer = viewer_of(request)
    sheet = selectors.document_seen(viewer, number)
    lead = next((one for one in sheet.leads if one.key == key and not one.gone), None)
    if lead is None:
        raise NotFound("条款检查没有这一处提示，可能已经修改。")
    known = {"reason": lead.answer.reason if lead.answer else ""}
    form = filled(LeadAnswerIn, known)
    if request.method == "POST":
        form = read_form(LeadAnswerIn, request)
        content = {"project_number": number, "key": key, "content": form.data}
        if form.attempt(services.answer_lead, actor_of(request), **content):
            flash(request, "已说明理由，提示和理由随采购文件留存。")
            return redirect("document_leads", number)
    context = {"frame": frame(viewer, number, "document"), "lead": lead, "form": form}
    return page(request, "documents_trade/lead.html", context, status=form.status)
