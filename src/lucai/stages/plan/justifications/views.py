"""Pages of single-source justifications."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import demand
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.plan.justifications import selectors, services
from lucai.stages.plan.justifications.lifecycle import DRAFT, JUSTIFICATION
from lucai.stages.plan.justifications.schemas import (
    ConclusionIn,
    JustificationIn,
    ObjectionIn,
    OpinionIn,
)
from lucai.stages.plan.justifications.selectors import JustificationSheet

PARTIES = (Side.BUYER, Side.SUPERVISOR, Side.SUPPLIER)


@require_GET
@signed_in(*PARTIES)
def justifications(request: HttpRequest) -> HttpResponse:
    """List publicities."""
    viewer = viewer_of(request)
    words, state = request.GET.get("words", "").strip(), request.GET.get("state", "")
    states = list(JUSTIFICATION.states.items())
    context = {
        "found": selectors.justification_page(
            viewer, words=words, state=state, after=request.GET.get("after", "")
        ),
        "words": words,
        "state": state,
        "may_draft": viewer.may(DRAFT.permission),
        "filters": [
            FormField("words", "项目名称或编号", value=words),
            FormField("state", "状态", kind="select", value=state, choices=states),
        ],
    }
    return page(request, "justifications/justifications.html", context)


@require_GET
@signed_in(*PARTIES)
def justification(request: HttpRequest, code: str) -> HttpResponse:
    """Show one publicity."""
    sheet = selectors.justification_seen(viewer_of(request), code)
    return page(request, "justifications/justification.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a publicity."""
    demand(viewer_of(request), DRAFT.permission)
    if changed := reshaped(JustificationIn, request):
        return _form_page(request, changed, None)
    form = (
        read_form(JustificationIn, request) if request.method == "POST" else filled(JustificationIn)
    )
    if request.method == "POST" and form.data:
        code = services.draft_justification(actor_of(request), content=form.data)
        flash(request, "草稿已保存。核对无误后发布公示。")
        return redirect("justification", code)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft."""
    sheet = selectors.justification_seen(viewer_of(request), code)
    if changed := reshaped(JustificationIn, request):
        return _form_page(request, changed, sheet)
    if request.method == "GET":
        return _form_page(request, filled(JustificationIn, _content(sheet)), sheet)
    form = read_form(JustificationIn, request)
    if form.data:
        services.edit_justification(actor_of(request), code=code, content=form.data)
        flash(request, "修改已保存。")
        return redirect("justification", code)
    return _form_page(request, form, sheet)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then publish."""
    if request.method == "POST":
        services.publish(actor_of(request), code=code)
        flash(request, "公示已发布。期满后办结，再申请采用单一来源方式。")
        return redirect("justification", code)
    sheet = selectors.justification_seen(viewer_of(request), code)
    context = {"sheet": sheet, "step": JUSTIFICATION.step("publish")}
    return page(request, "justifications/confirm.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def objection(request: HttpRequest, code: str) -> HttpResponse:
    """Let a supplier object while the publicity runs."""
    sheet = selectors.justification_seen(viewer_of(request), code)
    form = read_form(ObjectionIn, request) if request.method == "POST" else filled(ObjectionIn)
    if request.method == "POST" and form.attempt(
        services.object_to, actor_of(request), code=code, form=form.data
    ):
        flash(request, "异议已提交采购人，补充论证的结果会告知您。")
        return redirect("justification", code)
    context = {"sheet": sheet, "form": form}
    return page(request, "justifications/objection.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def conclusion(request: HttpRequest, code: str) -> HttpResponse:
    """End a publicity: passed, or another method."""
    sheet = selectors.justification_seen(viewer_of(request), code)
    form = read_form(ConclusionIn, request) if request.method == "POST" else filled(ConclusionIn)
    if request.method == "POST" and form.attempt(
        services.conclude, actor_of(request), code=code, form=form.data
    ):
        flash(request, "公示已办结。")
        return redirect("justification", code)
    context = {"sheet": sheet, "form": form}
    return page(request, "justifications/conclusion.html", context, status=form.status)


def _content(sheet: JustificationSheet) -> JustificationIn:
    line = sheet.line
    return JustificationIn.model_construct(
        title=line.title,
        description=sheet.description,
        amount=line.amount,
        reason=sheet.reason,
        supplier_name=line.supplier_name,
        supplier_address=sheet.supplier_address,
        opinions=[OpinionIn.model_construct(**one) for one in sheet.opinions],
    )


def _form_page(
    request: HttpRequest, form: Form[JustificationIn], sheet: JustificationSheet | None
) -> HttpResponse:
    context = {
        "form": form,
        "sheet": sheet,
        "opinions": [
            [form.field(f"opinions.{n}.{name}") for name in ("name", "unit", "title", "opinion")]
            for n in form.rows("opinions")
        ],
        "empty": [
            form.field(f"opinions.__i__.{name}") for name in ("name", "unit", "title", "opinion")
        ],
    }
    return page(request, "justifications/form.html", context, status=422 if form.errors else 200)
