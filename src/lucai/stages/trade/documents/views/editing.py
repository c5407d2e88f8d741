"""The forms of agency and buyer over a tender document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import Conflict, InvalidInput, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.trade.documents import initial, selectors, services
from lucai.stages.trade.documents.cards import DocumentSheet
from lucai.stages.trade.documents.lifecycle import COEDIT, EDIT
from lucai.stages.trade.documents.samples import sample_calculation
from lucai.stages.trade.documents.schemas import (
    ChapterIn,
    CriteriaIn,
    RequirementsIn,
    TermsIn,
    TimingIn,
    Versioned,
)
from lucai.stages.trade.documents.wording import ALL_LOTS
from lucai.stages.trade.projects.opening_keys import recoverers_of
from lucai.stages.trade.projects.selectors import frame

S = TypeVar("S", bound=Versioned)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def chapter(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Write the clauses of one chapter."""
    sheet = draft_sheet(request, number)
    found = next((chapter for chapter in sheet.chapters if chapter.key == key), None)
    if found is None:
        raise NotFound("采购文件没有这一章。")
    form = _edited(
        request,
        ChapterIn,
        initial.chapter_content(sheet, key),
        lambda content: services.edit_chapter(
            actor_of(request), project_number=number, chapter=key, content=content
        ),
    )
    return _answered(request, sheet, form, "chapter", {"chapter": found})


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def requirements(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Write the requirements of one lot (0: of all lots)."""
    sheet = draft_sheet(request, number)
    card = sheet.project.lot(lot) if lot != ALL_LOTS else None
    form = _edited(
        request,
        RequirementsIn,
        initial.requirements_content(sheet, lot),
        lambda content: services.edit_requirements(
            actor_of(request), project_number=number, lot_number=lot, content=content
        ),
    )
    return _answered(request, sheet, form, "requirements", {"lot": card})


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def criteria(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Write the scoring factors of one lot."""
    sheet = draft_sheet(request, number)
    form = _edited(
        request,
        CriteriaIn,
        initial.criteria_content(sheet, lot),
        lambda content: services.edit_criteria(
            actor_of(request), project_number=number, lot_number=lot, content=content
        ),
    )
    context = {"lot": sheet.project.lot(lot), "sample": sample_calculation(sheet, lot)}
    return _answered(request, sheet, form, "criteria", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def terms(request: HttpRequest, number: str) -> HttpResponse:
    """Write commercial terms, policies and rules of evaluation."""
    sheet = draft_sheet(request, number)
    form = _edited(
        request,
        TermsIn,
        initial.terms_content(sheet),
        lambda content: services.edit_terms(
            actor_of(request), project_number=number, content=content
        ),
    )
    named = recoverers_of(sheet.project)
    chosen: list[str] = []
    if form:
        form.choices["recovery"] = list(named.items())
        chosen = [code for code in form.values.get("recovery", "").split(",") if code]
    context = {"recoverers": named, "chosen": chosen}
    return _answered(request, sheet, form, "terms", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def timing(request: HttpRequest, number: str) -> HttpResponse:
    """Set the dates."""
    sheet = draft_sheet(request, number)
    form = _edited(
        request,
        TimingIn,
        initial.timing_content(sheet),
        lambda content: services.edit_timing(
            actor_of(request), project_number=number, content=content
        ),
    )
    return _answered(request, sheet, form, "timing", {})


def draft_sheet(request: HttpRequest, number: str) -> DocumentSheet:
    """Return a draft that the viewer may write in.

    Raises:
        NotAllowed: the role grants neither drafting nor co-editing.
        WrongState: it is no draft any more.
    """
    viewer = viewer_of(request)
    sheet = selectors.document_seen(viewer, number)
    if not viewer.may(COEDIT.permission):
        demand(viewer, EDIT.permission)
    if not sheet.card.editable:
        raise WrongState(f"采购文件{sheet.card.state_label}，不能修改。")
    return sheet


def _edited(
    request: HttpRequest,
    schema: type[S],
    content: dict[str, Any],
    save: Callable[[S], None],
) -> Form[S] | None:
    """Return the form to show; None when it was saved."""
    if request.method == "GET":
        return filled(schema, content)
    form = reshaped(schema, request) or read_form(schema, request)
    if not form.data:
        return form
    try:
        save(form.data)
    except InvalidInput as error:
        form.refuse(error)
    except Conflict as error:
        form.problems[""] = str(error)
        # The text stays; saving it once more is then a decision, not an accident.
        form.values["version"] = str(content["version"])
    else:
        return None
    return form


def _answered(
    request: HttpRequest,
    sheet: DocumentSheet,
    form: Form[Any] | None,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    number = sheet.card.project_number
    if form is None:
        flash(request, "已保存。")
        return redirect("document", number)
    full = {
        "frame": frame(viewer_of(request), number, "document"),
        "sheet": sheet,
        "form": form,
        **context,
    }
    status = 422 if form.errors else 200
    return page(request, f"documents_trade/{template}.html", full, status=status)
