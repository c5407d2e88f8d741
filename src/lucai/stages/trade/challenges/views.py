"""Pages of challenges."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.access.selectors import organisation
from lucai.platform.files.views import answer as send
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.platform.web.timelines import timeline_of
from lucai.stages.trade.challenges import papers, selectors, services, signed
from lucai.stages.trade.challenges.kinds import LATER
from lucai.stages.trade.challenges.lifecycle import CHALLENGE
from lucai.stages.trade.challenges.ports import later
from lucai.stages.trade.challenges.schemas import (
    About,
    ChallengeIn,
    CompletionIn,
    RemedyIn,
    ReplyIn,
    ReportIn,
)
from lucai.stages.trade.documents.selectors import enquiry_list
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_list as framework_enquiries
from lucai.stages.trade.projects.selectors import frame

SIDES = (Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
ANSWERERS = (Side.AGENCY, Side.BUYER)
CONFIRMED = {
    "submit": (services.submit, "质疑函已提交并送达，答复期限开始计算。"),
    "discard": (services.discard, "已放弃起草。"),
    "complete": (services.complete, "补正已提交。"),
    "withdraw": (services.withdraw, "质疑已撤回。"),
}


@require_GET
@signed_in(*SIDES)
def challenges(request: HttpRequest) -> HttpResponse:
    """List challenges."""
    viewer = viewer_of(request)
    asked = {n: request.GET.get(n, "").strip() for n in ("words", "state", "about", "after")}
    states = [(key, label) for key, label in CHALLENGE.states.items()]
    abouts = [(one.value, one.label) for one in About]
    filters = [
        FormField("words", "项目、编号或者供应商", value=asked["words"]),
        FormField("about", "质疑对象", kind="select", value=asked["about"], choices=abouts),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
    ]
    context = {
        "found": selectors.challenge_page(viewer, **asked),
        "replies": selectors.replies_for(viewer),
        "filters": filters,
        **asked,
    }
    return page(request, "challenges/challenges.html", context)


@require_GET
@signed_in(*SIDES)
def room(request: HttpRequest, number: str) -> HttpResponse:
    """Show a project's enquiries and challenges, and what can be challenged now."""
    viewer = viewer_of(request)
    mine = selectors.may_draft(viewer)
    context = {
        "frame": frame(viewer, number, "challenges"),
        "subject": selectors.subject_seen(viewer, number),
        "grounds": selectors.grounds(viewer, number) if mine else [],
        "challenges": selectors.challenges_of(viewer, number),
        "replies": selectors.replies_for(viewer, project_number=number),
        "enquiries": enquiry_list(viewer, number),
        "number": number,
    }
    return page(request, "challenges/room.html", context)


