"""Pages of prequalifications: the organisers' table, the supplier's own desk, everybody's proof."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.files.views import answer as send
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.registers.suppliers.schemas import industry_choices
from lucai.stages.trade.draws.drawing import PARTIES, said_of
from lucai.stages.trade.draws.selectors import WAIT, can_be_asked
from lucai.stages.trade.prequalifications import drawing, selectors, services, signed
from lucai.stages.trade.prequalifications.lifecycle import APPLICATION, EDIT, PREQUALIFICATION
from lucai.stages.trade.prequalifications.schemas import (
    AmendmentIn,
    ApplicationIn,
    CandidateIn,
    ConditionIn,
    ContentIn,
    DrawIn,
    FindingsIn,
    ReasonIn,
)
from lucai.stages.trade.prequalifications.selectors import PrequalificationSheet
from lucai.stages.trade.projects.selectors import METHODS, frame, project_seen

SIDES = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER)
INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
ORGANISERS = (Side.AGENCY, Side.BUYER)
RECEIVED = frozenset({"invited", "acknowledged", "silent"})
STEPS = {
    "submit": (services.submit, "已提交采购人确认。"),
    "confirm": (services.confirm, "已确认。"),
    "publish": (services.publish, "资格预审公告已发布，供应商可以提交申请文件。"),
    "finish_review": (services.finish_review, "资格预审已完成，结果和原因已告知每一家申请人。"),
    "witness": (services.witness, "已登记到场监督。"),
    "restart": (services.restart, "已建立下一轮，请修改后重新提交确认。"),
    "settle": (services.settle_list, "受邀供应商名单已确定。发布采购文件时同时发出邀请书。"),
    "give_up": (services.give_up, "已改为发布公告邀请供应商。"),
}

SIGNED = {
    "confirm": "确认资格预审文件或者备选供应商名单",
    "publish": "发布资格预审公告",
    "finish_review": "完成资格预审",
    "witness": "登记到场监督随机抽取",
    "settle": "确定受邀供应商名单",
}
"""What is signed by certificate. Beginning a draw is none of it: it writes the log while it runs."""
ABOUT = {
    "confirm": signed.document,
    "publish": signed.document,
    "finish_review": signed.result,
    "settle": signed.result,
}
ASKED = "备选名单已封存，已请各方在截止时间前提交随机数，到时再完成抽取。"
DRAWN = "受邀供应商已随机抽取。发布招标文件时同时发出投标邀请书。"
ASKED_FOR_WORDS = "评审专家已随机抽取，已请采购人和评审专家分别出具书面推荐意见。"


@require_GET
@signed_in(*SIDES)
def prequalification(request: HttpRequest, number: str) -> HttpResponse:
    """Show the round: to a supplier the conditions and its own part, to organisers all of it."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "prequalification"),
        "sheet": selectors.prequalification_seen(viewer, number),
        "waiting": selectors.waiting_draw(viewer, number),
        "given_up": selectors.given_up_draws(viewer, number),
    }
    return page(request, "prequalifications/prequalification.html", context)


