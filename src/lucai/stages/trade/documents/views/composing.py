"""Which clauses a chapter holds: taken from the library, left out, ordered, written anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.blanks import blank
from lucai.stages.trade.documents.cards import ChapterSheet, DocumentSheet
from lucai.stages.trade.documents.composing import OptionalClause, optional_clauses
from lucai.stages.trade.documents.schemas import ArrangeIn, OwnClauseIn
from lucai.stages.trade.documents.views.editing import draft_sheet
from lucai.stages.trade.projects.selectors import frame


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def compose(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Show a chapter's clauses in their order with what the library offers; act upon one."""
    sheet = draft_sheet(request, number)
    chapter = _chapter(sheet, key)
    form = read_form(ArrangeIn, request) if request.method == "POST" else filled(ArrangeIn)
    if request.method == "POST":
        content = {"project_number": number, "chapter": key, "content": form.data}
        if form.attempt(services.arrange, actor_of(request), **content):
            flash(request, "已调整条款。")
            return redirect("document_compose", number, key)
    context = {
        "frame": frame(viewer_of(request), number, "document"),
        "sheet": sheet,
        "chapter": chapter,
        "left": [one for one in sheet.left if one.id in _ids_of(sheet, key)],
        "offered": _offered(sheet, key),
        "form": form,
    }
    return page(request, "documents_trade/compose.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def own(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Write a clause that no template has."""
    sheet = draft_sheet(request, number)
    chapter = _chapter(sheet, key)
    form: Form[OwnClauseIn] = filled(OwnClauseIn, {"version": sheet.card.version})
    if request.method == "POST":
        form = read_form(OwnClauseIn, request)
        content = {"project_number": number, "chapter": key, "content": form.data}
        if form.attempt(services.write_own, actor_of(request), **content):
            flash(request, "已加入自拟条款。")
            return redirect("document_compose", number, key)
    context = {
        "frame": frame(viewer_of(request), number, "document"),
        "sheet": sheet,
        "chapter": chapter,
        "form": form,
    }
    return page(request, "documents_trade/own_clause.html", context, status=form.status)


def _chapter(sheet: DocumentSheet, key: str) -> ChapterSheet:
    for chapter in sheet.chapters:
        if chapter.key == key:
            return chapter
    raise NotFound("采购文件没有这一章。")


def _ids_of(sheet: DocumentSheet, key: str) -> set[str]:
    """Return the ids that the template has in a chapter, those left out included."""
    return {clause.id for clause in blank(sheet.card.blank, sheet.card.method).chapter(key).clauses}


def _offered(sheet: DocumentSheet, key: str) -> list[OptionalClause]:
    """Return the library's clauses that the chapter may take and does not have yet."""
    card, today = sheet.card, clock.today()
    return [
        one
        for one in optional_clauses().values()
        if one.chapter == key
        and one.clause.id not in card.composition.added
        and one.suits(card.object_kind, card.method, today)
    ]
