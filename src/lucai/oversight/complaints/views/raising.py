"""The list, the complaint itself, and its writing."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import InvalidInput
from lucai.oversight.complaints import papers, selectors, services
from lucai.oversight.complaints.lifecycle import COMPLAINT
from lucai.oversight.complaints.schemas import ComplaintIn
from lucai.oversight.complaints.selectors.appeals import appeals_of_project
from lucai.oversight.complaints.views.parts import pdf
from lucai.platform.files.views import answer as send
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.platform.web.timelines import timeline_of
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.challenges.selectors import subject_seen
from lucai.stages.trade.projects.selectors import frame

SIDES = (Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)


@require_GET
@signed_in(*SIDES)
def complaints(request: HttpRequest) -> HttpResponse:
    """List complaints: the supervisor's desk, and each party's own."""
    viewer = viewer_of(request)
    asked = {n: request.GET.get(n, "").strip() for n in ("words", "state", "about", "after")}
    abouts = [(one.value, one.label) for one in About]
    filters = [
        FormField("words", "项目、编号或者投诉人", value=asked["words"]),
        FormField("about", "投诉对象", kind="select", value=asked["about"], choices=abouts),
        FormField(
            "state", "状态", kind="select", value=asked["state"],
            choices=list(COMPLAINT.states.items()),
        ),
    ]  # fmt: skip
    context = {
        "found": selectors.complaint_page(viewer, **asked),
        "statements": selectors.my_statements(viewer),
        "filters": filters,
        **asked,
    }
    return page(request, "complaints/complaints.html", context)


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def room(request: HttpRequest, number: str) -> HttpResponse:
    """Show a project's complaints in its room."""
    viewer = viewer_of(request)
    context = {"frame": frame(viewer, number, "complaints"), **_listed(viewer, number)}
    return page(request, "complaints/room.html", context)


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def beside(request: HttpRequest, number: str) -> HttpResponse:
    """Show the complaints about a framework or an order, which have no room."""
    viewer = viewer_of(request)
    context = {"subject": subject_seen(viewer, number), **_listed(viewer, number)}
    return page(request, "complaints/beside.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a complaint from one's own challenge."""
    viewer = viewer_of(request)
    selectors.demand_draft(viewer)
    challenge = request.GET.get("challenge", "").strip()
    form: Form[ComplaintIn] = filled(ComplaintIn, selectors.start_of(viewer, challenge))
    if request.method == "POST":
        form = reshaped(ComplaintIn, request) or read_form(ComplaintIn, request)
        made: list[str] = []
        if form.attempt(lambda data: made.append(_draft(request, challenge, data)), form.data):
            flash(request, "草稿已保存。请上传附件，检查无误后提交。")
            return redirect("complaint", number=made[0])
    return _writing(request, form, challenge, None)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a draft, or correct what was handed in."""
    viewer = viewer_of(request)
    selectors.demand_draft(viewer)
    sheet = selectors.complaint_seen(viewer, number)
    form: Form[ComplaintIn] = filled(ComplaintIn, selectors.content_of(viewer, number))
    if request.method == "POST":
        form = reshaped(ComplaintIn, request) or read_form(ComplaintIn, request)
        if form.attempt(services.edit, actor_of(request), number=number, form=form.data):
            flash(request, "已保存。")
            return redirect("complaint", number=number)
    return _writing(request, form, sheet.challenge_number, sheet)


@require_GET
@signed_in(*SIDES)
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """Show one complaint."""
    return _complaint_page(request, number)


@require_POST
@signed_in(Side.SUPPLIER)
def files(request: HttpRequest, number: str) -> HttpResponse:
    """Add files to a draft or a correction."""
    try:
        services.attach(actor_of(request), number=number, uploads=request.FILES.getlist("files"))
    except InvalidInput as error:
        return _complaint_page(request, number, problem=str(error), status=422)
    flash(request, "附件已上传。")
    return redirect("complaint", number=number)


@require_POST
@signed_in(Side.SUPPLIER)
def remove_file(request: HttpRequest, number: str, file: int) -> HttpResponse:
    """Take a file out of a draft."""
    services.detach(actor_of(request), number=number, file_id=file)
    flash(request, "附件已移除。")
    return redirect("complaint", number=number)


@require_GET
@signed_in(*SIDES)
def file(request: HttpRequest, number: str, file: int) -> FileResponse:
    """Send one attachment."""
    return send(selectors.complaint_file(viewer_of(request), number, file))


@require_GET
@signed_in(*SIDES)
def complaint_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the 投诉书."""
    sheet = selectors.complaint_seen(viewer_of(request), number)
    return pdf(papers.complaint_paper(sheet), number)


@require_GET
@signed_in(*SIDES)
def decision_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the 投诉处理决定书."""
    sheet = selectors.complaint_seen(viewer_of(request), number)
    return pdf(papers.decision_paper(sheet), f"{number}-JD")


def _listed(viewer: Viewer, number: str) -> dict[str, Any]:
    return {
        "complaints": selectors.complaints_of(viewer, number),
        "appeals": appeals_of_project(viewer, number),
    }


def _complaint_page(
    request: HttpRequest, number: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    sheet = selectors.complaint_seen(viewer, number)
    context = {
        "sheet": sheet,
        "problem": problem,
        "file_of": selectors.file_of(viewer, sheet.line.project_number),
        "entries": timeline_of(viewer, COMPLAINT.of, number),
        "rights": papers.rights(sheet) if sheet.decided_at else "",
    }
    return page(request, "complaints/complaint.html", context, status=status)


def _writing(request: HttpRequest, form: Form[Any], challenge: str, sheet: Any) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "form": form,
        "sheet": sheet,
        "challenge": selectors.own_challenge(viewer, challenge),
        "origins": selectors.origins(viewer, challenge),
    }
    return page(request, "complaints/edit.html", context, status=form.status)


def _draft(request: HttpRequest, challenge: str, data: ComplaintIn) -> str:
    return services.draft(actor_of(request), challenge_number=challenge, form=data)