@require_POST
@signed_in(Side.AGENCY)
def organise(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a prequalification for an open tender."""
    services.organise(actor_of(request), project_number=number)
    flash(request, "已开始组织资格预审，请填写资格要求和提交时间。")
    return redirect("prequalification_edit", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Write the content."""
    viewer = viewer_of(request)
    demand(viewer, EDIT.permission)
    sheet = selectors.prequalification_seen(viewer, number)
    if not sheet.may_edit:
        raise WrongState(f"资格预审{sheet.state_label}，不能修改。")
    form: Form[ContentIn] = reshaped(ContentIn, request) or (
        read_form(ContentIn, request)
        if request.method == "POST"
        else filled(ContentIn, _content(sheet))
    )
    if form.data and form.attempt(
        services.edit, actor_of(request), project_number=number, content=form.data
    ):
        flash(request, "已保存。")
        return redirect("prequalification", number)
    empty = filled(ConditionIn)
    industries = [("", "全部行业"), *industry_choices()]
    if sheet.finds:
        form.choices["way"] = list(selectors.FOUND_WAYS.items())
    context = {"sheet": sheet, "form": form, "empty": empty, "industries": industries}
    return _page(request, number, "edit", context, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def return_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Send it back with a reason."""
    form = read_form(ReasonIn, request) if request.method == "POST" else filled(ReasonIn)
    if form.attempt(
        services.return_draft, actor_of(request), project_number=number, form=form.data
    ):
        flash(request, "已退回代理机构修改。")
        return redirect("prequalification", number)
    sheet = selectors.prequalification_seen(viewer_of(request), number)
    return _page(request, number, "return", {"sheet": sheet, "form": form}, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("发布资格预审更正公告", about=signed.document)
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Clarify or change a published document."""
    form = read_form(AmendmentIn, request) if request.method == "POST" else filled(AmendmentIn)
    if form.attempt(services.amend, actor_of(request), project_number=number, form=form.data):
        flash(request, "更正公告已发布，已通知提交申请的供应商。")
        return redirect("prequalification", number)
    sheet = selectors.prequalification_seen(viewer_of(request), number)
    return _page(request, number, "amendment", {"sheet": sheet, "form": form}, form)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
@signed_act(SIGNED, by="name", about=ABOUT)
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask before an act that cannot be undone; take the step."""
    if name not in STEPS:
        raise NotFound("没有这一步可以办理。")
    if request.method == "POST":
        act, says = STEPS[name]
        act(actor_of(request), project_number=number)
        flash(request, says)
        return redirect("prequalification", number)
    sheet = selectors.prequalification_seen(viewer_of(request), number)
    context = {"sheet": sheet, "step": PREQUALIFICATION.step(name), "offer": sheet.offer(name)}
    return _page(request, number, "step", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask how long the parties are waited for, then draw; one that waits goes on at the page."""
    viewer = viewer_of(request)
    if selectors.waiting_draw(viewer, number):
        return redirect("prequalification", number)
    form: Form[Any] = filled(DrawIn, {"wait_minutes": WAIT if can_be_asked(SYSTEM) else 0})
    if request.method == "POST":
        form = read_form(DrawIn, request)
        minutes = form.data.wait_minutes if form.data else 0
        key = {"project_number": number, "wait_minutes": minutes}
        if form.attempt(services.draw, actor_of(request), **key):
            waits = selectors.waiting_draw(viewer, number)
            flash(request, ASKED if waits else _drawn(request, number))
            return redirect("prequalification", number)
    sheet = selectors.prequalification_seen(viewer, number)
    offer = sheet.offer("draw") or sheet.offer("draw_experts")
    context = {"sheet": sheet, "offer": offer, "form": form}
    return _page(request, number, "draw", context, form)


@require_POST
@signed_in(Side.AGENCY)
@signed_act("完成受邀供应商的抽取")
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """End a draw whose parties have given their nonces."""
    services.finish_draw(actor_of(request), project_number=number)
    flash(request, _drawn(request, number))
    return redirect("prequalification", number)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Put a supplier on the list."""
    form = read_form(CandidateIn, request) if request.method == "POST" else filled(CandidateIn)
    if form.attempt(
        services.add_candidate, actor_of(request), project_number=number, form=form.data
    ):
        flash(request, "已列入备选名单。")
        return redirect("prequalification", number)
    sheet = selectors.prequalification_seen(viewer_of(request), number)
    return _page(request, number, "candidate", {"sheet": sheet, "form": form}, form)


@require_POST
@signed_in(*ORGANISERS)
def remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a supplier off the list."""
    services.remove_candidate(actor_of(request), project_number=number, pk=pk)
    flash(request, "已移出备选名单。")
    return redirect("prequalification", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("提交资格预审申请文件", about=signed.application)
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in an application, or a new one in its place."""
    sheet = selectors.prequalification_seen(viewer_of(request), number)
    form: Form[ApplicationIn] = filled(ApplicationIn, _application(sheet))
    if request.method == "POST":
        form = read_form(ApplicationIn, request)
        uploads = request.FILES.getlist("files")
        content: dict[str, Any] = {"form": form.data, "uploads": uploads}
        if form.attempt(services.apply, actor_of(request), project_number=number, **content):
            flash(request, "申请文件已提交，截止前其他任何人都看不到；截止前可以修改或者撤回。")
            return redirect("prequalification", number)
    return _page(request, number, "apply", {"sheet": sheet, "form": form}, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("撤回资格预审申请文件", about=signed.application)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the own application back."""
    if request.method == "POST":
        services.withdraw(actor_of(request), project_number=number)
        flash(request, "申请已撤回，截止前可以重新提交。")
        return redirect("prequalification", number)
    sheet = selectors.prequalification_seen(viewer_of(request), number)
    context = {"sheet": sheet, "step": APPLICATION.step("withdraw"), "offer": None}
    return _page(request, number, "step", context)


@require_POST
@signed_in(Side.SUPPLIER)
def remove_file(request: HttpRequest, number: str, file: int) -> HttpResponse:
    """Take a file out of the own application."""
    services.remove_file(actor_of(request), project_number=number, file_id=file)
    flash(request, "已移除附件。")
    return redirect("prequalification_apply", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("确认收到投标邀请书", about=signed.invitation)
def invitation(request: HttpRequest, number: str) -> HttpResponse:
    """Show the 投标邀请书; confirm that it was received."""
    if request.method == "POST":
        services.acknowledge(actor_of(request), project_number=number)
        flash(request, "已确认收到投标邀请书。请在规定时间内获取招标文件。")
        return redirect("download", number)
    viewer = viewer_of(request)
    sheet = selectors.prequalification_seen(viewer, number)
    if not sheet.own or sheet.own.line.state not in RECEIVED:
        raise NotFound("本单位没有收到这个项目的投标邀请书。")
    context = {"sheet": sheet, "method_label": METHODS[sheet.method]}
    return _page(request, number, "invitation", context)


@require_http_methods(["GET", "POST"])
@signed_in(*INSIDE)
def application(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one application; organisers judge it here, condition by condition."""
    found = selectors.application_seen(viewer_of(request), number, pk)
    form: Form[FindingsIn] = filled(FindingsIn, _judged(found))
    if request.method == "POST":
        form = read_form(FindingsIn, request)
        if form.attempt(
            services.judge, actor_of(request), project_number=number, pk=pk, form=form.data
        ):
            flash(request, "审查意见已保存。")
            return redirect("prequalification", number)
    context = {"found": found, "form": form, "back": f"/rooms/{number}/prequalification/"}
    return _page(request, number, "application", context, form)


@require_GET
@signed_in(*SIDES)
def file(request: HttpRequest, number: str, pk: int, file: int) -> FileResponse:
    """Send one of an application's files."""
    return send(selectors.application_file(viewer_of(request), number, pk, file))


@require_GET
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Show how the invited suppliers were drawn, and repeat it (after the deadline)."""
    viewer = viewer_of(request)
    record = selectors.invitation_draw(viewer, number)
    context = {
        "number": number,
        "title": project_seen(viewer, number).title,
        "record": record,
        "claims": drawing.claims_of(record),
        "given_up": selectors.given_up_draws(viewer, number),
        "parties": PARTIES,
        "said_of": said_of,
        "address": request.path,
    }
    return page(request, "prequalifications/proof.html", context)


@require_GET
def proof_export(request: HttpRequest, number: str) -> JsonResponse:
    """Answer the draw's record, enough for anybody to repeat it (after the deadline)."""
    viewer = viewer_of(request)
    record = selectors.invitation_draw(viewer, number)
    given_up = [one.spelt() for one in selectors.given_up_draws(viewer, number)]
    body = {
        "project": number, "draws": [record.to_json()],
        **({"givenUp": given_up} if given_up else {}),
    }  # fmt: skip
    found = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    found["Content-Disposition"] = f'attachment; filename="invitation-draw-{number}.json"'
    return found


def _drawn(request: HttpRequest, number: str) -> str:
    sheet = selectors.prequalification_seen(viewer_of(request), number)
    return ASKED_FOR_WORDS if sheet.draws_experts else DRAWN


def _page(
    request: HttpRequest, number: str, name: str, context: dict[str, Any],
    form: Form[Any] | None = None,
) -> HttpResponse:  # fmt: skip
    found = frame(viewer_of(request), number, "prequalification")
    status = form.status if form else 200
    content = {"frame": found, **context}
    return page(request, f"prequalifications/{name}.html", content, status=status)


def _content(sheet: PrequalificationSheet) -> dict[str, Any]:
    apart = {"conditions", "way", "industry", "certificate", "specialties"}
    names = [n for n in ContentIn.model_fields if n not in apart]
    written = {name: getattr(sheet, name) for name in names}
    if sheet.apply_until:
        written["apply_until"] = sheet.apply_until.astimezone(clock.BEIJING)
    kept = {name: value for name, value in written.items() if value not in ("", None)}
    conditions = [
        {"name": c.name, "text": c.text, "evidence": c.evidence} for c in sheet.conditions
    ]
    plain = {name: info.default for name, info in ContentIn.model_fields.items() if info.default}
    shown = {name: value for name, value in plain.items() if isinstance(value, str)}
    terms = {**sheet.drawn_from, "specialties": ", ".join(sheet.drawn_from.get("specialties", ()))}
    return {**shown, **kept, **terms, "way": sheet.way, "conditions": conditions}


def _application(sheet: PrequalificationSheet) -> dict[str, Any]:
    own = sheet.own
    given = {check.condition.number: check.answer for check in own.checks} if own else {}
    answers = [{"number": c.number, "text": given.get(c.number, "")} for c in sheet.conditions]
    reached = {"contact": own.contact, "phone": own.phone} if own else {}
    return {"answers": answers, **reached}


def _judged(found: selectors.ApplicationSheet) -> dict[str, Any]:
    said = {True: "yes", False: "no", None: ""}
    return {
        "findings": [
            {"number": c.condition.number, "passed": said[c.passed], "reason": c.reason}
            for c in found.checks
        ]
    }