@require_GET
@signed_in(*SIDES)
def beside(request: HttpRequest, number: str) -> HttpResponse:
    """Show the challenges of a framework or an order, which have no room."""
    viewer = viewer_of(request)
    subject = selectors.subject_seen(viewer, number)
    mine = selectors.may_draft(viewer)
    context = {
        "subject": subject,
        "grounds": selectors.grounds(viewer, number) if mine else [],
        "challenges": selectors.challenges_of(viewer, number),
        "replies": selectors.replies_for(viewer, project_number=number),
        "enquiries": later().questions(viewer, number)
        if subject.kind in LATER
        else framework_enquiries(viewer, number),
        "number": number,
    }
    return page(request, "challenges/beside.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a challenge."""
    viewer = viewer_of(request)
    selectors.demand_draft(viewer)
    own = organisation(viewer, viewer.organisation or 0)
    start = {
        "about": request.GET.get("about", ""), "contact": own.contact, "phone": own.phone,
        "address": own.address,
    }  # fmt: skip
    form: Form[ChallengeIn] = filled(ChallengeIn, start)
    if request.method == "POST":
        form = reshaped(ChallengeIn, request) or read_form(ChallengeIn, request)
        made: list[str] = []
        if form.attempt(lambda data: made.append(_draft(request, number, data)), form.data):
            flash(request, "草稿已保存。请上传附件，检查无误后提交。")
            return redirect("challenge", number=made[0])
    context = {"form": form, "subject": selectors.subject_seen(viewer, number), "sheet": None}
    return page(request, "challenges/edit.html", _writing(context), status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a draft, or complete what was handed in."""
    viewer = viewer_of(request)
    selectors.demand_draft(viewer)
    sheet = selectors.challenge_seen(viewer, number)
    form: Form[ChallengeIn] = filled(ChallengeIn, selectors.content_of(viewer, number))
    if request.method == "POST":
        form = reshaped(ChallengeIn, request) or read_form(ChallengeIn, request)
        if form.attempt(services.edit, actor_of(request), number=number, form=form.data):
            flash(request, "已保存。")
            return redirect("challenge", number=number)
    context = {"form": form, "subject": sheet.subject, "sheet": sheet}
    return page(request, "challenges/edit.html", _writing(context), status=form.status)


@require_GET
@signed_in(*SIDES)
def challenge(request: HttpRequest, number: str) -> HttpResponse:
    """Show one challenge; a related supplier, told of its reply, reads its own copy."""
    if copy := selectors.copy_of(viewer_of(request), number):
        return redirect(copy)
    return _challenge_page(request, number)


@require_POST
@signed_in(Side.SUPPLIER)
def files(request: HttpRequest, number: str) -> HttpResponse:
    """Add files to a draft or a completion."""
    try:
        services.attach(actor_of(request), number=number, uploads=request.FILES.getlist("files"))
    except InvalidInput as error:
        return _challenge_page(request, number, problem=str(error), status=422)
    flash(request, "附件已上传。")
    return redirect("challenge", number=number)


@require_POST
@signed_in(Side.SUPPLIER)
def remove_file(request: HttpRequest, number: str, file: int) -> HttpResponse:
    """Take a file out of a draft."""
    services.detach(actor_of(request), number=number, file_id=file)
    flash(request, "附件已移除。")
    return redirect("challenge", number=number)


@require_GET
@signed_in(*SIDES)
def file(request: HttpRequest, number: str, file: int) -> FileResponse:
    """Send one attachment."""
    return send(selectors.challenge_file(viewer_of(request), number, file))


@require_http_methods(["GET", "POST"])
@signed_in(*ANSWERERS)
def completion(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for completion, once."""
    form: Form[CompletionIn] = filled(CompletionIn)
    if request.method == "POST":
        form = read_form(CompletionIn, request)
        if form.attempt(services.ask_completion, actor_of(request), number=number, form=form.data):
            flash(request, "已通知供应商补正；答复期限不因补正延长。")
            return redirect("challenge", number=number)
    return _act_page(request, number, "ask_completion", "challenges/completion.html", form)


@require_http_methods(["GET", "POST"])
@signed_in(*ANSWERERS)
@signed_act("作出质疑答复", about=signed.letter)
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a challenge point by point."""
    form: Form[ReplyIn] = filled(ReplyIn)
    if request.method == "POST":
        form = read_form(ReplyIn, request)
        uploads = request.FILES.getlist("files")
        content = {"number": number, "form": form.data, "uploads": uploads}
        if form.attempt(services.answer, actor_of(request), **content):
            flash(request, "质疑答复已送达。")
            return redirect("challenge", number=number)
    form.choices["outcome"] = selectors.outcome_choices(viewer_of(request), number)
    return _act_page(request, number, "answer", "challenges/reply.html", form)


@require_http_methods(["GET", "POST"])
@signed_in(*ANSWERERS)
def remedy(request: HttpRequest, number: str) -> HttpResponse:
    """Say how what was wrong was mended."""
    form: Form[RemedyIn] = filled(RemedyIn)
    if request.method == "POST":
        form = read_form(RemedyIn, request)
        if form.attempt(services.remedy, actor_of(request), number=number, form=form.data):
            flash(request, "整改已办结，并已通知质疑供应商和财政部门。")
            return redirect("challenge", number=number)
    form.choices["struck"] = selectors.struck_choices(viewer_of(request), number)
    return _act_page(request, number, "remedy", "challenges/remedy.html", form)


@require_http_methods(["GET", "POST"])
@signed_in(*ANSWERERS)
@signed_act("报告财政部门", about=signed.letter)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Report a founded challenge whose contract binds already."""
    form: Form[ReportIn] = filled(ReportIn)
    if request.method == "POST":
        form = read_form(ReportIn, request)
        if form.attempt(services.report, actor_of(request), number=number, form=form.data):
            flash(request, "已报告财政部门，处理以前合同中止履行。")
            return redirect("challenge", number=number)
    return _act_page(request, number, "report", "challenges/report.html", form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act({"submit": "提交质疑函", "complete": "提交质疑补正"}, about=signed.letter)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask once more, then take a step that cannot be undone."""
    service, done = CONFIRMED.get(step) or _unknown()
    sheet = selectors.challenge_seen(viewer_of(request), number)
    if request.method == "POST":
        service(actor_of(request), number=number)
        flash(request, done)
        return redirect("challenge", number=number)
    offer = next((each for each in sheet.offers if each.step.name == step), None)
    return page(request, "challenges/step.html", {"sheet": sheet, "offer": offer})


@require_GET
@signed_in(Side.SUPPLIER)
def reply_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a related supplier the reply that was served on it."""
    context = {"reply": selectors.reply_seen(viewer_of(request), pk)}
    return page(request, "challenges/reply_copy.html", context)


@require_GET
@signed_in(Side.SUPPLIER)
def reply_copy_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a related supplier the reply as a paper."""
    found = selectors.reply_seen(viewer_of(request), pk)
    return _pdf(papers.reply_paper(found), f"{found.number}-DF")


@require_GET
@signed_in(*SIDES)
def letter_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the 质疑函."""
    return _pdf(papers.letter_paper(selectors.challenge_seen(viewer_of(request), number)), number)


@require_GET
@signed_in(*SIDES)
def reply_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the 质疑答复."""
    found = selectors.reply_of(viewer_of(request), number)
    return _pdf(papers.reply_paper(found), f"{number}-DF")


def _challenge_page(
    request: HttpRequest, number: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    sheet = selectors.challenge_seen(viewer, number)
    context = {
        "sheet": sheet,
        "problem": problem,
        "entries": timeline_of(viewer, CHALLENGE.of, number),
        "rights": papers.rights(sheet.answered_at) if sheet.answered_at else "",
    }
    return page(request, "challenges/challenge.html", context, status=status)


def _act_page(
    request: HttpRequest, number: str, step_name: str, template: str, form: Form[Any]
) -> HttpResponse:
    sheet = selectors.challenge_seen(viewer_of(request), number)
    offer = next((each for each in sheet.offers if each.step.name == step_name), None)
    context = {"sheet": sheet, "offer": offer, "form": form}
    return page(request, template, context, status=form.status)


def _writing(context: dict[str, Any]) -> dict[str, Any]:
    """Give the form what can be challenged, and the lots to choose from."""
    subject = context["subject"]
    choices = context["form"].choices
    choices["lots"] = [(str(lot.number), lot.label) for lot in subject.lots]
    choices["about"] = [(one.value, subject.said(one.label)) for one in subject.abouts]
    return context


def _draft(request: HttpRequest, number: str, data: ChallengeIn) -> str:
    return services.draft(actor_of(request), project_number=number, form=data)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _unknown() -> Any:
    raise NotFound("没有这一步。")
