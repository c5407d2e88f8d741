"""Pages of the calendars of 工作日: the announced years, and loading the next one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.guidance.law import services
from lucai.guidance.law.functions import LOAD_CALENDAR
from lucai.guidance.law.notice import NoticeDays, read_notice
from lucai.guidance.law.schemas import CalendarIn
from lucai.guidance.law.selectors import calendars as selectors
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.files.kinds import XLSX
from lucai.platform.files.tables import empty_workbook, read_upload, table_lines
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, read_values, typed
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of

FILE, TEXT, CONFIRMED, AGAIN = "file", "text", "confirmed", "again"
TITLES = ("日期", "放假或上班", "节日")


@require_GET
def calendars(request: HttpRequest) -> HttpResponse:
    """List the announced years."""
    viewer = viewer_of(request)
    context = {
        "years": selectors.calendar_list(viewer),
        "next_year": selectors.next_year(viewer),
        "may_load": selectors.may_load(viewer),
    }
    return page(request, "law_pages/calendars.html", context)


@require_GET
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year day by day."""
    context = {"year": selectors.calendar_seen(viewer_of(request), year)}
    return page(request, "law_pages/calendar.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def load(request: HttpRequest) -> HttpResponse:
    """Take in a notice: pasted or as a table, shown as a year, then confirmed."""
    viewer = viewer_of(request)
    demand(viewer, LOAD_CALENDAR.permission)
    if request.method == "GET":
        first = {"year": str(selectors.next_year(viewer))}
        return _form_page(request, Form(CalendarIn, first), None)
    values = {n: v for n, v in typed(request).items() if n not in {CONFIRMED, AGAIN}}
    try:
        values[TEXT] = _table_text(request) or values.get(TEXT, "")
    except InvalidInput as error:
        form = Form(CalendarIn, values, problems=dict(error.fields), bound=True)
        return _form_page(request, form, None)
    return _read(request, read_values(CalendarIn, values))


@require_GET
@signed_in(Side.SUPERVISOR)
def template(request: HttpRequest) -> HttpResponse:
    """Hand out an empty table with the right titles."""
    del request
    response = HttpResponse(empty_workbook(TITLES), content_type=XLSX.media_type)
    response["Content-Disposition"] = 'attachment; filename="calendar.xlsx"'
    return response


def _read(request: HttpRequest, form: Form[CalendarIn]) -> HttpResponse:
    if not form.data:
        return _form_page(request, form, None)
    found = read_notice(form.data.text, form.data.year)
    if found.problems or request.POST.get(AGAIN):
        return _form_page(request, form, found)
    if request.POST.get(CONFIRMED) != "yes":
        return _preview_page(request, form.data, found)
    try:
        services.load_calendar(actor_of(request), notice=found, document=form.data.document)
    except InvalidInput as error:
        form.refuse(error)
        return _form_page(request, form, found)
    flash(request, f"{found.year} 年工作日历已载入，各项期限从现在起按它计算。")
    return redirect("law-calendar", found.year)


def _table_text(request: HttpRequest) -> str:
    """Return an uploaded table as lines of text; empty when none was chosen."""
    upload = request.FILES.get(FILE)
    if not upload:
        return ""
    _, content = read_upload(upload, field=FILE, allowed=(XLSX,))
    return "\n".join("\t".join(line.filled) for line in table_lines(content, field=FILE))


def _form_page(
    request: HttpRequest, form: Form[CalendarIn], found: NoticeDays | None
) -> HttpResponse:
    file = FormField(
        FILE, "或者上传表格", kind="file", error=form.problems.get(FILE, ""),
        hint="Excel 表（.xlsx），每行一天：日期、放假或上班、节日", attrs={"accept": ".xlsx"},
    )  # fmt: skip
    problems = found.problems if found else []
    context = {"form": form, "file": file, "problems": problems}
    refused = bool(problems or form.problems)
    return page(request, "law_pages/load_calendar.html", context, status=422 if refused else 200)


def _preview_page(request: HttpRequest, typed_in: CalendarIn, found: NoticeDays) -> HttpResponse:
    preview = selectors.calendar_preview(viewer_of(request), found)
    context = {
        "preview": preview,
        "year": preview.page,
        "document": typed_in.document,
        "ignored": found.ignored,
        "values": {"year": typed_in.year, "document": typed_in.document, TEXT: found.lines()},
        "original": typed_in.text,
    }
    return page(request, "law_pages/confirm_calendar.html", context)
