"""The calculators' pages; a question is in the address, so that an answer can be passed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from lucai.guidance.law.calculators import sheet as sheets
from lucai.guidance.law.calculators.catalogue import CALCULATORS
from lucai.kernel.errors import NotFound
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import page


@require_GET
def calculator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a calculator and, when something was asked, its answer."""
    known = CALCULATORS.get(slug)
    if not known:
        raise NotFound("没有这个计算器。")
    typed = {name: str(value) for name, value in request.GET.items()}
    if not typed:
        return _page(request, sheets.empty_sheet(known))
    if sheets.pressed_row_button(typed):
        return _page(request, sheets.reshaped_sheet(known, typed))
    if known.rows and typed.get(sheets.TABLE, "").strip():
        filled = sheets.pasted_sheet(known, typed)
        if filled.form.problems:
            return _page(request, filled)
        return redirect(f"{request.path}?{filled.query}")
    return _page(request, sheets.answered_sheet(known, typed))


def _page(request: HttpRequest, sheet: sheets.Sheet) -> HttpResponse:
    table = FormField(
        sheets.TABLE,
        "从表格粘贴",
        kind="textarea",
        value=sheet.form.values.get(sheets.TABLE, ""),
        error=sheet.form.problems.get(sheets.TABLE, ""),
        hint="每行一家。列的顺序：投标人、报价、小微企业（是/否）、本国产品（是/否）；第一行有标题的，列可以任意排。",
        attrs={"rows": "5"},
    )
    context = {
        "sheet": sheet,
        "calculator": sheet.calculator,
        "form": sheet.form,
        "table": table if sheet.calculator.rows else None,
        "address": request.build_absolute_uri(f"{request.path}?{sheet.query}"),
    }
    return page(request, "law_pages/calculator.html", context)
