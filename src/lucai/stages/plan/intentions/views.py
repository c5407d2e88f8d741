"""Pages of procurement intentions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.files.kinds import XLSX
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form, read_values
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.plan.intentions import importing, reading, selectors, services
from lucai.stages.plan.intentions.lifecycle import DRAFT, INTENTION
from lucai.stages.plan.intentions.schemas import IntentionIn, IntentionTable, Reason

SAYS = {"publish": "采购意向已公开。", "discard": "草稿已作废。"}


@require_GET
@signed_in()
def intentions(request: HttpRequest) -> HttpResponse:
    """List intentions."""
    viewer = viewer_of(request)
    words, state = request.GET.get("words", "").strip(), request.GET.get("state", "")
    context = {
        "found": selectors.intention_page(
            viewer, words=words, state=state, after=request.GET.get("after", "")
        ),
        "words": words,
        "state": state,
        "may_draft": viewer.may(DRAFT.permission),
        "filters": [
            FormField("words", "项目名称、编号或单位", value=words),
            FormField(
                "state", "状态", kind="select", value=state, choices=list(INTENTION.states.items())
            ),
        ],
    }
    return page(request, "intentions/intentions.html", context)


@require_GET
@signed_in()
def intention(request: HttpRequest, code: str) -> HttpResponse:
    """Show one intention."""
    context = {"sheet": selectors.intention_sheet(viewer_of(request), code)}
    return page(request, "intentions/intention.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def new(request: HttpRequest) -> HttpResponse:
    """Draft an intention."""
    demand(viewer_of(request), DRAFT.permission)
    form = read_form(IntentionIn, request) if request.method == "POST" else filled(IntentionIn)
    if form.data:
        try:
            code = services.draft_intention(actor_of(request), content=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "草稿已保存。核对无误后公开。")
            return redirect("intention", code)
    return _form_page(request, form, "编制采购意向", "/intentions/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft."""
    card = selectors.intention_seen(viewer_of(request), code)
    form = _edited(request, card)
    if form.data:
        try:
            services.edit_intention(actor_of(request), code=code, content=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "修改已保存。")
            return redirect("intention", code)
    return _form_page(request, form, "修改采购意向", f"/intentions/{code}/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel a published intention with a reason that is published too."""
    sheet = selectors.intention_sheet(viewer_of(request), code)
    form = read_form(Reason, request) if request.method == "POST" else filled(Reason)
    if form.data:
        services.take(actor_of(request), code=code, step="cancel", reason=form.data.reason)
        flash(request, "采购意向已取消，终止公告已公布。")
        return redirect("intention", code)
    context = {"sheet": sheet, "form": form}
    return page(request, "intentions/cancel.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Show what a step will do, then take it."""
    if step not in SAYS:
        raise Http404
    if request.method == "POST":
        services.take(actor_of(request), code=code, step=step)
        flash(request, SAYS[step])
        return redirect("intention", code)
    sheet = selectors.intention_sheet(viewer_of(request), code)
    context = {"sheet": sheet, "step": INTENTION.step(step)}
    return page(request, "intentions/confirm.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def upload(request: HttpRequest) -> HttpResponse:
    """Read a table and show what it holds; nothing is kept yet."""
    demand(viewer_of(request), DRAFT.permission)
    if request.method == "GET":
        return _upload_page(request, "")
    try:
        report = reading.read_intentions(request.FILES.get(reading.FILE))
    except InvalidInput as error:
        return _upload_page(request, str(error))
    form = read_values(IntentionTable, importing.values_of(report))
    return _table_page(request, form, status=200)


@require_POST
@signed_in(Side.BUYER)
def confirm_import(request: HttpRequest) -> HttpResponse:
    """Take the table in whole, or show again what is still wrong."""
    demand(viewer_of(request), DRAFT.permission)
    if changed := reshaped(IntentionTable, request):
        return _table_page(request, read_values(IntentionTable, changed.values), status=200)
    if only := request.POST.get("only"):
        kept = importing.only_unit(request.POST.dict(), only)
        return _table_page(request, read_values(IntentionTable, kept), status=200)
    form = read_form(IntentionTable, request)
    if form.data:
        try:
            codes = services.import_intentions(
                actor_of(request), rows=form.data.rows, own=form.data.own
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, f"已导入 {len(codes)} 条采购意向草稿，请逐条核对后公开。")
            return redirect("intentions")
    return _table_page(request, form, status=422)


@require_GET
@signed_in(Side.BUYER)
def template(request: HttpRequest) -> HttpResponse:
    """Hand out an empty table with the right titles."""
    del request
    response = HttpResponse(reading.empty_table(), content_type=XLSX.media_type)
    response["Content-Disposition"] = 'attachment; filename="procurement-intentions.xlsx"'
    return response


def _edited(request: HttpRequest, card: selectors.IntentionCard) -> Form[IntentionIn]:
    if request.method == "POST":
        return read_form(IntentionIn, request)
    return filled(IntentionIn, selectors.content_of(card))


def _form_page(
    request: HttpRequest, form: Form[IntentionIn], title: str, back: str
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return page(request, "intentions/form.html", context, status=422 if form.errors else 200)


def _upload_page(request: HttpRequest, problem: str) -> HttpResponse:
    chosen = FormField(
        reading.FILE, "意向表", kind="file", required=True, error=problem,
        hint="Excel 表（.xlsx）。可用模板，也可用公开平台导出的表",
        attrs={"accept": ".xlsx"},
    )  # fmt: skip
    context = {"file": chosen, "columns": reading.TEMPLATE}
    return page(request, "intentions/upload.html", context, status=422 if problem else 200)


def _table_page(request: HttpRequest, form: Form[IntentionTable], *, status: int) -> HttpResponse:
    context = {"form": form, "table": importing.shown(form, viewer_of(request).organisation_name)}
    return page(request, "intentions/table.html", context, status=status)
