"""The clause library: searched, read clause by clause, revised with approval."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.law.methods import method
from lucai.law.unfair_forms import every_form
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.blanks import blank, codes
from lucai.stages.trade.documents.library import METHODS, NEEDS, library_clause, searched
from lucai.stages.trade.documents.lifecycle import PROPOSE, REVISION
from lucai.stages.trade.documents.schemas import OpinionIn, RevisionIn
from lucai.stages.trade.documents.selectors import library as selectors
from lucai.stages.trade.documents.selectors.templates import (
    answered_page,
    template_list,
    template_seen,
)
from lucai.stages.trade.documents.wording import OBJECT_KINDS

READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
SIZE = 25
FILTERS = ("words", "object", "method", "need", "chapter")
DONE = {"approve": "已批准，启用日起新编制的采购文件采用。", "decline": "已退回，提出单位会收到意见。", "retire": "已停用，恢复原来的文字。"}  # fmt: skip


@require_GET
@signed_in(*READERS)
def clauses(request: HttpRequest) -> HttpResponse:
    """List and search the library."""
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    found = searched(
        words=chosen["words"], object_kind=chosen["object"], method_key=chosen["method"],
        need=chosen["need"], chapter=chosen["chapter"],
    )  # fmt: skip
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and int(asked) else 1
    start = (number - 1) * SIZE
    link = "/clauses/?" + urlencode({k: v for k, v in chosen.items() if v})
    context = {
        "rows": found[start : start + SIZE],
        "total": len(found),
        "filters": _filters(chosen),
        "filtered": any(chosen.values()),
        "before": f"{link}&page={number - 1}" if number > 1 else "",
        "following": f"{link}&page={number + 1}" if start + SIZE < len(found) else "",
    }
    return page(request, "documents_trade/clauses.html", context)


@require_GET
@signed_in(*READERS)
def templates(request: HttpRequest) -> HttpResponse:
    """List the templates by object and method."""
    context = {"rows": template_list(viewer_of(request))}
    return page(request, "documents_trade/templates.html", context)


@require_GET
@signed_in(*READERS)
def template(request: HttpRequest, code: str, spoken: str) -> HttpResponse:
    """Show a template with all its clauses, as it holds today."""
    context = {"sheet": template_seen(viewer_of(request), code, spoken)}
    return page(request, "documents_trade/template.html", context)


@require_GET
@signed_in(*READERS)
def answered(request: HttpRequest) -> HttpResponse:
    """List the leads of the clause check that were answered with a reason."""
    form = request.GET.get("form", "")
    found = answered_page(viewer_of(request), form=form, after=request.GET.get("after", ""))
    choices = [(one.id, f"{one.id} {one.title}") for one in every_form().values()]
    context = {
        "found": found,
        "form": form,
        "filters": [FormField("form", "情形", kind="select", value=form, choices=choices)],
    }
    return page(request, "documents_trade/answered.html", context)


@require_GET
@signed_in(*READERS)
def clause(request: HttpRequest, key: str) -> HttpResponse:
    """Show one clause: its words, history, and where it is used."""
    viewer = viewer_of(request)
    context = {
        "one": library_clause(key),
        "revisions": selectors.revision_page(viewer, clause=key).items,
        "uses": selectors.uses_of(viewer, key),
        "may_propose": viewer.may(PROPOSE.permission),
    }
    return page(request, "documents_trade/clause.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*READERS)
def revise(request: HttpRequest, key: str) -> HttpResponse:
    """Propose other words for a clause."""
    one = library_clause(key)
    form = filled(RevisionIn, {"text": one.clause.text, "since": clock.today()})
    if request.method == "POST":
        form = read_form(RevisionIn, request)
        content = {"clause": key, "content": form.data}
        if form.attempt(services.propose_revision, actor_of(request), **content):
            flash(request, "已提出修订，由财政部门审批。")
            return redirect("clause_revisions")
    context = {"one": one, "form": form}
    return page(request, "documents_trade/revise.html", context, status=form.status)


@require_GET
@signed_in(*READERS)
def revisions(request: HttpRequest) -> HttpResponse:
    """List the revisions."""
    state = request.GET.get("state", "")
    found = selectors.revision_page(
        viewer_of(request), state=state, after=request.GET.get("after", "")
    )
    choices = list(REVISION.states.items())
    context = {
        "found": found,
        "state": state,
        "filters": [FormField("state", "状态", kind="select", value=state, choices=choices)],
    }
    return page(request, "documents_trade/revisions.html", context)


@require_GET
@signed_in(*READERS)
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one revision beside what it replaces."""
    context = {"sheet": selectors.revision_seen(viewer_of(request), pk)}
    return page(request, "documents_trade/revision.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask, then approve; decline and retire ask for the reason."""
    sheet = selectors.revision_seen(viewer_of(request), pk)
    if name not in DONE:
        raise NotFound("没有这一步可以办理。")
    form = filled(OpinionIn)
    if request.method == "POST":
        content: dict[str, Any] = {"pk": pk, "step": name}
        if name != "approve":
            form = read_form(OpinionIn, request)
            content["content"] = form.data
        if name == "approve":
            services.decide_revision(actor_of(request), **content)
        if name == "approve" or form.attempt(
            services.decide_revision, actor_of(request), **content
        ):
            flash(request, DONE[name])
            return redirect("clause_revision", pk)
    context = {"sheet": sheet, "step": REVISION.step(name), "form": form}
    return page(request, "documents_trade/decide.html", context, status=form.status)


def _filters(chosen: dict[str, str]) -> list[FormField]:
    methods = [(key, method(key).label) for key in METHODS]
    chapters = [(chapter.key, chapter.title) for chapter in blank(codes()[0]).chapters]
    choices = {
        "object": ("采购对象", list(OBJECT_KINDS.items())),
        "method": ("采购方式", methods),
        "need": ("是否必备", list(NEEDS.items())),
        "chapter": ("章", chapters),
    }
    return [
        FormField("words", "名称、内容或者依据", value=chosen["words"]),
        *(
            FormField(name, label, kind="select", value=chosen[name], choices=given)
            for name, (label, given) in choices.items()
        ),
    ]
